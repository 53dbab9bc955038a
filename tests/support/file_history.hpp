// One file of a simulated disk: what programs see of it, and what of it a power cut may leave, since only
// what was synced is certain. A disk writes sectors whole and in any order, each as it was at some moment
// since the sync. Names are not its matter (simulated_disk).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/support/blob.hpp"

namespace holdfast::test {

class FileHistory {
 public:
  /// Durable as it is.
  FileHistory(BlobPointer bytes, LooksPointer looks);

  [[nodiscard]] const BlobPointer& bytes() const { return bytes_; }
  [[nodiscard]] const LooksPointer& looks() const { return looks_.back(); }

  void write(std::uint64_t offset, std::string_view bytes);
  void truncate(std::uint64_t size);
  void set_looks(disk::Appearance appearance);

  /// What is seen now is durable, unless an earlier sync failed.
  void sync();
  /// The bytes only.
  void sync_data();
  /// The kernel could not write and forgets that it had to, as ext4, XFS and btrfs do: no later sync makes
  /// durable what this one should have.
  void fail_sync() { poisoned_ = true; }
  /// What is read from now on comes from the disk: after a sync that failed, what was there before.
  void drop_cached();

  /// Everything that a power cut now may leave as the content; what is durable comes first, each once. Of
  /// many writes, or long ones, the extremes: everything of one, nothing of one, halves.
  [[nodiscard]] const std::vector<BlobPointer>& possible_bytes() const;
  /// The same of mode, owner and attributes: any that it ever had since the last sync.
  [[nodiscard]] const std::vector<LooksPointer>& possible_looks() const { return looks_; }

  /// A write, or the change of the size to `begin`.
  struct Write {
    std::uint64_t begin;
    std::uint64_t end;
    BlobPointer after;  // the whole file, had everything come to the disk
    bool truncates;
  };

 private:
  BlobPointer durable_;
  BlobPointer bytes_;
  std::vector<Write> writes_;
  std::vector<LooksPointer> looks_;  // the durable one, then all that followed
  bool poisoned_ = false;
  mutable std::vector<BlobPointer> possible_;  // empty: to be found anew
};

}  // namespace holdfast::test
