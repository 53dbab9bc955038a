// Which lines of a text were taken away and which were put in their place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ipc/text/lines.hpp"

namespace holdfast::text {

/// Lines [old_begin, old_end) of the old text are replaced by lines [new_begin, new_end) of the new one,
/// counted from 0. One of the two ranges may be empty.
struct LineChange {
  std::uint32_t old_begin;
  std::uint32_t old_end;
  std::uint32_t new_begin;
  std::uint32_t new_end;

  bool operator==(const LineChange&) const = default;
};

/// A search for fewer changes goes no further than this many deleted and inserted lines. It keeps a bit for
/// half the square: 4 MiB.
inline constexpr std::size_t edit_distance_max = 8192;
/// All searches of one call together compare lines and move on about so many times, which takes under a
/// second. To go as far as edit_distance_max takes 34 million, and more only where lines repeat many times.
inline constexpr std::size_t steps_max = std::size_t{1} << 27;

/// The changes from old to new, in order, with a common line between any two. None shorter exist - together
/// they delete and insert as few lines as can be - if that takes at most edit_distance_max and steps_max, not
/// counting lines that only one of the texts has. Beyond that they are still right, but may be more than
/// needed.
///
/// Computes for up to about a second for two texts of 8 MiB, whatever they hold, and keeps up to about 60 MiB
/// meanwhile, 75 MiB where most lines are empty, beside the lines and the result. Throws std::bad_alloc.
/// Precondition: both texts together are shorter than 2 GiB.
[[nodiscard]] std::vector<LineChange> line_changes(const Lines& old_lines, const Lines& new_lines);

}  // namespace holdfast::text
