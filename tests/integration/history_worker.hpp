// One client of a history, as far as it needs no socket: what it asks for next, by chance, and what it has
// learnt from the answers.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "tests/integration/history_cells.hpp"

namespace holdfast::test {

class HistoryWorker {
 public:
  HistoryWorker(const HistoryCells& cells, std::size_t client, std::uint64_t seed);

  /// Starts an epoch: what every cell holds while nobody is at work.
  void begin(std::vector<Token> found) { known_ = std::move(found); }
  /// The next operation, without times and outcome.
  [[nodiscard]] HistoryOperation next();
  /// What came of it.
  void learn(const HistoryOperation& operation);

 private:
  using Kind = HistoryCells::Kind;
  [[nodiscard]] bool chance(unsigned percent) { return random_() % 100 < percent; }
  [[nodiscard]] std::size_t own(Kind kind) const { return cells_.cell(kind, client_); }
  void read(HistoryOperation& operation);
  void edit_own_value(HistoryOperation& operation);
  void count_up(HistoryOperation& operation);
  void write_pair(HistoryOperation& operation) const;
  void make_or_delete(HistoryOperation& operation);

  const HistoryCells& cells_;
  std::uint32_t client_;
  std::uint32_t sequence_ = 0;
  std::mt19937_64 random_;
  std::vector<Token> known_;          // by cell; its own for certain, the counters as last seen
  std::optional<std::size_t> stale_;  // a cell that was not as expected
};

}  // namespace holdfast::test
