#include "ipc/text/edit_path.hpp"

#include <algorithm>
#include <cstdlib>

namespace holdfast::text {
namespace {

constexpr std::ptrdiff_t nowhere = -2;
constexpr std::size_t word_bits = 64;

// Row d has d + 1 points, on every second diagonal from -d to d.
std::size_t bit_of(std::ptrdiff_t distance, std::ptrdiff_t diagonal) {
  return static_cast<std::size_t>(distance * (distance + 1) / 2 + (diagonal + distance) / 2);
}

}  // namespace

bool EditPath::search(Numbers old_numbers, Numbers new_numbers) {
  old_ = old_numbers;
  new_ = new_numbers;
  moves_.clear();
  insertions_.clear();
  const std::ptrdiff_t most = std::min(distance_max_, std::ssize(old_) + std::ssize(new_));
  origin_ = most + 1;
  furthest_.assign(static_cast<std::size_t>(2 * origin_ + 1), nowhere);
  furthest_[origin_ + 1] = 0;  // from there an insertion leads to the start
  for (std::ptrdiff_t distance = 0; distance <= most; ++distance) {
    const Row now = row(distance);
    if (!reach(now)) return false;
    if (reaches_ends(now)) {
      retrace(distance, std::ssize(old_) - std::ssize(new_));
      return true;
    }
  }
  retrace(most, furthest_in(row(most)));
  return true;
}

// A diagonal on which a list has ended leads only to the one beside it: rows get shorter again there.
EditPath::Row EditPath::row(std::ptrdiff_t distance) const {
  const std::ptrdiff_t old_size = std::ssize(old_);
  const std::ptrdiff_t new_size = std::ssize(new_);
  return {distance, distance <= new_size ? -distance : distance - 2 * new_size,
          distance <= old_size ? distance : 2 * old_size - distance};
}

// Makes one more move to each diagonal of the row, from the neighbour that is further, and passes the equal
// numbers behind it. A move past the end of a list does no harm: a shortest way to the ends never comes from
// there.
bool EditPath::reach(const Row& row) {
  std::size_t bit = bit_of(row.distance, row.lowest);
  insertions_.resize(bit_of(row.distance, row.distance) / word_bits + 1);
  std::ptrdiff_t* const furthest = furthest_.data() + origin_;
  for (std::ptrdiff_t diagonal = row.lowest; diagonal <= row.highest; diagonal += 2, ++bit) {
    const std::ptrdiff_t by_deletion = furthest[diagonal - 1] + 1;
    const std::ptrdiff_t by_insertion = furthest[diagonal + 1];
    const bool insertion = by_deletion <= by_insertion;
    insertions_[bit / word_bits] |= std::uint64_t{insertion} << bit % word_bits;
    const std::ptrdiff_t from = std::max(by_deletion, by_insertion);
    const std::ptrdiff_t end = std::min(std::ssize(old_), std::ssize(new_) + diagonal);
    std::ptrdiff_t x = from;
    while (x < end && old_[x] == new_[x - diagonal])
      ++x;
    furthest[diagonal] = x;
    steps_left_ -= x - from + 1;
    if (steps_left_ < 0) return false;
  }
  return true;
}

bool EditPath::reaches_ends(const Row& row) const {
  const std::ptrdiff_t diagonal = std::ssize(old_) - std::ssize(new_);
  return std::abs(diagonal) <= row.distance && furthest_[origin_ + diagonal] >= std::ssize(old_);
}

// There is one within both lists: a shortest way to their ends leads over it.
std::ptrdiff_t EditPath::furthest_in(const Row& row) const {
  std::ptrdiff_t found = row.lowest;
  std::ptrdiff_t most = -1;
  for (std::ptrdiff_t diagonal = row.lowest; diagonal <= row.highest; diagonal += 2) {
    const std::ptrdiff_t old_passed = furthest_[origin_ + diagonal];
    const std::ptrdiff_t new_passed = old_passed - diagonal;
    const bool within = old_passed <= std::ssize(old_) && new_passed <= std::ssize(new_);
    if (within && old_passed + new_passed > most) {
      most = old_passed + new_passed;
      found = diagonal;
    }
  }
  return found;
}

// The moves alone tell the way: whoever makes them again from the start passes the same equal numbers.
void EditPath::retrace(std::ptrdiff_t distance, std::ptrdiff_t diagonal) {
  moves_.resize(static_cast<std::size_t>(distance));
  for (; distance > 0; --distance) {
    const std::size_t bit = bit_of(distance, diagonal);
    const bool insertion = (insertions_[bit / word_bits] >> bit % word_bits & 1) != 0;
    moves_[distance - 1] = insertion ? Move::insertion : Move::deletion;
    diagonal += insertion ? 1 : -1;
  }
}

}  // namespace holdfast::text
