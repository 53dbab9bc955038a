// The commits of one epoch whose replies did not come: which of them show in what was found after the
// restart, and which revisions are theirs.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "tests/integration/history.hpp"
#include "tests/integration/history_fault.hpp"

namespace holdfast::test {

/// A commit with the revision it made.
struct PlacedCommit {
  const HistoryOperation* operation = nullptr;
  std::int64_t revision = 0;
};

class LostCommits {
 public:
  /// `gaps`: the epoch's revisions that nobody got an answer with, rising.
  LostCommits(const History& history, const HistoryEpoch& epoch, std::vector<std::int64_t> gaps);

  /// Gives each commit that shows a revision at which all that was seen in the epoch is right, if there is
  /// one. Commits that do not show were never made. Few operations are lost, so this takes time linear in the
  /// epoch.
  [[nodiscard]] std::vector<PlacedCommit> place(HistoryFaults& faults);
  /// The last revisions of the epoch that are nobody's: given out to commits that the kill prevented.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  // A commit that shows, and between which revisions its own lies.
  struct Window {
    const HistoryOperation* operation;
    std::int64_t earliest;
    std::int64_t latest;
  };

  [[nodiscard]] bool shows(const CellValue& written) const;
  [[nodiscard]] std::size_t cells_shown(const HistoryOperation& operation) const;
  void find_shown();
  void check_whole(HistoryFaults& faults) const;
  void check_answers(HistoryFaults& faults) const;
  void leave_out();
  void narrow_by_answers(Window& window) const;
  void narrow_by_reads(Window& window) const;
  static void narrow_by_read(Window& window, const HistoryOperation& read);
  void narrow_by_each_other();

  const History& history_;
  const HistoryEpoch& epoch_;
  std::vector<std::int64_t> gaps_;
  std::set<CellValue> built_upon_;  // what commits that were made expected
  std::vector<Window> shown_;
  std::size_t not_made_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace holdfast::test
