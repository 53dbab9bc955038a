// Many trials that wait for processes more than they compute, in a few lanes at once. Each lane is a thread
// that stays, as child processes need it.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::test {

/// Each lane makes its own `Lane` and calls run(i) of it for the i below `count` that it gets, which returns
/// what is wrong, a line each. All of that; what is thrown is among it, and ends the lane.
template <class Lane>
std::vector<std::string> run_in_lanes(
    std::size_t lanes, std::size_t count,
    const std::function<std::vector<std::string>(Lane&, std::size_t)>& run) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::vector<std::string> faults;
  const auto add = [&](const std::vector<std::string>& more) {
    const std::lock_guard lock(mutex);
    faults.insert(faults.end(), more.begin(), more.end());
  };
  const auto work = [&] {
    try {
      Lane lane;
      for (std::size_t i = next++; i < count; i = next++)
        add(run(lane, i));
    } catch (const std::exception& error) {
      add({std::string("a lane ended: ") + error.what()});
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < lanes; ++i)
    threads.emplace_back(work);
  threads.clear();
  return faults;
}

}  // namespace holdfast::test
