#include "ipc/text/line_table.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

namespace holdfast::text {
namespace {

constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;
__extension__ using Product = unsigned __int128;

std::uint64_t new_key() {
  std::random_device random;
  return ((std::uint64_t{random()} << 32 | random()) & prime) | 1;
}

// The bytes are the coefficients of a polynomial, the key is where it is evaluated: whoever does not know the
// key finds two lines that collide by chance only.
std::uint64_t hash(std::string_view line) {
  static const std::uint64_t key = new_key();
  std::uint64_t value = line.size();
  while (!line.empty()) {
    std::uint64_t part = 0;
    const std::size_t bytes = std::min<std::size_t>(line.size(), 7);
    std::memcpy(&part, line.data(), bytes);
    line.remove_prefix(bytes);
    const Product product = static_cast<Product>(value + part) * key;
    value = (static_cast<std::uint64_t>(product) & prime) + static_cast<std::uint64_t>(product >> 61);
    if (value >= prime) value -= prime;
  }
  // Numbered lines have hashes at even distances until here; probing wants them spread by chance.
  value ^= value >> 29;
  value *= 0xBF58476D1CE4E5B9;
  return value ^ value >> 32;
}

// Of the different lines, at most 65,283 have fewer than four bytes; each other one has three bytes more than
// the one that every line has.
std::size_t different_lines_max(const Lines& old_lines, const Lines& new_lines) {
  const std::size_t bytes = old_lines.bytes() + new_lines.bytes();
  const std::size_t lines = old_lines.size() + new_lines.size();
  return (bytes - lines) / 3 + 65'536;
}

}  // namespace

// At most two thirds of the slots get used, so that a free one is never far.
LineTable::LineTable(const Lines& old_lines, const Lines& new_lines, std::size_t lines)
    : old_lines_(old_lines),
      new_lines_(new_lines),
      number_mask_(std::bit_ceil(static_cast<std::uint32_t>(old_lines.size() + new_lines.size() + 1)) - 1),
      slots_(std::min(lines, different_lines_max(old_lines, new_lines)) * 3 / 2 + 1, free_slot) {}

std::uint32_t LineTable::first_like(std::uint32_t number) {
  const std::string_view wanted = line(number);
  const std::uint64_t hashed = hash(wanted);
  const std::uint32_t piece = static_cast<std::uint32_t>(hashed) & ~number_mask_;
  for (std::size_t at = (hashed >> 32) * slots_.size() >> 32;; at = at + 1 < slots_.size() ? at + 1 : 0) {
    std::uint32_t& slot = slots_[at];
    if (slot == free_slot) {
      slot = piece | number;
      return number;
    }
    const std::uint32_t first = slot & number_mask_;
    if ((slot & ~number_mask_) == piece && line(first) == wanted) return first;
  }
}

}  // namespace holdfast::text
