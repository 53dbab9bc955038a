// Feeds the service manager's watchdog while the writer makes progress. A disk that hangs is seen from
// outside: the manager restarts us, and recovery finds out what became of the change. Threads: the io thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "daemon/commit/commit_queue.hpp"
#include "daemon/host/service_manager.hpp"

namespace holdfast::host {

/// Whether the writer counts as alive: at no request, or at one for less than `patience`.
[[nodiscard]] bool makes_progress(const commit::CommitQueue& queue, std::chrono::steady_clock::time_point now,
                                  std::chrono::microseconds patience);

class Watchdog {
 public:
  /// Does nothing where the manager does not watch.
  Watchdog(boost::asio::io_context& io, ServiceManager& manager, const commit::CommitQueue& queue);
  void start();
  void stop() { timer_.cancel(); }

 private:
  void feed();

  ServiceManager& manager_;
  const commit::CommitQueue& queue_;
  boost::asio::steady_timer timer_;
  std::chrono::microseconds interval_{0};
};

}  // namespace holdfast::host
