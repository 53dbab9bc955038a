// The names of our temporary files: `.<name>.<16 hex digits>.tmp`, beside their target. Hidden, so that a
// glob for the documents skips them, and told apart from anybody else's when stale ones are swept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::disk {

[[nodiscard]] std::string make_temporary_name(std::string_view leaf, std::uint64_t random);
[[nodiscard]] bool is_temporary_name(std::string_view name);
/// The name of the file it was to replace. Precondition: is_temporary_name(name).
[[nodiscard]] std::string_view target_of_temporary(std::string_view name);

}  // namespace holdfast::disk
