// SHA-256 (FIPS 180-4, by OpenSSL) of a document's bytes, written as the protocol shows it.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::disk {

/// "sha256:" and 64 lower-case hex digits, as sha256sum prints them. Threads: any.
[[nodiscard]] std::string digest_of(std::string_view bytes);

}  // namespace holdfast::disk
