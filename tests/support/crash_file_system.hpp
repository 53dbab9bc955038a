// A file system in memory that knows what a power cut may leave of it at every moment (simulated_disk,
// crash_states). After each call that changed something it calls a hook, in which a test may take the disk
// away and look. A sync may be made to fail, as the kernel's do. Everything is deterministic. Threads: one at
// a time.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/disk/file_system.hpp"
#include "tests/support/simulated_disk.hpp"
#include "tests/support/sync_faults.hpp"

namespace holdfast::test {

/// A call that changed something, or failed to.
struct ChangeCall {
  const char* call = "";
  std::string name = {};    // of the entry; for a write or a sync of a file, the name it was opened by
  std::string target = {};  // rename: the new name
  bool failed = false;
  [[nodiscard]] std::string text() const;
};

class CrashFileSystem final : public disk::FileSystem {
 public:
  using Hook = std::function<void()>;
  using SyncFault = SyncFaults::Kind;

  /// Begins with what a disk holds; open files and locks are those of a machine just started.
  explicit CrashFileSystem(SimulatedDisk disk) : disk_(std::move(disk)) {}

  [[nodiscard]] const SimulatedDisk& disk() const { return disk_; }
  /// What a power cut takes its pick from: a file system that has shut itself down writes nothing any more.
  [[nodiscard]] const SimulatedDisk& surviving_disk() const { return shut_down_ ? *shut_down_ : disk_; }
  /// Called after each call that changed something or failed by injection.
  void on_change(Hook hook) { hook_ = std::move(hook); }
  /// What `deed` does is one blow: the hook is not called.
  void pause(const std::function<void()>& deed);
  /// The fsync of somebody else: never fails.
  void sync_by_hand(const disk::File& file);
  [[nodiscard]] const std::vector<ChangeCall>& changes() const { return changes_; }

  /// The `first` sync from now on fails, and `times - 1` after it.
  void fail_syncs(std::size_t first, std::size_t times, SyncFault fault) {
    faults_.plan(first, times, fault);
  }
  /// No further one fails. What failed stays lost.
  void heal_syncs() { faults_.heal(); }
  [[nodiscard]] bool sync_has_failed() const { return faults_.was_hit(); }
  /// What random() will give next.
  [[nodiscard]] std::uint64_t next_random() const { return mix(disk_.generation() + 1, drawn_ + 1); }
  /// There is no RENAME_NOREPLACE here: link(2) and unlink(2) do it, and a crash may come between them.
  void rename_by_link() { renames_by_link_ = true; }

  /// What no program of ours does: an existing file is opened for writing from its start on.
  [[nodiscard]] disk::Result<disk::File> open_in_place(const disk::File& directory, const std::string& name,
                                                       bool truncate);

  disk::Result<disk::File> open_root(const std::string& path) override;
  disk::Result<disk::Metadata> root_metadata(const std::string& path) override;
  disk::Result<disk::File> open_directory(const disk::File& parent, const std::string& relative) override;
  disk::Result<void> make_directory(const disk::File& parent, const std::string& name, mode_t mode) override;
  disk::Result<std::vector<disk::DirectoryEntry>> list(const disk::File& directory) override;
  disk::Result<disk::File> create_exclusive(const disk::File& directory, const std::string& name) override;
  disk::Result<disk::File> open_for_reading(const disk::File& directory, const std::string& name) override;
  disk::Result<disk::File> open_for_writing(const disk::File& directory, const std::string& name) override;
  disk::Result<std::size_t> write(const disk::File& file, std::string_view bytes) override;
  disk::Result<std::size_t> write_at(const disk::File& file, std::string_view bytes,
                                     std::uint64_t offset) override;
  disk::Result<void> truncate(const disk::File& file, std::uint64_t size) override;
  disk::Result<std::size_t> read(const disk::File& file, std::span<char> bytes,
                                 std::uint64_t offset) override;
  disk::Result<void> reserve(const disk::File& file, std::uint64_t bytes) override;
  disk::Result<disk::Metadata> metadata(const disk::File& file) override;
  disk::Result<disk::Metadata> metadata_at(const disk::File& directory, const std::string& name) override;
  disk::Result<void> set_owner(const disk::File& file, uid_t uid, gid_t gid) override;
  disk::Result<void> set_mode(const disk::File& file, mode_t mode) override;
  disk::Result<std::vector<disk::Attribute>> attributes(const disk::File& file) override;
  disk::Result<void> set_attribute(const disk::File& file, const disk::Attribute& attribute) override;
  disk::Result<void> remove_attribute(const disk::File& file, const std::string& name) override;
  disk::Result<void> sync_file(const disk::File& file) override;
  disk::Result<void> sync_data(const disk::File& file) override;
  disk::Result<void> drop_cached(const disk::File& file) override;
  disk::Result<void> sync_directory(const disk::File& directory) override;
  disk::Result<void> rename(const disk::File& directory, const std::string& from, const std::string& to,
                            disk::RenameMode mode) override;
  disk::Result<void> unlink(const disk::File& directory, const std::string& name) override;
  disk::Result<disk::File> lock(const disk::File& directory, const std::string& name) override;
  std::uint64_t random() override;

 protected:
  disk::Result<void> close(int handle) override;

 private:
  struct Open {
    Inode inode = 0;  // 0: closed
    std::string name;
    std::uint64_t offset = 0;  // where the next write goes
    bool writable = false;
    bool holds_lock = false;
  };

  disk::File open(Inode inode, const std::string& name, bool writable = false);
  // Null if it is no open file of ours.
  [[nodiscard]] Open* find(const disk::File& file);
  // The inode of an open file of this kind, or why not.
  [[nodiscard]] disk::Result<Inode> inode_of(const disk::File& file, disk::FileKind kind);
  // The inode of an entry, or ENOENT.
  [[nodiscard]] disk::Result<Inode> entry_of(const disk::File& directory, const std::string& name);
  [[nodiscard]] disk::Metadata metadata_of(Inode inode) const;
  disk::Result<void> change_looks(const disk::File& file, const char* call,
                                  const std::function<void(disk::Appearance&)>& change);
  disk::Result<void> sync(const disk::File& file, const char* call, void (SimulatedDisk::*succeed)(Inode));
  void changed(ChangeCall call);

  SimulatedDisk disk_;
  std::vector<Open> open_;  // a handle is a place in it, and never used again
  std::set<Inode> locked_;
  Hook hook_;
  std::vector<ChangeCall> changes_;
  SyncFaults faults_;
  std::optional<SimulatedDisk> shut_down_;  // as it was then
  bool renames_by_link_ = false;
  std::uint64_t drawn_ = 0;
};

}  // namespace holdfast::test
