// Stands at a socket between the daemon and the clients of a history, passes calls and replies on, and tells
// lies. Without a lie it is what a client may have between itself and the daemon.
#pragma once

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "tests/integration/history_lie.hpp"

namespace holdfast::test {

class HistoryLiar {
 public:
  /// Listens at `door`. For each connection there it makes one to `daemon`, and ends it when that ends.
  HistoryLiar(const std::filesystem::path& door, std::filesystem::path daemon, HistoryLie::Kind kind,
              std::uint64_t seed);
  ~HistoryLiar();
  HistoryLiar(const HistoryLiar&) = delete;
  HistoryLiar& operator=(const HistoryLiar&) = delete;

  [[nodiscard]] std::size_t lies_told() const { return told_; }

 private:
  void take_clients();
  void serve(int client, std::uint64_t seed);

  std::filesystem::path daemon_;
  HistoryLie::Kind kind_;
  std::mt19937_64 random_;
  std::atomic<std::size_t> told_ = 0;
  int listener_;
  std::vector<std::thread> served_;  // of the accepting thread, until that ends
  std::thread accepting_;
};

}  // namespace holdfast::test
