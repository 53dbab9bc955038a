#include "tests/integration/history_checker.hpp"

#include <algorithm>
#include <map>

namespace holdfast::test {
namespace {

using Kind = HistoryFault::Kind;
using Outcome = HistoryOperation::Outcome;

bool rises(const PlacedCommit& left, const PlacedCommit& right) {
  return left.revision < right.revision;
}

std::string at_revision(std::int64_t revision) {
  return " at revision " + std::to_string(revision);
}

}  // namespace

HistoryChecker::HistoryChecker(const History& history) : history_(history) {
  place_commits();
  collect();
  judge_time();
  bound_above();
  const HistoryTimeline timeline(history_.cells, commits_);
  judge_commits(timeline);
  judge_refusals(timeline);
  judge_reads(timeline);
  judge_found(timeline);
}

void HistoryChecker::report(Kind kind, const HistoryOperation& operation, const std::string& what) {
  const char* verb = operation.is_commit() ? "commit " : "read ";
  faults_.push_back({kind, verb + shown(operation.name) + at_revision(operation.revision) + ": " + what});
}

void HistoryChecker::place_commits() {
  auto begin = history_.begin;
  for (const auto& epoch : history_.epochs) {
    place_epoch(epoch, begin);
    begin = epoch.revision;
  }
  std::sort(commits_.begin(), commits_.end(), rises);
}

// Every revision of an epoch is that of the commit it was acknowledged to, or of one whose reply was lost.
void HistoryChecker::place_epoch(const HistoryEpoch& epoch, std::int64_t begin) {
  std::map<std::int64_t, const HistoryOperation*> acknowledged;
  for (const auto& operation : epoch.operations) {
    if (operation.revision > epoch.revision || (operation.revision != 0 && operation.revision < begin))
      report(Kind::revision_lost, operation,
             "the store was between " + std::to_string(begin) + " and " + std::to_string(epoch.revision));
    if (operation.outcome != Outcome::committed) continue;
    const auto [known, added] = acknowledged.emplace(operation.revision, &operation);
    if (added && operation.revision != begin) continue;
    report(Kind::revision_twice, operation, "that revision was " + shown(known->second->name) + " already");
  }
  std::vector<std::int64_t> gaps;
  for (auto revision = begin + 1; revision <= epoch.revision; ++revision) {
    if (!acknowledged.contains(revision)) gaps.push_back(revision);
  }
  for (const auto& [revision, operation] : acknowledged)
    commits_.push_back({operation, revision});
  LostCommits lost(history_, epoch, gaps);
  const auto made = lost.place(faults_);
  for (const auto& placed : made) {
    commits_.push_back(placed);
    lost_revisions_.push_back(placed.revision);
  }
  left_out_ += lost.left_out();
  std::sort(lost_revisions_.begin(), lost_revisions_.end());
}

// Commits that were never made, and whose replies were lost, are of no more interest.
void HistoryChecker::collect() {
  for (const auto& [operation, revision] : commits_)
    judged_.push_back({operation, revision, 0, HistoryOperation::never});
  auto begin = history_.begin;
  for (const auto& epoch : history_.epochs) {
    for (const auto& operation : epoch.operations) {
      if (operation.is_commit() && operation.outcome != Outcome::refused) continue;
      judged_.push_back({&operation, operation.revision, begin, epoch.revision});
    }
    begin = epoch.revision;
  }
}

// Goes through the operations in the order they were asked for, and beside that through the answers.
void HistoryChecker::judge_time() {
  std::vector<const Judged*> answers;
  for (const auto& one : judged_)
    answers.push_back(&one);
  std::sort(answers.begin(), answers.end(), [](const Judged* left, const Judged* right) {
    return left->operation->answered < right->operation->answered;
  });
  std::vector<Judged*> calls;
  for (auto& one : judged_)
    calls.push_back(&one);
  std::sort(calls.begin(), calls.end(), [](const Judged* left, const Judged* right) {
    return left->operation->invoked < right->operation->invoked;
  });
  std::int64_t highest = history_.begin;
  auto answer = answers.begin();
  for (auto* call : calls) {
    for (; answer != answers.end() && (*answer)->operation->answered < call->operation->invoked; ++answer)
      highest = std::max(highest, (*answer)->revision);
    call->earliest = highest;
    if (call->revision == 0) continue;
    const auto least = call->operation->is_commit() ? highest + 1 : highest;
    if (call->revision < least)
      report(Kind::against_time, *call->operation,
             "revision " + std::to_string(highest) + " was told of before it was asked for");
  }
}

// What is answered before a commit is asked for was decided before that commit's revision.
void HistoryChecker::bound_above() {
  std::vector<Judged*> answers;
  std::vector<const Judged*> commits;
  for (auto& one : judged_) {
    answers.push_back(&one);
    if (one.operation->is_commit() && one.revision != 0) commits.push_back(&one);
  }
  std::sort(answers.begin(), answers.end(), [](const Judged* left, const Judged* right) {
    return left->operation->answered > right->operation->answered;
  });
  std::sort(commits.begin(), commits.end(), [](const Judged* left, const Judged* right) {
    return left->operation->invoked > right->operation->invoked;
  });
  std::int64_t lowest = HistoryOperation::never;
  auto commit = commits.begin();
  for (auto* answer : answers) {
    for (; commit != commits.end() && (*commit)->operation->invoked > answer->operation->answered; ++commit)
      lowest = std::min(lowest, (*commit)->revision - 1);
    answer->latest = lowest;
  }
}

void HistoryChecker::judge_commits(const HistoryTimeline& timeline) {
  for (const auto& [operation, revision] : commits_) {
    for (const auto& [cell, value] : operation->expected) {
      const auto held = timeline.cell_at(cell, revision - 1);
      if (held.token == value) continue;
      report(Kind::wrong_commit, *operation,
             "it expected " + shown(value) + " in " + history_.cells[cell].name + ", which held " +
                 shown(held.token));
    }
  }
}

bool HistoryChecker::is_lost(std::int64_t revision) const {
  return std::binary_search(lost_revisions_.begin(), lost_revisions_.end(), revision);
}

// Whether the cell held anything else when the operation was decided. A refusal does not say at which
// revision that was; beside a commit of the same epoch whose place is not certain either, it proves nothing.
bool HistoryChecker::may_differ(const HistoryTimeline& timeline, const Judged& one,
                                const CellValue& value) const {
  const auto changed = timeline.cell_at(value.cell, one.earliest).revision;
  const auto next = timeline.next_change(value.cell, one.earliest);
  if ((changed > one.begin && is_lost(changed)) || (next <= one.end && is_lost(next))) return true;
  return timeline.differs_within(value, one.earliest, std::min(one.latest, one.end));
}

void HistoryChecker::judge_refusals(const HistoryTimeline& timeline) {
  for (const auto& one : judged_) {
    const auto& operation = *one.operation;
    const auto differs = [&](const CellValue& value) { return may_differ(timeline, one, value); };
    if (operation.outcome == Outcome::refused) {
      const auto& expected = operation.expected;
      if (std::none_of(expected.begin(), expected.end(), differs))
        report(Kind::wrong_refusal, operation, "all cells held what it expected");
    }
    if (operation.outcome == Outcome::absent) {
      const auto cell = operation.seen.front().cell;
      const auto held = timeline.cell_at(cell, one.earliest).token;
      if (!held.none() && !differs({cell, held}))
        report(Kind::wrong_read, operation, history_.cells[cell].name + " existed all the time");
    }
  }
}

void HistoryChecker::judge_reads(const HistoryTimeline& timeline) {
  for (const auto& one : judged_) {
    const auto& operation = *one.operation;
    if (operation.outcome != Outcome::read) continue;
    for (const auto& [cell, value] : operation.seen) {
      const auto held = timeline.cell_at(cell, operation.revision);
      if (held.token == value) continue;
      report(Kind::wrong_read, operation,
             history_.cells[cell].name + " was " + shown(value) + ", and held " + shown(held.token) +
                 " since revision " + std::to_string(held.revision));
    }
    if (operation.document) judge_document(timeline, operation);
  }
}

// Which of several lost commits in a row changed a document last is certain only where all of it was read.
void HistoryChecker::judge_document(const HistoryTimeline& timeline, const HistoryOperation& read) {
  const auto& seen = *read.document;
  const auto lost = std::lower_bound(lost_revisions_.begin(), lost_revisions_.end(), seen.revision);
  const bool certain = seen.last || lost == lost_revisions_.end() || *lost > read.revision;
  const auto held = timeline.document_at(seen.document, read.revision);
  const bool never_changed = held.revision == 0 && seen.revision <= history_.begin;
  if (certain && held.revision != seen.revision && !never_changed)
    report(Kind::wrong_document, read,
           "the document's revision was " + std::to_string(seen.revision) + ", not " +
               std::to_string(held.revision));
  if (seen.last && *seen.last != held.token)
    report(Kind::wrong_document, read,
           "the document was changed by " + shown(*seen.last) + ", not " + shown(held.token));
}

void HistoryChecker::judge_found(const HistoryTimeline& timeline) {
  for (const auto& epoch : history_.epochs) {
    for (std::size_t cell = 0; cell < epoch.found.size(); ++cell) {
      const auto held = timeline.cell_at(cell, epoch.revision);
      if (held.token == epoch.found[cell]) continue;
      faults_.push_back({Kind::wrong_read, "after the restart" + at_revision(epoch.revision) + ", " +
                                               history_.cells[cell].name + " was " +
                                               shown(epoch.found[cell]) + ", and had held " +
                                               shown(held.token) + " since revision " +
                                               std::to_string(held.revision)});
    }
  }
}

}  // namespace holdfast::test
