#include "tests/integration/history_lost.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

using Outcome = HistoryOperation::Outcome;

bool holds(const std::vector<CellValue>& values, const CellValue& wanted) {
  return !wanted.value.none() && std::find(values.begin(), values.end(), wanted) != values.end();
}

// Whether `later` expected what `earlier` wrote.
bool builds_upon(const HistoryOperation& later, const HistoryOperation& earlier) {
  return std::any_of(earlier.written.begin(), earlier.written.end(),
                     [&later](const CellValue& written) { return holds(later.expected, written); });
}

std::string described(const HistoryOperation& operation) {
  return "commit " + shown(operation.name) + ", whose reply was lost";
}

}  // namespace

LostCommits::LostCommits(const History& history, const HistoryEpoch& epoch, std::vector<std::int64_t> gaps)
    : history_(history), epoch_(epoch), gaps_(std::move(gaps)) {
  for (const auto& operation : epoch_.operations) {
    if (operation.outcome == Outcome::committed)
      built_upon_.insert(operation.expected.begin(), operation.expected.end());
  }
}

// A client has one call on its way: what it lost was its last. So its own cells hold it still, and a counter
// holds it or was counted up from it. That nothing is there tells a deletion: only what is there is deleted.
bool LostCommits::shows(const CellValue& written) const {
  if (epoch_.found[written.cell] == written.value) return true;
  return !written.value.none() && built_upon_.contains(written);
}

std::size_t LostCommits::cells_shown(const HistoryOperation& operation) const {
  return static_cast<std::size_t>(std::count_if(operation.written.begin(), operation.written.end(),
                                                [this](const CellValue& written) { return shows(written); }));
}

// One that shows only because a lost one built upon it is found after that one.
void LostCommits::find_shown() {
  std::vector<const HistoryOperation*> open;
  for (const auto& operation : epoch_.operations) {
    if (operation.outcome == Outcome::lost) open.push_back(&operation);
  }
  for (bool found = true; found;) {
    const auto others =
        std::partition(open.begin(), open.end(), [this](const auto* one) { return cells_shown(*one) > 0; });
    found = others != open.begin();
    for (auto one = open.begin(); one != others; ++one) {
      shown_.push_back({*one, 0, HistoryOperation::never});
      built_upon_.insert((*one)->expected.begin(), (*one)->expected.end());
    }
    open.erase(open.begin(), others);
  }
  not_made_ = open.size();
}

void LostCommits::check_whole(HistoryFaults& faults) const {
  for (const auto& [operation, earliest, latest] : shown_) {
    for (const auto& written : operation->written) {
      if (shows(written)) continue;
      faults.push_back({HistoryFault::Kind::half, described(*operation) + ", shows, but " +
                                                      history_.cells[written.cell].name + " holds " +
                                                      shown(epoch_.found[written.cell])});
    }
  }
}

void LostCommits::check_answers(HistoryFaults& faults) const {
  for (const auto& operation : epoch_.operations) {
    if (operation.outcome != Outcome::not_made || cells_shown(operation) == 0) continue;
    faults.push_back({HistoryFault::Kind::wrong_answer,
                      described(operation) + ", was never applied as Resolve says, and shows"});
  }
}

// A number that was given out is never used again, also if its commit was not made. That can only be the last
// ones before the kill, and each was one commit's: also of one that was made later, when it was sent again.
void LostCommits::leave_out() {
  std::int64_t acknowledged = 0;
  auto prevented = not_made_;
  for (const auto& operation : epoch_.operations) {
    if (!operation.is_commit()) continue;
    const bool made_before = operation.revision != 0 && operation.revision <= epoch_.revision_at_start;
    if (made_before) acknowledged = std::max(acknowledged, operation.revision);
    if (!made_before && operation.asked_again && operation.outcome != Outcome::lost) ++prevented;
  }
  const auto can_be = [&](std::int64_t gap) { return gap > acknowledged && gap <= epoch_.revision_at_start; };
  while (gaps_.size() > shown_.size() && can_be(gaps_.back()) && left_out_ < prevented) {
    gaps_.pop_back();
    ++left_out_;
  }
}

// Later than all that was answered before it was asked for, and than what it expected; before what expected
// it.
void LostCommits::narrow_by_answers(Window& window) const {
  for (const auto& other : epoch_.operations) {
    if (other.revision == 0) continue;
    const bool before = other.answered < window.operation->invoked ||
                        (other.is_commit() && builds_upon(*window.operation, other));
    if (before) window.earliest = std::max(window.earliest, other.revision + 1);
    if (other.is_commit() && builds_upon(other, *window.operation))
      window.latest = std::min(window.latest, other.revision - 1);
  }
}

// An earlier read says nothing: a cell without a token may have been without one before, too.
void LostCommits::narrow_by_reads(Window& window) const {
  const auto from = window.earliest;
  for (const auto& read : epoch_.operations) {
    if (read.outcome == Outcome::read && read.revision >= from) narrow_by_read(window, read);
  }
}

void LostCommits::narrow_by_read(Window& window, const HistoryOperation& read) {
  for (const auto& written : window.operation->written) {
    const auto seen = std::find_if(read.seen.begin(), read.seen.end(),
                                   [&written](const CellValue& value) { return value.cell == written.cell; });
    if (seen == read.seen.end()) continue;
    const bool done = written.value.none() ? seen->value.none() : seen->value >= written.value;
    if (!done) {
      window.earliest = std::max(window.earliest, read.revision + 1);
    } else {
      window.latest = std::min(window.latest, read.document ? read.document->revision : read.revision);
    }
  }
  if (read.document && read.document->last == window.operation->name)
    window.earliest = std::max(window.earliest, read.document->revision);
}

void LostCommits::narrow_by_each_other() {
  for (std::size_t round = 0; round < shown_.size(); ++round) {
    for (auto& later : shown_) {
      for (auto& earlier : shown_) {
        if (!builds_upon(*later.operation, *earlier.operation)) continue;
        later.earliest = std::max(later.earliest, earlier.earliest + 1);
        earlier.latest = std::min(earlier.latest, later.latest - 1);
      }
    }
  }
}

// Each revision goes to the one that can wait least of those that can have it. Where that leaves one over,
// every other way does too.
std::vector<PlacedCommit> LostCommits::place(HistoryFaults& faults) {
  find_shown();
  check_whole(faults);
  check_answers(faults);
  leave_out();
  for (auto& window : shown_) {
    narrow_by_answers(window);
    narrow_by_reads(window);
  }
  narrow_by_each_other();
  std::vector<PlacedCommit> placed;
  for (const auto gap : gaps_) {
    auto best = shown_.end();
    for (auto window = shown_.begin(); window != shown_.end(); ++window) {
      if (window->earliest <= gap && (best == shown_.end() || window->latest < best->latest)) best = window;
    }
    if (best == shown_.end() || best->latest < gap) {
      faults.push_back({HistoryFault::Kind::revision_of_nobody,
                        "revision " + std::to_string(gap) + " was made by no commit that can have made it"});
      continue;
    }
    placed.push_back({best->operation, gap});
    shown_.erase(best);
  }
  for (const auto& window : shown_) {
    faults.push_back(
        {HistoryFault::Kind::no_room, described(*window.operation) + ", shows, and no revision can be its"});
  }
  return placed;
}

}  // namespace holdfast::test
