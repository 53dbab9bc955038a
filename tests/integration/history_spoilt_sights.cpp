#include "tests/integration/history_spoilt_sights.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

using Kind = HistoryOperation::Kind;
using Outcome = HistoryOperation::Outcome;

bool is_acknowledged(const HistoryOperation& operation) {
  return operation.outcome == Outcome::committed;
}

std::int64_t highest_before(const History& history, std::int64_t time) {
  std::int64_t highest = history.begin;
  for (const auto& epoch : history.epochs) {
    for (const auto& operation : epoch.operations) {
      if (operation.answered < time) highest = std::max(highest, operation.revision);
    }
  }
  return highest;
}

}  // namespace

bool read_from_the_past(HistoryPatient& patient) {
  auto* read =
      patient.any([&patient](HistoryOperation& one) { return patient.certain_sight(one) != nullptr; });
  if (read == nullptr) return false;
  auto& seen = *patient.certain_sight(*read);
  seen.value = patient.before(seen.cell, patient.timeline().cell_at(seen.cell, read->revision).revision);
  return true;
}

bool read_of_an_old_state(HistoryPatient& patient) {
  const auto& timeline = patient.timeline();
  auto* read = patient.any([&](const HistoryOperation& one) {
    if (one.kind != Kind::read_cell || one.outcome != Outcome::read) return false;
    const auto revision = highest_before(patient.history(), one.invoked) - 1;
    return revision > patient.history().begin && !timeline.cell_at(one.target, revision).token.none();
  });
  if (read == nullptr) return false;
  read->revision = highest_before(patient.history(), read->invoked) - 1;
  read->seen.front().value = timeline.cell_at(read->target, read->revision).token;
  read->document->revision = timeline.document_at(read->document->document, read->revision).revision;
  return true;
}

// Told of a revision whose commit is asked for later.
bool read_ahead_of_time(HistoryPatient& patient) {
  const auto* commit = patient.any([&patient](const HistoryOperation& one) {
    return is_acknowledged(one) && highest_before(patient.history(), one.invoked) == one.revision - 1;
  });
  if (commit == nullptr) return false;
  auto* read = patient.any([commit](const HistoryOperation& one) {
    return one.outcome == Outcome::read && one.answered < commit->invoked &&
           one.revision == commit->revision - 1;
  });
  if (read == nullptr) return false;
  ++read->revision;
  return true;
}

bool read_of_what_was_never_made(HistoryPatient& patient) {
  const auto* commit = patient.any([&patient](const HistoryOperation& one) {
    return one.is_commit() && one.outcome == Outcome::lost && patient.revision_of(one) == 0 &&
           !one.written.front().value.none();
  });
  if (commit == nullptr) return false;
  const auto written = commit->written.front();
  auto* read = patient.any([&](const HistoryOperation& one) {
    return one.outcome == Outcome::read && one.seen.front().cell == written.cell;
  });
  if (read == nullptr) return false;
  read->seen.front().value = written.value;
  return true;
}

bool lose_an_acknowledged_write(HistoryPatient& patient) {
  const auto* commit = patient.any([&patient](const HistoryOperation& one) {
    return is_acknowledged(one) && one.written.size() == 1 && !one.written.front().value.none() &&
           !patient.is_built_upon(one.written.front());
  });
  if (commit == nullptr) return false;
  const auto written = commit->written.front();
  return patient.unsee(written, patient.before(written.cell, commit->revision)) > 0;
}

bool halve_an_acknowledged_commit(HistoryPatient& patient) {
  const auto* commit =
      patient.any([](const HistoryOperation& one) { return is_acknowledged(one) && one.written.size() > 1; });
  if (commit == nullptr) return false;
  const auto written = commit->written.back();
  return patient.unsee(written, patient.before(written.cell, commit->revision)) > 0;
}

bool halve_a_lost_commit(HistoryPatient& patient) {
  const auto* commit = patient.any([&patient](const HistoryOperation& one) {
    return patient.is_made_and_lost(one) && one.written.size() > 1;
  });
  if (commit == nullptr) return false;
  const auto written = commit->written.back();
  return patient.unsee(written, patient.before(written.cell, patient.revision_of(*commit))) > 0;
}

// After a restart.
bool find_what_was_before(HistoryPatient& patient) {
  const auto held = patient.settled_cell();
  if (!held) return false;
  auto& epoch = patient.history().epochs.back();
  const auto changed = patient.timeline().cell_at(held->cell, epoch.revision).revision;
  epoch.found[held->cell] = patient.before(held->cell, changed);
  return true;
}

bool commit_against_its_test(HistoryPatient& patient) {
  const auto& timeline = patient.timeline();
  auto* commit = patient.any([&](const HistoryOperation& one) {
    if (!is_acknowledged(one) || one.expected.empty()) return false;
    return patient.is_certain(timeline.cell_at(one.expected.front().cell, one.revision - 1).revision);
  });
  if (commit == nullptr) return false;
  auto& [cell, token] = commit->expected.front();
  token = patient.before(cell, timeline.cell_at(cell, commit->revision - 1).revision);
  return true;
}

bool refuse_without_reason(HistoryPatient& patient) {
  const auto held = patient.settled_cell();
  if (!held) return false;
  auto operation = patient.late_operation();
  operation.outcome = Outcome::refused;
  operation.expected.push_back(*held);
  patient.history().epochs.back().operations.push_back(std::move(operation));
  return true;
}

// By what a cell held until a commit that was asked for only after the refusal.
bool refuse_before_the_change(HistoryPatient& patient) {
  const auto* commit = patient.any([&patient](const HistoryOperation& one) {
    if (!is_acknowledged(one)) return false;
    const auto earlier = patient.timeline().cell_at(one.written.front().cell, one.revision - 1).revision;
    return patient.is_certain(earlier) && earlier <= highest_before(patient.history(), one.invoked - 1);
  });
  if (commit == nullptr) return false;
  const auto cell = commit->written.front().cell;
  HistoryOperation refused;
  refused.name = {0, 0, 1'000'000};
  refused.outcome = Outcome::refused;
  refused.invoked = commit->invoked - 1;
  refused.answered = refused.invoked;
  refused.expected.push_back({cell, patient.before(cell, commit->revision)});
  patient.epoch_of(commit->revision).operations.push_back(std::move(refused));
  return true;
}

bool say_something_exists_not(HistoryPatient& patient) {
  const auto held = patient.settled_cell();
  if (!held) return false;
  auto operation = patient.late_operation();
  operation.kind = Kind::read_cell;
  operation.outcome = Outcome::absent;
  operation.seen.push_back({held->cell, {}});
  patient.history().epochs.back().operations.push_back(std::move(operation));
  return true;
}

bool say_an_older_document_revision(HistoryPatient& patient) {
  auto* read = patient.any([&patient](const HistoryOperation& one) {
    return one.document && one.document->last && patient.is_certain(one.document->revision);
  });
  if (read == nullptr) return false;
  --read->document->revision;
  return true;
}

bool say_another_wrote_last(HistoryPatient& patient) {
  auto* read = patient.any([](const HistoryOperation& one) {
    return one.document && one.document->last && !one.document->last->none();
  });
  if (read == nullptr) return false;
  read->document->last->sequence += 1'000'000;
  return true;
}

}  // namespace holdfast::test
