// Which syncs of a simulated disk fail, and how that looks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

namespace holdfast::test {

class SyncFaults {
 public:
  /// error: EIO; what should have been written is marked clean and never becomes durable, though the next
  /// sync succeeds. lie: that of a directory says success, and all later syncs do nothing, those of files
  /// with EIO, those of directories with success: XFS once it has shut itself down. That of a file fails as
  /// with error.
  enum class Kind { error, lie };

  /// The `first` one from now on fails, and `times - 1` after it.
  void plan(std::size_t first, std::size_t times, Kind kind) {
    first_ = syncs_ + first;
    times_ = std::min(times, std::numeric_limits<std::size_t>::max() - first_);
    kind_ = kind;
  }
  void heal() { times_ = 0; }

  /// Whether the sync that comes now fails.
  [[nodiscard]] bool next_fails(bool of_directory) {
    ++syncs_;
    const bool fails = shut_down_ || (syncs_ >= first_ && syncs_ - first_ < times_);
    shut_down_ |= fails && of_directory && lies();
    hit_ |= fails;
    return fails;
  }
  [[nodiscard]] bool lies() const { return kind_ == Kind::lie; }
  [[nodiscard]] bool was_hit() const { return hit_; }

 private:
  std::size_t syncs_ = 0;
  std::size_t first_ = 0;
  std::size_t times_ = 0;
  Kind kind_ = Kind::error;
  bool shut_down_ = false;
  bool hit_ = false;
};

}  // namespace holdfast::test
