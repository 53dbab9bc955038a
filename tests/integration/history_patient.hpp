// A right history that is going to be spoilt: what the checker knows of it, and what in it can be changed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "tests/integration/history.hpp"
#include "tests/integration/history_checker.hpp"

namespace holdfast::test {

class HistoryPatient {
 public:
  /// `history` must be right, and is changed.
  HistoryPatient(History& history, std::uint64_t seed);

  [[nodiscard]] History& history() const { return history_; }
  [[nodiscard]] const HistoryTimeline& timeline() const { return timeline_; }
  /// One of the operations that are as wanted, by chance; null if there is none.
  [[nodiscard]] HistoryOperation* any(const std::function<bool(HistoryOperation&)>& wanted);
  /// 0 if it was not made.
  [[nodiscard]] std::int64_t revision_of(const HistoryOperation& commit) const;
  /// Made by a commit that was acknowledged. What is seen of another proves less.
  [[nodiscard]] bool is_certain(std::int64_t revision) const;
  /// Revisions that are nobody's.
  [[nodiscard]] std::size_t left_out() const { return checker_.left_out(); }
  /// No acknowledged commit of its epoch, before the kill, comes after it.
  [[nodiscard]] bool is_last_of_its_epoch(std::int64_t revision) const;
  /// How many commits of that epoch were made though their replies were lost.
  [[nodiscard]] std::size_t lost_in_epoch_of(std::int64_t revision) const;
  [[nodiscard]] bool is_made_and_lost(const HistoryOperation& operation) const;
  [[nodiscard]] HistoryEpoch& epoch_of(std::int64_t revision) const;
  [[nodiscard]] bool is_built_upon(const CellValue& written) const;
  /// What a cell held before a revision.
  [[nodiscard]] Token before(std::size_t cell, std::int64_t revision) const;
  /// A cell that holds a token at the end, certainly since some commit.
  [[nodiscard]] std::optional<CellValue> settled_cell() const;
  /// A cell that a read saw as a certain commit had left it.
  [[nodiscard]] CellValue* certain_sight(HistoryOperation& read) const;
  /// Asked for when all is over, so that nothing can have changed meanwhile.
  [[nodiscard]] HistoryOperation late_operation() const;
  /// Wherever `written` was seen, its cell is seen with `instead`. Returns how often.
  std::size_t unsee(const CellValue& written, const Token& instead);
  /// Makes room for a revision that becomes `revision`.
  void shift_from(std::int64_t revision);
  /// The epoch's new last one, made after the restart.
  void add_revision_after_start(HistoryEpoch& epoch);

 private:
  History& history_;
  std::mt19937_64 random_;
  HistoryChecker checker_;  // of the history as it was
  HistoryTimeline timeline_;
};

}  // namespace holdfast::test
