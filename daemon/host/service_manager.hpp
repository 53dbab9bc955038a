// What we hear from the service manager and tell it (sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3)).
// Started by hand, without one, everything here does nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace holdfast::host {

class ServiceManager {
 public:
  /// The listening socket handed over under the name "varlink", or the only one handed over. Nothing if none
  /// was. Throws std::runtime_error if what was handed over is no listening Unix stream socket. Call once.
  [[nodiscard]] std::optional<int> take_socket();

  void ready(const std::string& status);
  void status(const std::string& status);
  /// Between this and the next ready() the manager waits for the reload (RELOADING=1 with MONOTONIC_USEC).
  void reloading();
  void stopping(const std::string& status);

  /// How often the manager wants to hear from us, at the least; nothing if it does not watch.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const;
  void feed_watchdog();
};

}  // namespace holdfast::host
