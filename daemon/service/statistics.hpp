// Counts since the start, and latencies over the last minute.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace holdfast::service {

class Statistics {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = std::chrono::microseconds;
  struct Percentiles {
    Duration p50{0};
    Duration p99{0};
  };

  void count_commit(Duration commit, Duration sync, Clock::time_point now);
  void count_refusal() { ++refused_; }
  void count_groups(std::uint64_t groups) { groups_ += groups; }

  [[nodiscard]] std::uint64_t commits() const { return commits_; }
  /// Passes of the writer that made commits durable: commits() / groups() is the size of a group.
  [[nodiscard]] std::uint64_t groups() const { return groups_; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  /// Of commits of the last minute; zero if there were none.
  [[nodiscard]] Percentiles commit_latency(Clock::time_point now);
  [[nodiscard]] Percentiles sync_latency(Clock::time_point now);

 private:
  struct Sample {
    Clock::time_point when;
    Duration commit;
    Duration sync;
  };
  void forget_old(Clock::time_point now);
  [[nodiscard]] Percentiles percentiles(Duration Sample::*which) const;

  std::uint64_t commits_ = 0;
  std::uint64_t groups_ = 0;
  std::uint64_t refused_ = 0;
  std::deque<Sample> samples_;
};

}  // namespace holdfast::service
