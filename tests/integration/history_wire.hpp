// How the cells of a history lie in documents, and its operations in calls. Every document says in "last"
// which operation changed it last.
#pragma once

#include <string>
#include <vector>

#include "tests/integration/history_cells.hpp"
#include "tests/integration/store_client.hpp"

namespace holdfast::test {

/// Whether the daemon takes a requestId in Commit and answers Resolve. Then every commit carries one, and
/// what became of those whose replies were lost is asked after the restart.
inline constexpr bool daemon_keeps_request_ids = true;

/// What a whole document holds.
struct DocumentContent {
  std::vector<CellValue> cells;
  Token last;
};

class HistoryWire {
 public:
  explicit HistoryWire(const HistoryCells& cells) : cells_(cells) {}

  [[nodiscard]] std::string name_of(std::size_t document) const;
  /// A shared document before the first operation.
  [[nodiscard]] std::string initial_text(std::size_t document) const;
  /// Throws if the text is not, cell by cell, what some operation wrote.
  [[nodiscard]] DocumentContent content_of(std::size_t document, std::string_view text) const;

  [[nodiscard]] static std::string method_of(const HistoryOperation& operation);
  [[nodiscard]] std::string parameters_of(const HistoryOperation& operation) const;
  /// Fills in what the reply says. Throws on what no right daemon answers.
  void take(HistoryOperation& operation, const Reply& reply) const;

  /// A call that asks what became of a commit, and what its reply says.
  static constexpr const char* resolve_method = "io.holdfast.config.Resolve";
  [[nodiscard]] static std::string resolve_parameters(const HistoryOperation& commit);
  static void take_resolved(HistoryOperation& commit, const Reply& reply);

 private:
  [[nodiscard]] std::string commit_text(const HistoryOperation& operation) const;
  [[nodiscard]] std::string path_of(std::size_t cell) const;
  void take_commit(HistoryOperation& operation, const Reply& reply) const;
  void take_read(HistoryOperation& operation, const Reply& reply) const;

  const HistoryCells& cells_;
};

}  // namespace holdfast::test
