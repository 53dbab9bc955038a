#include "daemon/disk/sync_pool.hpp"

namespace holdfast::disk {

SyncPool::SyncPool(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this] { work(); });
}

SyncPool::~SyncPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

Result<void> SyncPool::run(const std::vector<Task>& tasks) {
  std::unique_lock lock(mutex_);
  tasks_ = &tasks;
  results_.assign(tasks.size(), Result<void>());
  next_ = finished_ = 0;
  if (tasks.size() > 1) wake_.notify_all();
  take_tasks(lock);
  done_.wait(lock, [this] { return finished_ == tasks_->size(); });
  tasks_ = nullptr;
  for (const auto& result : results_) {
    if (!result) return result.error();
  }
  return {};
}

void SyncPool::take_tasks(std::unique_lock<std::mutex>& lock) {
  while (tasks_ != nullptr && next_ < tasks_->size()) {
    const std::size_t mine = next_++;
    const auto& task = (*tasks_)[mine];
    lock.unlock();
    auto result = task();
    lock.lock();
    results_[mine] = std::move(result);
    if (++finished_ == tasks_->size()) done_.notify_all();
  }
}

void SyncPool::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    take_tasks(lock);
    wake_.wait(lock, [this] { return stopping_ || (tasks_ != nullptr && next_ < tasks_->size()); });
  }
}

}  // namespace holdfast::disk
