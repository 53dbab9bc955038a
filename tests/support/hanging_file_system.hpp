// The real file system, except that syncing a file waits for as long as a question is answered with yes: a
// disk that does not answer.
#pragma once

#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "daemon/disk/posix_file_system.hpp"

namespace holdfast::test {

class HangingFileSystem : public disk::PosixFileSystem {
 public:
  /// Threads: `hangs` is asked by whoever syncs.
  explicit HangingFileSystem(std::function<bool()> hangs) : hangs_(std::move(hangs)) {}

  disk::Result<void> sync_file(const disk::File& file) override {
    while (hangs_())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return disk::PosixFileSystem::sync_file(file);
  }

 private:
  std::function<bool()> hangs_;
};

}  // namespace holdfast::test
