// Runs several syncs at once: a device makes many durable in about the time of one, if they are under way
// together.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "daemon/disk/failure.hpp"

namespace holdfast::disk {

class SyncPool {
 public:
  using Task = std::function<Result<void>()>;

  /// `threads` help the caller; 0: the caller does it all, one after the other.
  explicit SyncPool(std::size_t threads);
  ~SyncPool();
  SyncPool(const SyncPool&) = delete;
  SyncPool& operator=(const SyncPool&) = delete;

  /// Blocks until all have been done, also after one has failed. Returns the failure of the first in their
  /// order. Threads: one at a time.
  [[nodiscard]] Result<void> run(const std::vector<Task>& tasks);

 private:
  void work();
  // Takes tasks until none is left. `lock` is held before and after.
  void take_tasks(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  const std::vector<Task>* tasks_ = nullptr;
  std::vector<Result<void>> results_;
  std::size_t next_ = 0;
  std::size_t finished_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace holdfast::disk
