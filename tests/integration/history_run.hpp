// A store and the clients whose history is recorded, from its first start over its kills to its end.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include "tests/integration/history_client.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {

class HistoryRun : public Store {
 public:
  /// The clients connect to `door`, a name beside the directory: another one than the daemon's own socket
  /// needs somebody behind it.
  HistoryRun(std::size_t clients, std::size_t counters, std::uint64_t seed,
             std::string_view door = daemons_own);
  static constexpr std::string_view daemons_own = "socket";

  /// Lets all clients work until `operations` are done in all epochs. With `killed_at` the daemon is killed a
  /// moment after that many, the files are read as they lie there, and after `while_down` it is started
  /// again. Throws what a client cannot make sense of, torn files, and a daemon that goes away by itself.
  void run_epoch(
      std::size_t operations, std::optional<std::size_t> killed_at,
      const std::function<void()>& while_down = [] {});
  /// What the cells hold in the files, by cell. Throws if there are other files, or torn ones.
  [[nodiscard]] std::vector<Token> tokens_in_files() const;
  [[nodiscard]] const History& history() const { return history_; }

 private:
  void work(std::size_t operations, std::optional<std::size_t> killed_at, HistoryEpoch& epoch);
  void kill_at(std::size_t operation, const std::atomic<std::size_t>& at_work);
  void ask_again(HistoryEpoch& epoch);
  void look_at_store(HistoryEpoch& epoch);

  HistoryCells cells_;
  HistoryWire wire_;
  std::mt19937_64 random_;
  std::vector<HistoryClient> clients_;
  std::atomic<std::size_t> done_ = 0;
  std::uint32_t looks_ = 0;
  History history_;
};

}  // namespace holdfast::test
