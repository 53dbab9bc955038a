// A file system that fails when told to. Decorates another one and records every call, so that a test can say
// "the 7th call fails with EIO", "every fsync from the 2nd on fails", "the process dies at call 9", and then
// ask what was called, in which order, on which open file. Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/disk/file_system.hpp"

namespace holdfast::test {

enum class CallKind {
  open_root,
  root_metadata,
  open_directory,
  make_directory,
  list,
  create_exclusive,
  open_for_reading,
  open_for_writing,
  write,
  write_at,
  truncate,
  read,
  reserve,
  metadata,
  metadata_at,
  set_owner,
  set_mode,
  attributes,
  set_attribute,
  remove_attribute,
  sync_file,
  sync_data,
  drop_cached,
  sync_directory,
  rename,
  unlink,
  lock,
};
[[nodiscard]] const char* name_of(CallKind kind);

struct Call {
  CallKind kind = CallKind::open_root;
  std::uint64_t file = 0;   // the open file it was made on, never the number of another one; 0: none
  std::string name = {};    // of the entry, where the call takes one
  std::string target = {};  // rename: the new name
  int error = 0;            // what it failed with, injected or real
  bool injected = false;
  std::uint64_t opened = 0;  // the open file it returned
};

/// How long a fault lasts that starts at one call.
enum class Persistence { once, same_kind, every_call };
[[nodiscard]] const char* name_of(Persistence persistence);

class FailingFileSystem final : public disk::FileSystem {
 public:
  using Hook = std::function<void(const Call&)>;
  static constexpr std::size_t for_ever = std::numeric_limits<std::size_t>::max();

  /// `real` must outlive this.
  explicit FailingFileSystem(disk::FileSystem& real) : real_(real) {}

  /// Call `number` from now on (from 1, of any kind) fails with `error`; with same_kind all later calls of
  /// its kind too, with every_call all later calls.
  void fail_call(std::size_t number, int error, Persistence persistence);
  /// Calls of one kind fail, from the `first` from now on, `times` times.
  void fail_kind(CallKind kind, std::size_t first, std::size_t times, int error);
  /// Calls of one kind on entries whose name holds `part` fail.
  void fail_named(CallKind kind, std::string part, int error) {
    named_fault_ = {kind, std::move(part), error};
  }
  /// The `number`th call of one kind from now on is made, and then fails all the same, as a lost reply of a
  /// file server looks.
  void fail_after_deed(CallKind kind, std::size_t number, int error);
  /// From call `number` from now on (0, inside a hook: the one that it was called for) no call does anything
  /// any more, as if the process had died there; a write at that very call is done by half. Files still
  /// close, as the kernel would close them.
  void die_at(std::size_t number);
  /// All faults are gone; counting starts anew.
  void heal();
  /// A write takes at most so many bytes.
  void shorten_writes(std::size_t bytes_max) { write_bytes_max_ = bytes_max; }
  /// Every write stores other bytes than given.
  void corrupt_writes(bool corrupt) { corrupt_ = corrupt; }
  /// An fsync is recorded and may be made to fail, but the disk is not waited for: what a dying process
  /// leaves does not depend on it, and enumerations become fast.
  void elide_syncs() { elide_syncs_ = true; }
  /// Random numbers come from here, so that names can be foreseen.
  void draw_from(std::function<std::uint64_t()> source) { random_source_ = std::move(source); }
  /// Called before each call is made.
  void on_call(Hook hook) { hook_ = std::move(hook); }

  [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }
  void forget_calls() { calls_.clear(); }
  /// Some fault took effect since the last heal().
  [[nodiscard]] bool was_hit() const { return hit_; }
  [[nodiscard]] bool is_dead() const { return dead_; }
  /// The kind of the first call that failed by injection since the last heal().
  [[nodiscard]] std::optional<CallKind> first_kind_hit() const { return first_kind_hit_; }

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
  struct KindFault {
    CallKind kind;
    std::size_t first, times;
    int error;
    bool after_deed = false;
    std::size_t seen = 0;
  };
  // Records the call; returns the errno it is to fail with, 0 if it is to be made.
  int begin(Call call);
  int injected_error(CallKind kind);
  int error_after_deed(CallKind kind);
  // What a write of these bytes is to store.
  [[nodiscard]] std::string stored_of(std::string_view bytes) const;
  [[nodiscard]] std::uint64_t id_of(const disk::File& file) const;
  disk::Result<disk::File> adopt(disk::Result<disk::File> opened);
  // Makes the call unless it is to fail; remembers how it ended.
  template <class Made>
  auto make(Call call, const Made& made) -> decltype(made());

  struct Open {
    disk::File file;
    std::uint64_t id;
  };

  disk::FileSystem& real_;
  Hook hook_;
  std::function<std::uint64_t()> random_source_;
  std::vector<Call> calls_;
  std::map<int, Open> open_;
  std::uint64_t last_id_ = 0;

  struct NamedFault {
    CallKind kind = CallKind::open_root;
    std::string part;
    int error = 0;
  };
  std::optional<NamedFault> named_fault_;
  std::size_t count_ = 0;
  std::size_t fault_at_ = 0;  // 0: none
  int fault_error_ = 0;
  Persistence persistence_ = Persistence::once;
  std::optional<CallKind> sticky_kind_;
  std::vector<KindFault> kind_faults_;
  std::optional<std::size_t> death_at_;
  bool dead_ = false;
  bool hit_ = false;
  std::optional<CallKind> first_kind_hit_;
  std::size_t write_bytes_max_ = std::numeric_limits<std::size_t>::max();
  bool corrupt_ = false;
  bool elide_syncs_ = false;
};

/// Open files on which an fsync was called again after it had failed on them: must be empty.
[[nodiscard]] std::set<std::uint64_t> syncs_repeated_after_failure(const std::vector<Call>& calls);

}  // namespace holdfast::test
