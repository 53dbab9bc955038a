#include "daemon/commit/commit_queue.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace holdfast::commit {

CommitQueue::CommitQueue(boost::asio::io_context& io, Committer& committer, const QueueLimits& limits)
    : io_(io), committer_(committer), limits_(limits) {}

CommitQueue::~CommitQueue() {
  writer_.join();
}

std::optional<Refusal> CommitQueue::submit(Request request, Done done) {
  const std::size_t bytes = request.bytes();
  // One request is always taken, however large, or it could never be.
  const bool full =
      waiting_.size() >= limits_.requests_max || (bytes_ > 0 && bytes_ + bytes > limits_.bytes_max);
  if (full) {
    Refusal refusal;
    refusal.kind = Refusal::Kind::queue_full;
    refusal.message = "too many requests are waiting for the disk; try again in a moment";
    return refusal;
  }
  bytes_ += bytes;
  waiting_.push_back({std::make_shared<const Request>(std::move(request)), bytes, std::move(done)});
  hand_to_writer();
  return std::nullopt;
}

void CommitQueue::retire(std::function<void(disk::Result<void>)> idle) {
  idle_ = std::move(idle);
  hand_to_writer();
}

void CommitQueue::reconfigure(const QueueLimits& limits, const CommitterOptions& options) {
  limits_ = limits;
  boost::asio::post(writer_, [this, options] { committer_.reconfigure(options); });
}

void CommitQueue::occupy_writer() {
  busy_ = true;
  busy_since_ = std::chrono::steady_clock::now();
}

void CommitQueue::hand_to_writer() {
  if (busy_) return;
  if (!waiting_.empty()) {
    occupy_writer();
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    boost::asio::post(writer_, [this, request = current_->request] {
      auto outcome = std::make_shared<Outcome>(committer_.apply(*request));
      boost::asio::post(io_, [this, outcome] { take_back(std::move(*outcome)); });
    });
  } else if (idle_) {
    occupy_writer();
    boost::asio::post(writer_, [this] {
      const auto retired = committer_.retire();
      boost::asio::post(io_, [this, retired] {
        busy_ = false;
        std::exchange(idle_, nullptr)(retired);
        hand_to_writer();
      });
    });
  }
}

void CommitQueue::take_back(Outcome outcome) {
  busy_ = false;
  const Entry entry = std::move(*current_);
  current_.reset();
  bytes_ -= entry.bytes;
  // The next one starts while this one's reply is made.
  hand_to_writer();
  entry.done(std::move(outcome));
}

}  // namespace holdfast::commit
