// The shipped Service and Listener in this process, serving org.example.dialect to tests that speak raw
// bytes. The io_context runs in a thread of its own; the tests see it only through the functions here, which
// may be called from the test's thread. At its end everything is closed, and the io_context must then run out
// of work by itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::conformance {

/// What is set replaces the shipped limit.
struct DialectLimits {
  std::optional<std::size_t> message_bytes_max{};
  std::optional<std::size_t> output_bytes_max{};
  std::optional<std::size_t> connections_max{};
  std::optional<std::size_t> connections_per_user_max{};
  std::optional<std::size_t> connections_for_root{};
  std::optional<std::chrono::milliseconds> stall_timeout{};
};

class DialectServer {
 public:
  explicit DialectServer(const DialectLimits& limits = {});
  ~DialectServer();
  DialectServer(const DialectServer&) = delete;
  DialectServer& operator=(const DialectServer&) = delete;

  [[nodiscard]] const std::string& path() const;

  /// How many calls of a method have been handed to its handler.
  [[nodiscard]] std::size_t started(const std::string& method) const;
  /// Waits until that many have; false after ten seconds.
  [[nodiscard]] bool wait_for_started(const std::string& method, std::size_t count) const;
  /// Answers the call of Queued or Alone with this number. Precondition: it has started.
  void answer(int number);

  [[nodiscard]] std::size_t connections() const;
  [[nodiscard]] bool wait_for_connections(std::size_t count) const;
  /// Why messages ended connections, and why connections were refused, in order.
  [[nodiscard]] std::vector<std::string> bad_messages() const;
  [[nodiscard]] std::vector<std::string> refused() const;

  /// Lets the listener drain; `drained` below tells when it is done.
  void drain();
  [[nodiscard]] bool wait_for_drained() const;

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace holdfast::conformance
