#include "daemon/commit/commit_queue.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace holdfast::commit {
namespace {

constexpr std::chrono::milliseconds rest_after{100};

}  // namespace

CommitQueue::CommitQueue(boost::asio::io_context& io, Committer& committer, const QueueLimits& limits)
    : io_(io), committer_(committer), limits_(limits), gathering_(io), resting_(io) {}

CommitQueue::~CommitQueue() {
  writer_.join();
}

std::optional<Refusal> CommitQueue::submit(Request request, Done done) {
  const std::size_t bytes = request.bytes();
  // One request is always taken, however large, or it could never be.
  const bool full = waiting_ >= limits_.requests_max || (bytes_ > 0 && bytes_ + bytes > limits_.bytes_max);
  if (full) {
    Refusal refusal;
    refusal.kind = Refusal::Kind::queue_full;
    refusal.message = "too many requests are waiting for the disk; try again in a moment";
    return refusal;
  }
  bytes_ += bytes;
  ++waiting_;
  const auto uid = request.uid;
  lines_[uid].push_back({std::make_shared<const Request>(std::move(request)), bytes, std::move(done)});
  advance();
  return std::nullopt;
}

void CommitQueue::retire(std::function<void(disk::Result<void>)> idle) {
  idle_ = std::move(idle);
  advance();
}

void CommitQueue::probe() {
  probe_wanted_ = true;
  advance();
}

void CommitQueue::reconfigure(const QueueLimits& limits, const CommitterOptions& options) {
  limits_ = limits;
  boost::asio::post(writer_, [this, options] { committer_.reconfigure(options); });
}

bool CommitQueue::is_gathering() const {
  return expected_ > 0 && waiting_ < expected_ && !idle_;
}

void CommitQueue::advance() {
  if (busy_) return;
  if (std::exchange(probe_wanted_, false)) return probe_with_writer();
  if (waiting_ == 0) {
    if (idle_) retire_writer();
    return;
  }
  resting_.cancel();
  if (is_gathering()) return;
  expected_ = 0;
  gathering_.cancel();
  hand_to_writer(take_group());
}

// One from each user in turn, so that nobody's requests wait behind all of somebody else's. A dry run goes
// alone: it is answered from what is on the disk.
CommitQueue::Group CommitQueue::take_group() {
  Group group;
  std::size_t bytes = 0;
  while (!lines_.empty() && group.size() < limits_.group_requests_max) {
    auto line = lines_.upper_bound(last_served_);
    if (line == lines_.end()) line = lines_.begin();
    const auto& next = line->second.front();
    if (!group.empty() && (next.request->dry_run || bytes + next.bytes > limits_.group_bytes_max)) break;
    const bool alone = next.request->dry_run;
    last_served_ = line->first;
    bytes += next.bytes;
    group.push_back(std::move(line->second.front()));
    line->second.pop_front();
    if (line->second.empty()) lines_.erase(line);
    --waiting_;
    if (alone) break;
  }
  return group;
}

void CommitQueue::occupy_writer() {
  busy_ = true;
  busy_since_ = std::chrono::steady_clock::now();
}

void CommitQueue::hand_to_writer(Group group) {
  occupy_writer();
  group_ = std::move(group);
  std::vector<std::shared_ptr<const Request>> requests;
  for (const auto& entry : group_)
    requests.push_back(entry.request);
  boost::asio::post(writer_, [this, requests = std::move(requests)] {
    std::vector<const Request*> pointers;
    for (const auto& request : requests)
      pointers.push_back(request.get());
    auto outcome = std::make_shared<const GroupOutcome>(committer_.apply_group(pointers));
    boost::asio::post(io_, [this, outcome] { take_back(*outcome); });
  });
}

void CommitQueue::take_back(const GroupOutcome& outcome) {
  busy_ = false;
  const Group group = std::exchange(group_, {});
  for (const auto& entry : group)
    bytes_ -= entry.bytes;
  if (on_pass_) on_pass_(outcome);
  // Without this, clients that wait for their reply split in two halves, each of which misses the other's
  // group.
  gather(group.size() + waiting_, outcome.duration / 2);
  for (std::size_t i = 0; i < group.size(); ++i)
    group[i].done(outcome.results[i], outcome);
  advance();
  if (!busy_ && waiting_ == 0) rest();
}

// An edit by hand made from now on must not look like the state before a commit that a crash cut short.
void CommitQueue::rest() {
  resting_.expires_after(rest_after);
  resting_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !busy_ && waiting_ == 0) retire_writer();
  });
}

void CommitQueue::gather(std::size_t expected, std::chrono::microseconds patience) {
  expected_ = 0;
  if (expected < 2) return;
  expected_ = std::min(expected, limits_.group_requests_max);
  gathering_.expires_after(patience);
  gathering_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    expected_ = 0;
    advance();
  });
}

void CommitQueue::retire_writer() {
  occupy_writer();
  boost::asio::post(writer_, [this] {
    const auto retired = committer_.retire();
    boost::asio::post(io_, [this, retired] {
      busy_ = false;
      if (const auto idle = std::exchange(idle_, nullptr)) idle(retired);
      advance();
    });
  });
}

void CommitQueue::probe_with_writer() {
  occupy_writer();
  boost::asio::post(writer_, [this] {
    auto report = std::make_shared<const PassReport>(committer_.probe());
    boost::asio::post(io_, [this, report] {
      busy_ = false;
      if (on_pass_) on_pass_(*report);
      advance();
    });
  });
}

}  // namespace holdfast::commit
