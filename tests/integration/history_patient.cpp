#include "tests/integration/history_patient.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

bool is_acknowledged(const HistoryOperation& operation) {
  return operation.outcome == HistoryOperation::Outcome::committed;
}

void shift(std::int64_t& revision, std::int64_t from) {
  if (revision >= from) ++revision;
}

}  // namespace

HistoryPatient::HistoryPatient(History& history, std::uint64_t seed)
    : history_(history), random_(seed), checker_(history), timeline_(history.cells, checker_.commits()) {}

HistoryOperation* HistoryPatient::any(const std::function<bool(HistoryOperation&)>& wanted) {
  std::vector<HistoryOperation*> candidates;
  for (auto& epoch : history_.epochs) {
    for (auto& operation : epoch.operations) {
      if (wanted(operation)) candidates.push_back(&operation);
    }
  }
  return candidates.empty() ? nullptr : candidates[random_() % candidates.size()];
}

std::int64_t HistoryPatient::revision_of(const HistoryOperation& commit) const {
  const auto& commits = checker_.commits();
  const auto made = std::find_if(commits.begin(), commits.end(), [&commit](const PlacedCommit& placed) {
    return placed.operation == &commit;
  });
  return made == commits.end() ? 0 : made->revision;
}

bool HistoryPatient::is_certain(std::int64_t revision) const {
  const auto& commits = checker_.commits();
  return std::any_of(commits.begin(), commits.end(), [revision](const PlacedCommit& placed) {
    return placed.revision == revision && is_acknowledged(*placed.operation);
  });
}

bool HistoryPatient::is_last_of_its_epoch(std::int64_t revision) const {
  const auto& epoch = epoch_of(revision);
  const auto& operations = epoch.operations;
  return std::none_of(operations.begin(), operations.end(), [&](const HistoryOperation& one) {
    return is_acknowledged(one) && one.revision > revision && one.revision <= epoch.revision_at_start;
  });
}

std::size_t HistoryPatient::lost_in_epoch_of(std::int64_t revision) const {
  const auto& operations = epoch_of(revision).operations;
  return static_cast<std::size_t>(std::count_if(operations.begin(), operations.end(),
                                                [this](const auto& one) { return is_made_and_lost(one); }));
}

bool HistoryPatient::is_made_and_lost(const HistoryOperation& operation) const {
  return operation.outcome == HistoryOperation::Outcome::lost && revision_of(operation) != 0;
}

HistoryEpoch& HistoryPatient::epoch_of(std::int64_t revision) const {
  auto& epochs = history_.epochs;
  return *std::find_if(epochs.begin(), std::prev(epochs.end()),
                       [revision](const HistoryEpoch& epoch) { return revision <= epoch.revision; });
}

bool HistoryPatient::is_built_upon(const CellValue& written) const {
  const auto& commits = checker_.commits();
  return std::any_of(commits.begin(), commits.end(), [&written](const PlacedCommit& placed) {
    const auto& expected = placed.operation->expected;
    return std::find(expected.begin(), expected.end(), written) != expected.end();
  });
}

Token HistoryPatient::before(std::size_t cell, std::int64_t revision) const {
  return timeline_.cell_at(cell, revision - 1).token;
}

std::optional<CellValue> HistoryPatient::settled_cell() const {
  const auto& epoch = history_.epochs.back();
  for (std::size_t cell = 0; cell < epoch.found.size(); ++cell) {
    const auto held = timeline_.cell_at(cell, epoch.revision);
    if (!held.token.none() && is_certain(held.revision)) return CellValue{cell, held.token};
  }
  return std::nullopt;
}

CellValue* HistoryPatient::certain_sight(HistoryOperation& read) const {
  const auto seen = std::find_if(read.seen.begin(), read.seen.end(), [&](const CellValue& one) {
    return is_certain(timeline_.cell_at(one.cell, read.revision).revision);
  });
  return seen == read.seen.end() ? nullptr : &*seen;
}

HistoryOperation HistoryPatient::late_operation() const {
  HistoryOperation operation;
  operation.name = {0, 0, 1'000'000};
  for (const auto& epoch : history_.epochs) {
    for (const auto& one : epoch.operations) {
      const bool has_answer = one.answered != HistoryOperation::never;
      operation.invoked = std::max(operation.invoked, (has_answer ? one.answered : one.invoked) + 1);
    }
  }
  operation.answered = operation.invoked + 1;
  return operation;
}

std::size_t HistoryPatient::unsee(const CellValue& written, const Token& instead) {
  std::size_t count = 0;
  for (auto& epoch : history_.epochs) {
    for (auto& operation : epoch.operations) {
      for (auto& seen : operation.seen) {
        if (seen != written) continue;
        seen.value = instead;
        ++count;
      }
    }
    if (epoch.found[written.cell] != written.value) continue;
    epoch.found[written.cell] = instead;
    ++count;
  }
  return count;
}

void HistoryPatient::shift_from(std::int64_t revision) {
  for (auto& epoch : history_.epochs) {
    for (auto& operation : epoch.operations) {
      shift(operation.revision, revision);
      if (operation.document) shift(operation.document->revision, revision);
    }
    // The new one belongs to the epoch that the one before it belongs to.
    shift(epoch.revision_at_start, revision - 1);
    shift(epoch.revision, revision - 1);
  }
}

void HistoryPatient::add_revision_after_start(HistoryEpoch& epoch) {
  const auto at_start = epoch.revision_at_start;
  shift_from(epoch.revision + 1);
  epoch.revision_at_start = at_start;
}

}  // namespace holdfast::test
