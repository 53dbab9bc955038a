// Space set aside in a file of our own, so that on a full disk there is room for what frees space. The file
// holds nothing.
#pragma once

#include <cstdint>

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

class Reserve {
 public:
  /// `own` must outlive this.
  Reserve(FileSystem& files, const File& own, std::uint64_t bytes)
      : files_(files), own_(own), bytes_(bytes) {}

  /// Sets the space aside unless it is. Where it fails nothing is, and it may be tried again. Blocks.
  [[nodiscard]] Result<void> fill();
  /// Gives the space back. Returns whether there was any. Blocks.
  [[nodiscard]] bool release();

 private:
  [[nodiscard]] Result<void> write_zeros(const File& file);

  FileSystem& files_;
  const File& own_;
  std::uint64_t bytes_;
  bool known_full_ = false;
};

}  // namespace holdfast::disk
