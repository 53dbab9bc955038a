// A client of a history that speaks to the daemon: does what its worker says and writes down what it saw, and
// when.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/integration/history_wire.hpp"
#include "tests/integration/history_worker.hpp"

namespace holdfast::test {

/// Nanoseconds of a clock that only rises, the same for all threads.
[[nodiscard]] std::int64_t history_time();

class HistoryClient {
 public:
  HistoryClient(std::string socket, const HistoryCells& cells, std::size_t number, std::uint64_t seed)
      : socket_(std::move(socket)), wire_(cells), worker_(cells, number, seed), random_(seed) {}

  /// What the store holds before run().
  void begin(const std::vector<Token>& found) { worker_.begin(found); }
  /// Works for as long as the daemon is there and `may_go_on` says so. Returns what it saw; a read whose
  /// reply did not come is left out. Throws where a reply is late or wrong rather than lost.
  [[nodiscard]] std::vector<HistoryOperation> run(const std::function<bool()>& may_go_on);
  /// Whether the daemon went away during run().
  [[nodiscard]] bool was_cut_off() const { return cut_off_; }
  /// Finds out what became of a commit of its own whose reply was lost: sends it again under the same request
  /// id, or asks Resolve. It stays lost where the daemon does not know.
  void ask_again(HistoryOperation& lost);

 private:
  [[nodiscard]] std::optional<Reply> call(client::Connection& connection, HistoryOperation& operation) const;

  std::string socket_;
  HistoryWire wire_;
  HistoryWorker worker_;
  std::mt19937_64 random_;
  bool cut_off_ = false;
};

}  // namespace holdfast::test
