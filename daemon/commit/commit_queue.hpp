// The one queue: requests wait here for the one writer, first come first served, bounded in number and bytes.
// Lives on the io thread; the hop to the writer thread and back is in two functions of this class and nowhere
// else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "daemon/commit/committer.hpp"

namespace holdfast::commit {

struct QueueLimits {
  std::size_t requests_max = 4096;
  std::size_t bytes_max = 64 * 1024 * 1024;
};

class CommitQueue {
 public:
  /// Called on the io thread, once.
  using Done = std::function<void(Outcome)>;

  CommitQueue(boost::asio::io_context& io, Committer& committer, const QueueLimits& limits);
  /// Waits for the request the writer is at.
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  /// Threads: the io thread. Returns why the request was not taken (then `done` is not called), or nothing.
  [[nodiscard]] std::optional<Refusal> submit(Request request, Done done);

  /// Calls `idle` on the io thread once nothing waits and the writer has retired its last commit. Requests
  /// that come later are still taken.
  void retire(std::function<void(disk::Result<void>)> idle);

  /// New limits for the requests to come, at once for the queue, behind the request under way for the writer.
  void reconfigure(const QueueLimits& limits, const CommitterOptions& options);

  /// Since when the writer has been at one request; nothing if it is at none. A disk that hangs shows here.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> busy_since() const {
    return busy_ ? std::optional(busy_since_) : std::nullopt;
  }

  [[nodiscard]] std::size_t waiting() const { return waiting_.size() + (busy_ ? 1 : 0); }

 private:
  struct Entry {
    std::shared_ptr<const Request> request;
    std::size_t bytes;
    Done done;
  };
  void occupy_writer();
  void hand_to_writer();
  void take_back(Outcome outcome);

  boost::asio::io_context& io_;
  Committer& committer_;
  QueueLimits limits_;
  std::deque<Entry> waiting_;
  std::optional<Entry> current_;
  std::size_t bytes_ = 0;
  bool busy_ = false;
  std::chrono::steady_clock::time_point busy_since_;
  std::function<void(disk::Result<void>)> idle_;
  boost::asio::thread_pool writer_{1};
};

}  // namespace holdfast::commit
