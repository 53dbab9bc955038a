// SHA-256 (FIPS 180-4, by OpenSSL), as bytes and written as the protocol shows a document's.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace holdfast::disk {

using Sha256 = std::array<unsigned char, 32>;
/// Threads: any.
[[nodiscard]] Sha256 sha256_of(std::string_view bytes);
/// Its bytes as a text.
[[nodiscard]] inline std::string_view view_of(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// "sha256:" and 64 lower-case hex digits, as sha256sum prints them. Threads: any.
[[nodiscard]] std::string digest_of(std::string_view bytes);

}  // namespace holdfast::disk
