// Numbers as the names of our own files hold them: 16 lower-case hex digits, zeros included.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::disk {

inline constexpr std::size_t hexadecimal_digits = 16;

/// "000000000000002a" for 42.
[[nodiscard]] std::string hexadecimal_of(std::uint64_t number);
/// Nothing unless these are 16 such digits and nothing else.
[[nodiscard]] std::optional<std::uint64_t> number_of_hexadecimal(std::string_view digits);

}  // namespace holdfast::disk
