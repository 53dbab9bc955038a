#include "daemon/disk/temporary_name.hpp"

#include "daemon/disk/hexadecimal.hpp"

namespace holdfast::disk {
namespace {
constexpr std::size_t digits = hexadecimal_digits;
constexpr std::string_view suffix = ".tmp";
}  // namespace

std::string make_temporary_name(std::string_view leaf, std::uint64_t random) {
  return "." + std::string(leaf) + "." + hexadecimal_of(random) + std::string(suffix);
}

bool is_temporary_name(std::string_view name) {
  constexpr std::size_t shortest = 1 + 1 + 1 + digits + suffix.size();
  if (name.size() < shortest || !name.starts_with('.') || !name.ends_with(suffix)) return false;
  const auto random = name.substr(name.size() - suffix.size() - digits, digits);
  return name[name.size() - suffix.size() - digits - 1] == '.' && number_of_hexadecimal(random);
}

std::string_view target_of_temporary(std::string_view name) {
  return name.substr(1, name.size() - 2 - digits - suffix.size());
}

}  // namespace holdfast::disk
