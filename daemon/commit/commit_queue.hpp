// The one queue: requests wait here for the one writer, which takes several at a time, by turns of those who
// sent them. Bounded in number and bytes. Lives on the io thread; the hop to the writer thread and back is in
// two functions of this class and nowhere else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "daemon/commit/committer.hpp"

namespace holdfast::commit {

struct QueueLimits {
  std::size_t requests_max = 4096;
  std::size_t bytes_max = 64 * 1024 * 1024;
  std::size_t group_requests_max = 256;           // that the writer takes at once
  std::size_t group_bytes_max = 4 * 1024 * 1024;  // of those; the first one is taken however large
};

class CommitQueue {
 public:
  /// Called on the io thread, once, with what became of the request and of the pass it was part of.
  using Done = std::function<void(const RequestResult&, const PassReport&)>;

  CommitQueue(boost::asio::io_context& io, Committer& committer, const QueueLimits& limits);
  /// Waits for the requests the writer is at.
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  /// Called on the io thread after each pass, before its requests are answered.
  void on_pass(std::function<void(const PassReport&)> listener) { on_pass_ = std::move(listener); }

  /// Threads: the io thread. Returns why the request was not taken (then `done` is not called), or nothing.
  [[nodiscard]] std::optional<Refusal> submit(Request request, Done done);

  /// Calls `idle` on the io thread once nothing waits and the writer has retired its last commit. Requests
  /// that come later are still taken.
  void retire(std::function<void(disk::Result<void>)> idle);

  /// Lets the writer probe(), behind the group it is at. What comes of it is told as of a pass.
  void probe();

  /// New limits for the requests to come, at once for the queue, behind the requests under way for the
  /// writer.
  void reconfigure(const QueueLimits& limits, const CommitterOptions& options);

  /// Since when the writer has been at one group; nothing if it is at none. A disk that hangs shows here.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> busy_since() const {
    return busy_ ? std::optional(busy_since_) : std::nullopt;
  }

  /// Those at the writer included.
  [[nodiscard]] std::size_t waiting() const { return waiting_ + group_.size(); }

 private:
  struct Entry {
    std::shared_ptr<const Request> request;
    std::size_t bytes;
    Done done;
  };
  using Group = std::vector<Entry>;

  void occupy_writer();
  void advance();
  // More are about to come: those that the last group answered.
  [[nodiscard]] bool is_gathering() const;
  [[nodiscard]] Group take_group();
  void hand_to_writer(Group group);
  void take_back(const GroupOutcome& outcome);
  void gather(std::size_t expected, std::chrono::microseconds patience);
  // Nothing waits: soon the writer is to write down that nothing is under way.
  void rest();
  void retire_writer();
  void probe_with_writer();

  boost::asio::io_context& io_;
  Committer& committer_;
  QueueLimits limits_;
  std::map<std::uint32_t, std::deque<Entry>> lines_;  // by user; none is empty
  std::uint32_t last_served_ = 0;
  std::size_t waiting_ = 0;  // in all lines
  std::size_t bytes_ = 0;
  Group group_;  // at the writer
  bool busy_ = false;
  std::chrono::steady_clock::time_point busy_since_;
  std::size_t expected_ = 0;  // so many are worth waiting for while the timer runs; 0: none
  boost::asio::steady_timer gathering_;
  boost::asio::steady_timer resting_;
  std::function<void(const PassReport&)> on_pass_;
  std::function<void(disk::Result<void>)> idle_;
  bool probe_wanted_ = false;
  boost::asio::thread_pool writer_{1};
};

}  // namespace holdfast::commit
