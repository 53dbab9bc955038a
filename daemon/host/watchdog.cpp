#include "daemon/host/watchdog.hpp"

namespace holdfast::host {

bool makes_progress(const commit::CommitQueue& queue, std::chrono::steady_clock::time_point now,
                    std::chrono::microseconds patience) {
  const auto since = queue.busy_since();
  return !since || now - *since < patience;
}

Watchdog::Watchdog(boost::asio::io_context& io, ServiceManager& manager, const commit::CommitQueue& queue)
    : manager_(manager), queue_(queue), timer_(io) {}

void Watchdog::start() {
  const auto interval = manager_.watchdog_interval();
  if (!interval) return;
  interval_ = *interval;
  feed();
}

// Twice an interval, as sd_watchdog_enabled(3) asks. A request is given half an interval, so that one which
// hangs is seen within two.
void Watchdog::feed() {
  if (makes_progress(queue_, std::chrono::steady_clock::now(), interval_ / 2)) manager_.feed_watchdog();
  timer_.expires_after(interval_ / 2);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) feed();
  });
}

}  // namespace holdfast::host
