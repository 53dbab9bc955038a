// The one queue: requests wait here for the one writer, first come first served, bounded in number and bytes.
// Lives on the io thread; the hop to the writer thread and back is in two functions of this class and nowhere
// else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
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

  [[nodiscard]] std::size_t waiting() const { return waiting_.size() + (busy_ ? 1 : 0); }

 private:
  struct Entry {
    std::shared_ptr<const Request> request;
    std::size_t bytes;
    Done done;
  };
  void hand_to_writer();
  void take_back(Outcome outcome);

  boost::asio::io_context& io_;
  Committer& committer_;
  QueueLimits limits_;
  std::deque<Entry> waiting_;
  std::optional<Entry> current_;
  std::size_t bytes_ = 0;
  bool busy_ = false;
  std::function<void(disk::Result<void>)> idle_;
  boost::asio::thread_pool writer_{1};
};

}  // namespace holdfast::commit
