// A shortest way from one list of numbers to another by deletions and insertions: E. Myers, "An O(ND)
// Difference Algorithm and Its Variations", 1986, the greedy search. It is the plain form with bounded
// memory, not the linear-space one: one bit for each point visited is little, and where the search has to
// give up, the furthest point it reached is a good place to start anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace holdfast::text {

class EditPath {
 public:
  using Numbers = std::span<const std::uint32_t>;
  enum class Move { deletion, insertion };

  /// No search goes further than `distance_max` moves, which is at least one; all of them together take about
  /// `steps` steps. A step compares two numbers or makes a move.
  EditPath(std::size_t distance_max, std::size_t steps)
      : distance_max_(static_cast<std::ptrdiff_t>(distance_max)),
        steps_left_(static_cast<std::ptrdiff_t>(steps)) {}

  /// Finds a shortest way from the start of both lists to their ends or, where that is too far, to a point
  /// behind which the rests of both begin. False, and no way, once the steps are used up. Keeps a bit for
  /// half the square of the distance. Throws std::bad_alloc.
  [[nodiscard]] bool search(Numbers old_numbers, Numbers new_numbers);

  /// The way found. Before each move and behind the last one it passes all equal numbers that come.
  [[nodiscard]] const std::vector<Move>& moves() const { return moves_; }

 private:
  // What can be reached by so many moves. Diagonal k has the points behind x old and x - k new numbers; a row
  // has every second diagonal.
  struct Row {
    std::ptrdiff_t distance;
    std::ptrdiff_t lowest;
    std::ptrdiff_t highest;
  };

  [[nodiscard]] Row row(std::ptrdiff_t distance) const;
  [[nodiscard]] bool reach(const Row& row);
  [[nodiscard]] bool reaches_ends(const Row& row) const;
  [[nodiscard]] std::ptrdiff_t furthest_in(const Row& row) const;
  void retrace(std::ptrdiff_t distance, std::ptrdiff_t diagonal);

  std::ptrdiff_t distance_max_;
  std::ptrdiff_t steps_left_;
  Numbers old_;
  Numbers new_;
  std::ptrdiff_t origin_ = 0;              // where diagonal 0 is in furthest_
  std::vector<std::ptrdiff_t> furthest_;   // x by diagonal
  std::vector<std::uint64_t> insertions_;  // a bit for each point: whether the last move to it was one
  std::vector<Move> moves_;
};

}  // namespace holdfast::text
