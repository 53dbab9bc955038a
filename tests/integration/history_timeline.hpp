// What each cell held, and who had changed each document last, at every revision: the commits of a history
// applied in the order of their revisions.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/integration/history.hpp"
#include "tests/integration/history_lost.hpp"

namespace holdfast::test {

class HistoryTimeline {
 public:
  struct Change {
    std::int64_t revision = 0;
    Token token;  // what the cell holds from then on, or who changed the document
  };

  /// `commits` rise by revision.
  HistoryTimeline(const std::vector<Cell>& cells, const std::vector<PlacedCommit>& commits);

  /// What `cell` holds at a revision, and since when. All questions take time logarithmic in the commits.
  [[nodiscard]] Change cell_at(std::size_t cell, std::int64_t revision) const;
  /// Revision 0: the document was not changed yet.
  [[nodiscard]] Change document_at(std::size_t document, std::int64_t revision) const;
  /// When it is changed next after a revision; HistoryOperation::never if it is not.
  [[nodiscard]] std::int64_t next_change(std::size_t cell, std::int64_t revision) const;
  /// Whether the cell held anything else than `value` at some revision from `first` to `last`.
  [[nodiscard]] bool differs_within(const CellValue& value, std::int64_t first, std::int64_t last) const;

 private:
  std::vector<std::vector<Change>> cells_;
  std::vector<std::vector<Change>> documents_;
};

}  // namespace holdfast::test
