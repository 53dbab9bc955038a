#include "daemon/service/statistics.hpp"

#include <algorithm>
#include <vector>

namespace holdfast::service {
namespace {
constexpr std::chrono::minutes window{1};
constexpr std::size_t samples_max = 16'384;  // bounds the memory of a busy minute; the newest stay
}  // namespace

void Statistics::count_commit(Duration commit, Duration sync, Clock::time_point now) {
  ++commits_;
  samples_.push_back({now, commit, sync});
  forget_old(now);
}

void Statistics::forget_old(Clock::time_point now) {
  while (!samples_.empty() && (now - samples_.front().when > window || samples_.size() > samples_max)) {
    samples_.pop_front();
  }
}

Statistics::Percentiles Statistics::percentiles(Duration Sample::*which) const {
  if (samples_.empty()) return {};
  std::vector<Duration> sorted;
  sorted.reserve(samples_.size());
  for (const auto& sample : samples_)
    sorted.push_back(sample.*which);
  std::sort(sorted.begin(), sorted.end());
  const std::size_t last = sorted.size() - 1;
  return {sorted[last * 50 / 100], sorted[last * 99 / 100]};
}

Statistics::Percentiles Statistics::commit_latency(Clock::time_point now) {
  forget_old(now);
  return percentiles(&Sample::commit);
}

Statistics::Percentiles Statistics::sync_latency(Clock::time_point now) {
  forget_old(now);
  return percentiles(&Sample::sync);
}

}  // namespace holdfast::service
