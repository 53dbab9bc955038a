#include "tests/integration/history_timeline.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

using Change = HistoryTimeline::Change;

// The first change after a revision.
auto after(const std::vector<Change>& changes, std::int64_t revision) {
  return std::upper_bound(changes.begin(), changes.end(), revision,
                          [](std::int64_t wanted, const Change& change) { return wanted < change.revision; });
}

Change at(const std::vector<Change>& changes, std::int64_t revision) {
  const auto next = after(changes, revision);
  return next == changes.begin() ? Change{} : *std::prev(next);
}

}  // namespace

HistoryTimeline::HistoryTimeline(const std::vector<Cell>& cells, const std::vector<PlacedCommit>& commits)
    : cells_(cells.size()) {
  std::size_t documents = 0;
  for (const auto& cell : cells)
    documents = std::max(documents, cell.document + 1);
  documents_.resize(documents);
  for (const auto& [operation, revision] : commits) {
    for (const auto& [cell, value] : operation->written) {
      cells_[cell].push_back({revision, value});
      documents_[cells[cell].document].push_back({revision, operation->name});
    }
  }
}

Change HistoryTimeline::cell_at(std::size_t cell, std::int64_t revision) const {
  return at(cells_[cell], revision);
}
Change HistoryTimeline::document_at(std::size_t document, std::int64_t revision) const {
  return at(documents_[document], revision);
}

std::int64_t HistoryTimeline::next_change(std::size_t cell, std::int64_t revision) const {
  const auto next = after(cells_[cell], revision);
  return next == cells_[cell].end() ? HistoryOperation::never : next->revision;
}

bool HistoryTimeline::differs_within(const CellValue& value, std::int64_t first, std::int64_t last) const {
  return cell_at(value.cell, first).token != value.value || next_change(value.cell, first) <= last;
}

}  // namespace holdfast::test
