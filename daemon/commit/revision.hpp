// The number of a committed state of the whole store: one sequence for all documents.
#pragma once

#include <compare>
#include <cstdint>

namespace holdfast::commit {

/// 0 means "does not exist". Never used twice; a crash may leave one out. Stays below 2^53, so that every
/// JSON reader gets it exactly (2^53 commits at 10,000 a second take 28,000 years).
struct Revision {
  std::uint64_t number = 0;

  [[nodiscard]] Revision next() const { return {number + 1}; }
  auto operator<=>(const Revision&) const = default;
};

}  // namespace holdfast::commit
