// Something at the daemon's socket that is not the daemon: says what the test tells it to, then breaks off.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::test {

/// Takes one connection for each answer, reads to the end of one call, says the answer, and closes. A call
/// after the last answer gets none while this lives.
class FakeServer {
 public:
  FakeServer(const std::filesystem::path& path, std::vector<std::string> answers);
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  /// The calls that have come in whole, in order.
  [[nodiscard]] std::vector<std::string> calls() const;

 private:
  int take_call();

  int socket_;
  mutable std::mutex mutex_;
  std::vector<std::string> calls_;
  int unanswered_ = -1;
  std::thread thread_;
};

}  // namespace holdfast::test
