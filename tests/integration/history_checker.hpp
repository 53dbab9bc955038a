// Judges whether what the clients of a store saw is what one client after the other could have seen. The
// replies carry revisions, so the order to compare with is given and nothing is searched for: everything here
// takes time n log n. What is asked:
//  - an answer that came before another was asked for has no later revision;
//  - commits in the order of their revisions each found what they expected, and were refused only if not;
//  - each read saw what the store held at the revision it was answered with, so a commit is seen whole;
//  - every revision is one commit's; one whose reply was lost was made once, as a whole, or not at all. Only
//  the
//    last revisions before a kill may be nobody's (docs/DURABILITY.md).
#pragma once

#include <vector>

#include "tests/integration/history.hpp"
#include "tests/integration/history_fault.hpp"
#include "tests/integration/history_lost.hpp"
#include "tests/integration/history_timeline.hpp"

namespace holdfast::test {

class HistoryChecker {
 public:
  explicit HistoryChecker(const History& history);

  /// Everything that is wrong; nothing in a right history.
  [[nodiscard]] const HistoryFaults& faults() const { return faults_; }
  /// All that were made, rising by revision.
  [[nodiscard]] const std::vector<PlacedCommit>& commits() const { return commits_; }
  /// Those among them whose replies were lost.
  [[nodiscard]] std::size_t lost_commits() const { return lost_revisions_.size(); }
  /// Revisions that are nobody's.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  // An operation with its revision, if it has one, and between which revisions the store decided it.
  struct Judged {
    const HistoryOperation* operation;
    std::int64_t revision;
    std::int64_t begin;  // of its epoch, as `end`
    std::int64_t end;
    std::int64_t earliest = 0;
    std::int64_t latest = HistoryOperation::never;
  };

  void place_commits();
  void place_epoch(const HistoryEpoch& epoch, std::int64_t begin);
  void collect();
  void judge_time();
  void bound_above();
  void judge_commits(const HistoryTimeline& timeline);
  [[nodiscard]] bool is_lost(std::int64_t revision) const;
  [[nodiscard]] bool may_differ(const HistoryTimeline& timeline, const Judged& one,
                                const CellValue& value) const;
  void judge_refusals(const HistoryTimeline& timeline);
  void judge_reads(const HistoryTimeline& timeline);
  void judge_document(const HistoryTimeline& timeline, const HistoryOperation& read);
  void judge_found(const HistoryTimeline& timeline);
  void report(HistoryFault::Kind kind, const HistoryOperation& operation, const std::string& what);

  const History& history_;
  HistoryFaults faults_;
  std::vector<PlacedCommit> commits_;
  std::vector<std::int64_t> lost_revisions_;
  std::size_t left_out_ = 0;
  std::vector<Judged> judged_;
};

}  // namespace holdfast::test
