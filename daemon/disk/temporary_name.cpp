#include "daemon/disk/temporary_name.hpp"

#include <algorithm>

namespace holdfast::disk {
namespace {
constexpr std::size_t digits = 16;
constexpr std::string_view suffix = ".tmp";
}  // namespace

std::string make_temporary_name(std::string_view leaf, std::uint64_t random) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string name = "." + std::string(leaf) + ".";
  for (std::size_t i = 0; i < digits; ++i)
    name.push_back(hex[random >> (4 * (digits - 1 - i)) & 15]);
  return name.append(suffix);
}

bool is_temporary_name(std::string_view name) {
  constexpr std::size_t shortest = 1 + 1 + 1 + digits + suffix.size();
  if (name.size() < shortest || !name.starts_with('.') || !name.ends_with(suffix)) return false;
  const auto random = name.substr(name.size() - suffix.size() - digits, digits);
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return name[name.size() - suffix.size() - digits - 1] == '.' &&
         std::all_of(random.begin(), random.end(), is_hex);
}

std::string_view target_of_temporary(std::string_view name) {
  return name.substr(1, name.size() - 2 - digits - suffix.size());
}

}  // namespace holdfast::disk
