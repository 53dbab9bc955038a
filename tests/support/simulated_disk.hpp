// A disk under a running kernel: the tree that programs see, and which of it would survive a power cut. POSIX
// promises little: fsync of a file makes its bytes and looks durable, not its name; fsync of a directory the
// names in it; all else may be there after a crash or not. Inode numbers are never used twice. Copying a disk
// is cheap: a process that is killed leaves the disk as it is, in the kernel's memory too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/durable_image.hpp"
#include "tests/support/file_history.hpp"

namespace holdfast::test {

/// What happened to names and is not certain to survive.
struct NameChange {
  enum class Kind { link, unlink, rename, rename_by_link };
  Kind kind = Kind::link;
  Inode directory = 0;
  std::string name;
  std::string target = {};  // rename: the new name
  Inode inode = 0;
  bool durable = false;
  bool poisoned = false;  // a sync that should have made it durable failed: no later one does

  /// Does it to a directory. `half`: of a rename_by_link only the first half, the new name.
  void apply_to(std::map<std::string, Inode>& entries, bool half = false) const;
  /// Into how many states it may have come: lost, done, and half done.
  [[nodiscard]] std::size_t outcomes() const { return durable ? 1 : kind == Kind::rename_by_link ? 3 : 2; }
};

class SimulatedDisk {
 public:
  struct Node {
    disk::FileKind kind;
    FileHistory history;  // of a directory only its looks count
    std::map<std::string, Inode> entries = {};
    std::map<std::string, Inode> durable_entries = {};
    std::uint64_t links = 1;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;
  };

  /// `generation` starts inode numbers and temporary names where no earlier one can have come to.
  SimulatedDisk(const DurableImage& image, std::uint64_t generation);

  [[nodiscard]] const Node& node(Inode inode) const { return nodes_.at(inode); }
  [[nodiscard]] const std::map<Inode, Node>& nodes() const { return nodes_; }
  /// 0 if there is none of this name.
  [[nodiscard]] Inode find(Inode directory, const std::string& name) const;
  /// In the order they were made; those that are certain are left out.
  [[nodiscard]] const std::vector<NameChange>& pending() const { return pending_; }
  /// Whether a power cut leaves what is seen now, and nothing else.
  [[nodiscard]] bool is_certain() const;
  /// As after a clean unmount.
  [[nodiscard]] DurableImage live_image() const;

  /// Of what is seen and of all that is uncertain.
  [[nodiscard]] std::uint64_t hash() const;
  /// The same disk and kernel, for the next process.
  [[nodiscard]] SimulatedDisk after_kill() const;

  // Preconditions for all that follow: the names exist or do not, as the deed needs it.
  Inode make(Inode directory, const std::string& name, disk::FileKind kind, disk::Appearance appearance);
  void unlink(Inode directory, const std::string& name);
  void rename(Inode directory, const std::string& from, const std::string& to, bool by_link);
  void write(Inode file, std::uint64_t offset, std::string_view bytes);
  void truncate(Inode file, std::uint64_t size);
  void set_looks(Inode file, disk::Appearance appearance);

  void sync_file(Inode file) { nodes_.at(file).history.sync(); }
  /// The bytes and the size only.
  void sync_data(Inode file) { nodes_.at(file).history.sync_data(); }
  /// A file that could not be synced shows what is on the disk.
  void drop_cached(Inode file) { nodes_.at(file).history.drop_cached(); }
  void sync_directory(Inode directory);
  void fail_sync_file(Inode file) { nodes_.at(file).history.fail_sync(); }
  void fail_sync_directory(Inode directory);

  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  void change_names(NameChange change);
  void settle();
  std::int64_t tick() { return clock_ns_ += 1000; }

  std::map<Inode, Node> nodes_;
  std::vector<NameChange> pending_;
  std::uint64_t generation_;
  Inode next_;
  std::int64_t clock_ns_;
};

}  // namespace holdfast::test
