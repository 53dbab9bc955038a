// The one seam to the kernel: every call on managed files goes through here, so that tests can make each one
// fail, or record them. All names are relative to an open directory. Threads: calls on different handles may
// run at once; all may block on the disk.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/disk/failure.hpp"

namespace holdfast::disk {

class FileSystem;

/// An open file or directory; closes itself.
class File {
 public:
  File() = default;
  File(FileSystem& owner, int handle) : owner_(&owner), handle_(handle) {}
  File(File&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)), handle_(std::exchange(other.handle_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~File() { (void)close(); }

  [[nodiscard]] int handle() const { return handle_; }
  [[nodiscard]] bool is_open() const { return owner_ != nullptr; }
  /// Reports what close(2) says. The handle is gone either way; closing again does nothing.
  [[nodiscard]] Result<void> close();

 private:
  FileSystem* owner_ = nullptr;
  int handle_ = -1;
};

enum class FileKind { regular, directory, symbolic_link, other };

/// Two observations of one name show the same file with the same content if these are equal and no write fell
/// into one tick of the file system's clock.
struct Identity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
  std::int64_t changed_ns = 0;
  std::int64_t born_ns = 0;  // 0 where the file system does not tell: inode numbers are used again

  bool operator==(const Identity&) const = default;
  [[nodiscard]] bool is_same_inode(const Identity& other) const {
    return device == other.device && inode == other.inode && born_ns == other.born_ns;
  }
};

struct Metadata {
  FileKind kind = FileKind::regular;
  Identity identity;
  mode_t mode = 0;  // permission bits with set-id and sticky, no file type
  uid_t uid = 0;
  gid_t gid = 0;
  std::uint64_t links = 1;
  bool immutable = false;    // chattr +i or +a
  bool mount_point = false;  // something is mounted on it
};

/// An extended attribute; an ACL is one (system.posix_acl_access, acl(5)).
struct Attribute {
  std::string name;
  std::string value;
  bool operator==(const Attribute&) const = default;
};

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::regular;
};

enum class RenameMode {
  replace,     // rename(2)
  no_replace,  // renameat2(2) RENAME_NOREPLACE; EEXIST if the target exists
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// Opens the managed directory by its path, the only path that is ever used; a link in it is followed.
  [[nodiscard]] virtual Result<File> open_root(const std::string& path) = 0;
  /// What the path leads to now; tells whether it still is the directory that was opened.
  [[nodiscard]] virtual Result<Metadata> root_metadata(const std::string& path) = 0;
  /// Opens a directory below; "" opens `parent` itself. Never leaves `parent`, follows no link, crosses no
  /// mount.
  [[nodiscard]] virtual Result<File> open_directory(const File& parent, const std::string& relative) = 0;
  [[nodiscard]] virtual Result<void> make_directory(const File& parent, const std::string& name,
                                                    mode_t mode) = 0;
  [[nodiscard]] virtual Result<std::vector<DirectoryEntry>> list(const File& directory) = 0;

  /// Creates a file that did not exist, for reading and writing, mode 0600.
  [[nodiscard]] virtual Result<File> create_exclusive(const File& directory, const std::string& name) = 0;
  /// Opens for reading; never follows a link nor waits for a FIFO.
  [[nodiscard]] virtual Result<File> open_for_reading(const File& directory, const std::string& name) = 0;
  /// Opens an existing file for reading and writing; never follows a link nor waits for a FIFO.
  [[nodiscard]] virtual Result<File> open_for_writing(const File& directory, const std::string& name) = 0;
  /// Writes at the end of what was written; returns how many bytes, which may be fewer than given.
  [[nodiscard]] virtual Result<std::size_t> write(const File& file, std::string_view bytes) = 0;
  /// Writes over what is there, wherever earlier writes ended; returns how many bytes, which may be fewer
  /// than given.
  [[nodiscard]] virtual Result<std::size_t> write_at(const File& file, std::string_view bytes,
                                                     std::uint64_t offset) = 0;
  /// Gives up what lies behind `size`.
  [[nodiscard]] virtual Result<void> truncate(const File& file, std::uint64_t size) = 0;
  /// Returns how many bytes; 0 at the end of the file.
  [[nodiscard]] virtual Result<std::size_t> read(const File& file, std::span<char> bytes,
                                                 std::uint64_t offset) = 0;
  /// Sets space aside so that later writes cannot run out of it; does nothing where the file system cannot.
  [[nodiscard]] virtual Result<void> reserve(const File& file, std::uint64_t bytes) = 0;

  [[nodiscard]] virtual Result<Metadata> metadata(const File& file) = 0;
  /// Of the name itself: a link is not followed.
  [[nodiscard]] virtual Result<Metadata> metadata_at(const File& directory, const std::string& name) = 0;
  [[nodiscard]] virtual Result<void> set_owner(const File& file, uid_t uid, gid_t gid) = 0;
  [[nodiscard]] virtual Result<void> set_mode(const File& file, mode_t mode) = 0;
  [[nodiscard]] virtual Result<std::vector<Attribute>> attributes(const File& file) = 0;
  [[nodiscard]] virtual Result<void> set_attribute(const File& file, const Attribute& attribute) = 0;
  [[nodiscard]] virtual Result<void> remove_attribute(const File& file, const std::string& name) = 0;

  /// Durable on return: the file's bytes and metadata, not its name. Never to be repeated after a failure:
  /// the kernel may have dropped what it could not write (ATC'20, "Can applications recover from fsync
  /// failures?").
  [[nodiscard]] virtual Result<void> sync_file(const File& file) = 0;
  /// Durable on return: the file's bytes, and its size if it changed; not its other metadata (fdatasync(2)).
  /// As little to be repeated.
  [[nodiscard]] virtual Result<void> sync_data(const File& file) = 0;
  /// Asks the kernel to forget its copy of a file that was synced, so that the next read comes from the disk;
  /// it may decline.
  [[nodiscard]] virtual Result<void> drop_cached(const File& file) = 0;
  /// Durable on return: the names in the directory.
  [[nodiscard]] virtual Result<void> sync_directory(const File& directory) = 0;

  [[nodiscard]] virtual Result<void> rename(const File& directory, const std::string& from,
                                            const std::string& to, RenameMode mode) = 0;
  [[nodiscard]] virtual Result<void> unlink(const File& directory, const std::string& name) = 0;

  /// Opens or creates a file and takes an exclusive lock on it (flock(2)), held until the File closes. Fails
  /// with EWOULDBLOCK if somebody holds it.
  [[nodiscard]] virtual Result<File> lock(const File& directory, const std::string& name) = 0;

  /// From the kernel's generator.
  [[nodiscard]] virtual std::uint64_t random() = 0;

 protected:
  friend class File;
  [[nodiscard]] virtual Result<void> close(int handle) = 0;
};

inline Result<void> File::close() {
  if (owner_ == nullptr) return {};
  return std::exchange(owner_, nullptr)->close(std::exchange(handle_, -1));
}

}  // namespace holdfast::disk
