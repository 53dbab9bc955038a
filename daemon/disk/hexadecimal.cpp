#include "daemon/disk/hexadecimal.hpp"

namespace holdfast::disk {
namespace {

constexpr std::string_view digit_values = "0123456789abcdef";

}  // namespace

std::string hexadecimal_of(std::uint64_t number) {
  std::string digits(hexadecimal_digits, '0');
  for (std::size_t i = 0; i < digits.size(); ++i)
    digits[digits.size() - 1 - i] = digit_values[number >> (4 * i) & 15U];
  return digits;
}

std::optional<std::uint64_t> number_of_hexadecimal(std::string_view digits) {
  if (digits.size() != hexadecimal_digits) return std::nullopt;
  std::uint64_t number = 0;
  for (const char digit : digits) {
    const auto value = digit_values.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    number = number << 4U | value;
  }
  return number;
}

}  // namespace holdfast::disk
