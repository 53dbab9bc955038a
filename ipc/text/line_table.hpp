// Makes comparing lines cheap: equal lines of two texts get one number. Trap: the texts come from peers, so
// the hash has a key of this process, lest somebody choose lines that collide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ipc/text/lines.hpp"

namespace holdfast::text {

/// Knows each line by its number: first come those of the old text, then those of the new one. Keeps
/// references to both.
class LineTable {
 public:
  /// For up to `lines` lines. Takes six bytes for each, yet no more than 25 MiB for two texts of 8 MiB.
  /// Throws std::bad_alloc.
  LineTable(const Lines& old_lines, const Lines& new_lines, std::size_t lines);

  /// The number of the first line given to this function that has the same bytes as this one.
  [[nodiscard]] std::uint32_t first_like(std::uint32_t number);

 private:
  static constexpr std::uint32_t free_slot = UINT32_MAX;

  [[nodiscard]] std::string_view line(std::uint32_t number) const {
    return number < old_lines_.size() ? old_lines_[number] : new_lines_[number - old_lines_.size()];
  }

  const Lines& old_lines_;
  const Lines& new_lines_;
  std::uint32_t number_mask_;
  std::vector<std::uint32_t> slots_;  // numbers, with a piece of the hash in the bits that no number needs
};

}  // namespace holdfast::text
