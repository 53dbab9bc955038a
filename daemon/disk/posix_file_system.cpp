#include "daemon/disk/posix_file_system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

namespace holdfast::disk {
namespace {

// Repeats a call that a signal interrupted. Never for close, nor for an fsync that failed.
template <class Call>
auto uninterrupted(const Call& call) {
  auto result = call();
  while (result < 0 && errno == EINTR)
    result = call();
  return result;
}

Failure last_failure(std::string doing) {
  return make_failure(errno, std::move(doing));
}

Result<void> done(int result, std::string doing) {
  if (result < 0) return last_failure(std::move(doing));
  return {};
}

FileKind kind_of(unsigned mode) {
  if (S_ISREG(mode)) return FileKind::regular;
  if (S_ISDIR(mode)) return FileKind::directory;
  if (S_ISLNK(mode)) return FileKind::symbolic_link;
  return FileKind::other;
}

FileKind kind_of_entry(unsigned char type) {
  switch (type) {
    case DT_REG:
      return FileKind::regular;
    case DT_DIR:
      return FileKind::directory;
    case DT_LNK:
      return FileKind::symbolic_link;
    default:
      return FileKind::other;
  }
}

std::int64_t nanoseconds(const statx_timestamp& time) {
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

Result<Metadata> stat_at(int directory, const char* name, int flags, const std::string& what) {
  struct statx found {};
  const auto call = [&] { return ::statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, &found); };
  if (uninterrupted(call) < 0) return last_failure("looking at " + what);
  Metadata metadata;
  metadata.kind = kind_of(found.stx_mode);
  metadata.identity.device = static_cast<std::uint64_t>(found.stx_dev_major) << 32 | found.stx_dev_minor;
  metadata.identity.inode = found.stx_ino;
  metadata.identity.size = found.stx_size;
  metadata.identity.modified_ns = nanoseconds(found.stx_mtime);
  metadata.identity.changed_ns = nanoseconds(found.stx_ctime);
  if ((found.stx_mask & STATX_BTIME) != 0) metadata.identity.born_ns = nanoseconds(found.stx_btime);
  metadata.mode = found.stx_mode & 07777U;
  metadata.uid = found.stx_uid;
  metadata.gid = found.stx_gid;
  metadata.links = found.stx_nlink;
  metadata.immutable = (found.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
  metadata.mount_point = (found.stx_attributes & found.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0;
  return metadata;
}

}  // namespace

Result<File> PosixFileSystem::open_root(const std::string& path) {
  const int fd = uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (fd < 0) return last_failure("opening the directory " + path);
  return File(*this, fd);
}

Result<Metadata> PosixFileSystem::root_metadata(const std::string& path) {
  return stat_at(AT_FDCWD, path.c_str(), 0, path);
}

Result<File> PosixFileSystem::open_directory(const File& parent, const std::string& relative) {
  open_how how{};
  how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  const std::string name = relative.empty() ? "." : relative;
  const auto call = [&] { return ::syscall(SYS_openat2, parent.handle(), name.c_str(), &how, sizeof how); };
  const auto fd = uninterrupted(call);
  if (fd < 0 && errno == ENOSYS) return open_directory_by_steps(parent, relative);
  if (fd < 0) return last_failure("opening the directory " + name);
  return File(*this, static_cast<int>(fd));
}

// RestrictSUIDSGID=yes (systemd.exec(5)) hides openat2. One component after the other, none of which is "..",
// a link or the root of another mount, comes to the same.
Result<File> PosixFileSystem::open_directory_by_steps(const File& parent, const std::string& relative) {
  File reached;
  for (std::size_t at = 0; at <= relative.size();) {
    const auto slash = std::min(relative.find('/', at), relative.size());
    const std::string step = slash > at ? relative.substr(at, slash - at) : ".";
    const File& from = reached.is_open() ? reached : parent;
    const int fd = ::openat(from.handle(), step.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return last_failure("opening the directory " + relative);
    File next(*this, fd);
    const auto found = metadata(next);
    if (!found) return found.error();
    if (step == ".." || (step != "." && found->mount_point))
      return make_failure(EXDEV, "opening the directory " + relative);
    reached = std::move(next);
    at = slash + 1;
  }
  return reached;
}

Result<void> PosixFileSystem::make_directory(const File& parent, const std::string& name, mode_t mode) {
  if (::mkdirat(parent.handle(), name.c_str(), mode) != 0)
    return last_failure("making the directory " + name);
  // The process's umask took bits away; a later chmod by path could hit something else.
  const int fd = ::openat(parent.handle(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return last_failure("opening the new directory " + name);
  const File directory(*this, fd);
  return done(::fchmod(fd, mode), "setting the mode of the directory " + name);
}

Result<std::vector<DirectoryEntry>> PosixFileSystem::list(const File& directory) {
  const int fd = ::openat(directory.handle(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return last_failure("opening a directory to list it");
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(fd), ::closedir);
  if (!stream) {
    const Failure failure = last_failure("listing a directory");
    ::close(fd);
    return failure;
  }
  std::vector<DirectoryEntry> entries;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr && errno != 0) return last_failure("listing a directory");
    if (entry == nullptr) return entries;
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    FileKind kind = kind_of_entry(entry->d_type);
    if (entry->d_type == DT_UNKNOWN) {
      const auto found = metadata_at(directory, name);
      if (!found) continue;  // gone again
      kind = found->kind;
    }
    entries.push_back({name, kind});
  }
}

Result<File> PosixFileSystem::create_exclusive(const File& directory, const std::string& name) {
  constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const int fd = uninterrupted([&] { return ::openat(directory.handle(), name.c_str(), flags, 0600); });
  if (fd < 0) return last_failure("creating " + name);
  return File(*this, fd);
}

Result<File> PosixFileSystem::open_for_reading(const File& directory, const std::string& name) {
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  const int fd = uninterrupted([&] { return ::openat(directory.handle(), name.c_str(), flags); });
  if (fd < 0) return last_failure("opening " + name);
  return File(*this, fd);
}

Result<File> PosixFileSystem::open_for_writing(const File& directory, const std::string& name) {
  constexpr int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  const int fd = uninterrupted([&] { return ::openat(directory.handle(), name.c_str(), flags); });
  if (fd < 0) return last_failure("opening " + name + " for writing");
  return File(*this, fd);
}

Result<std::size_t> PosixFileSystem::write(const File& file, std::string_view bytes) {
  const auto call = [&] { return ::write(file.handle(), bytes.data(), bytes.size()); };
  const ssize_t written = uninterrupted(call);
  if (written < 0) return last_failure("writing");
  return static_cast<std::size_t>(written);
}

Result<std::size_t> PosixFileSystem::write_at(const File& file, std::string_view bytes,
                                              std::uint64_t offset) {
  const auto call = [&] {
    return ::pwrite(file.handle(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  };
  const ssize_t written = uninterrupted(call);
  if (written < 0) return last_failure("writing");
  return static_cast<std::size_t>(written);
}

Result<void> PosixFileSystem::truncate(const File& file, std::uint64_t size) {
  const auto call = [&] { return ::ftruncate(file.handle(), static_cast<off_t>(size)); };
  return done(uninterrupted(call), "cutting a file off");
}

Result<std::size_t> PosixFileSystem::read(const File& file, std::span<char> bytes, std::uint64_t offset) {
  const auto call = [&] {
    return ::pread(file.handle(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  };
  const ssize_t got = uninterrupted(call);
  if (got < 0) return last_failure("reading");
  return static_cast<std::size_t>(got);
}

Result<void> PosixFileSystem::reserve(const File& file, std::uint64_t bytes) {
  if (bytes == 0) return {};
  const auto call = [&] {
    return ::fallocate(file.handle(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes));
  };
  if (uninterrupted(call) < 0 && errno != EOPNOTSUPP && errno != ENOSYS)
    return last_failure("reserving space");
  return {};
}

Result<Metadata> PosixFileSystem::metadata(const File& file) {
  return stat_at(file.handle(), "", AT_EMPTY_PATH, "an open file");
}

Result<Metadata> PosixFileSystem::metadata_at(const File& directory, const std::string& name) {
  return stat_at(directory.handle(), name.c_str(), AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, name);
}

Result<void> PosixFileSystem::set_owner(const File& file, uid_t uid, gid_t gid) {
  return done(::fchown(file.handle(), uid, gid), "setting the owner");
}

Result<void> PosixFileSystem::set_mode(const File& file, mode_t mode) {
  return done(::fchmod(file.handle(), mode), "setting the mode");
}

Result<std::vector<Attribute>> PosixFileSystem::attributes(const File& file) {
  // The kernel bounds a list of names, and a value, at 64 KiB (xattr(7)).
  std::vector<char> buffer(65'536);
  const ssize_t names = ::flistxattr(file.handle(), buffer.data(), buffer.size());
  if (names < 0 && errno == ENOTSUP) return std::vector<Attribute>();
  if (names < 0) return last_failure("listing extended attributes");
  std::vector<Attribute> found;
  const std::string_view all(buffer.data(), static_cast<std::size_t>(names));
  for (std::size_t at = 0; at < all.size(); at = all.find('\0', at) + 1) {
    found.push_back({std::string(all.substr(at, all.find('\0', at) - at)), {}});
  }
  for (auto& attribute : found) {
    const ssize_t size = ::fgetxattr(file.handle(), attribute.name.c_str(), buffer.data(), buffer.size());
    if (size < 0) return last_failure("reading the extended attribute " + attribute.name);
    attribute.value.assign(buffer.data(), static_cast<std::size_t>(size));
  }
  return found;
}

Result<void> PosixFileSystem::set_attribute(const File& file, const Attribute& attribute) {
  return done(
      ::fsetxattr(file.handle(), attribute.name.c_str(), attribute.value.data(), attribute.value.size(), 0),
      "setting the extended attribute " + attribute.name);
}

Result<void> PosixFileSystem::remove_attribute(const File& file, const std::string& name) {
  return done(::fremovexattr(file.handle(), name.c_str()), "removing the extended attribute " + name);
}

Result<void> PosixFileSystem::sync_file(const File& file) {
  return done(::fsync(file.handle()), "fsync of a file");
}

Result<void> PosixFileSystem::sync_data(const File& file) {
  return done(::fdatasync(file.handle()), "fdatasync of a file");
}

Result<void> PosixFileSystem::drop_cached(const File& file) {
  const int error = ::posix_fadvise(file.handle(), 0, 0, POSIX_FADV_DONTNEED);
  if (error != 0) return make_failure(error, "dropping a file's cached pages");
  return {};
}

Result<void> PosixFileSystem::sync_directory(const File& directory) {
  return done(::fsync(directory.handle()), "fsync of a directory");
}

Result<void> PosixFileSystem::rename(const File& directory, const std::string& from, const std::string& to,
                                     RenameMode mode) {
  const unsigned flags = mode == RenameMode::no_replace ? RENAME_NOREPLACE : 0U;
  const int fd = directory.handle();
  const std::string doing = "renaming " + from + " to " + to;
  if (::renameat2(fd, from.c_str(), fd, to.c_str(), flags) == 0) return {};
  if (mode == RenameMode::replace || (errno != EINVAL && errno != ENOSYS)) return last_failure(doing);
  // A file system without RENAME_NOREPLACE: link(2) refuses an existing name just as atomically.
  if (::linkat(fd, from.c_str(), fd, to.c_str(), 0) != 0) return last_failure(doing);
  return unlink(directory, from);
}

Result<void> PosixFileSystem::unlink(const File& directory, const std::string& name) {
  return done(::unlinkat(directory.handle(), name.c_str(), 0), "removing " + name);
}

Result<File> PosixFileSystem::lock(const File& directory, const std::string& name) {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
  const int fd = uninterrupted([&] { return ::openat(directory.handle(), name.c_str(), flags, 0600); });
  if (fd < 0) return last_failure("opening the lock file " + name);
  File file(*this, fd);
  if (uninterrupted([&] { return ::flock(fd, LOCK_EX | LOCK_NB); }) < 0)
    return last_failure("locking " + name);
  return file;
}

std::uint64_t PosixFileSystem::random() {
  std::uint64_t value = 0;
  // Cannot fail for so few bytes once the kernel's generator is seeded, which it is before any service
  // starts.
  if (::getrandom(&value, sizeof value, 0) != sizeof value) std::abort();
  return value;
}

Result<void> PosixFileSystem::close(int handle) {
  return done(::close(handle), "closing a file");
}

}  // namespace holdfast::disk
