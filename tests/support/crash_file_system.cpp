#include "tests/support/crash_file_system.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace holdfast::test {

using disk::File;
using disk::FileKind;
using disk::make_failure;
using disk::Result;

std::string ChangeCall::text() const {
  return std::string(call) + " " + name + (target.empty() ? "" : " -> " + target) + (failed ? " FAILS" : "");
}

void CrashFileSystem::changed(ChangeCall call) {
  changes_.push_back(std::move(call));
  if (hook_) hook_();
}

void CrashFileSystem::pause(const std::function<void()>& deed) {
  const Hook hook = std::exchange(hook_, Hook());
  deed();
  hook_ = hook;
}

void CrashFileSystem::sync_by_hand(const File& file) {
  auto& open = *find(file);
  disk_.sync_file(open.inode);
  changed({"fsync", open.name});
}

File CrashFileSystem::open(Inode inode, const std::string& name, bool writable) {
  open_.push_back({inode, name, 0, writable, false});
  return File(*this, static_cast<int>(open_.size()) - 1);
}

CrashFileSystem::Open* CrashFileSystem::find(const File& file) {
  const auto at = static_cast<std::size_t>(file.handle());
  if (!file.is_open() || at >= open_.size() || open_[at].inode == 0) return nullptr;
  return &open_[at];
}

Result<Inode> CrashFileSystem::inode_of(const File& file, FileKind kind) {
  const auto* found = find(file);
  if (found == nullptr) return make_failure(EBADF, "using a file that is not open");
  if (disk_.node(found->inode).kind == kind) return found->inode;
  return make_failure(kind == FileKind::directory ? ENOTDIR : EISDIR, "using " + found->name);
}

Result<Inode> CrashFileSystem::entry_of(const File& directory, const std::string& name) {
  const auto parent = inode_of(directory, FileKind::directory);
  if (!parent) return parent.error();
  const Inode found = disk_.find(*parent, name);
  if (found == 0) return make_failure(ENOENT, name);
  return found;
}

Result<void> CrashFileSystem::close(int handle) {
  auto& closed = open_[static_cast<std::size_t>(handle)];
  if (closed.inode == 0) return make_failure(EBADF, "closing a file twice");
  if (closed.holds_lock) locked_.erase(closed.inode);
  closed.inode = 0;
  return {};
}

Result<File> CrashFileSystem::open_root(const std::string&) {
  return open(DurableImage::root, "/");
}

Result<disk::Metadata> CrashFileSystem::root_metadata(const std::string&) {
  return metadata_of(DurableImage::root);
}

Result<File> CrashFileSystem::open_directory(const File& parent, const std::string& relative) {
  const auto from = inode_of(parent, FileKind::directory);
  if (!from) return from.error();
  Inode reached = *from;
  for (std::size_t at = 0; at < relative.size();) {
    const auto slash = std::min(relative.find('/', at), relative.size());
    const std::string step = relative.substr(at, slash - at);
    if (step == "..") return make_failure(EXDEV, "opening the directory " + relative);
    if (!step.empty() && step != ".") reached = disk_.find(reached, step);
    if (reached == 0) return make_failure(ENOENT, "opening the directory " + relative);
    if (disk_.node(reached).kind != FileKind::directory)
      return make_failure(ENOTDIR, "opening the directory " + relative);
    at = slash + 1;
  }
  return open(reached, relative);
}

Result<void> CrashFileSystem::make_directory(const File& parent, const std::string& name, mode_t mode) {
  const auto at = inode_of(parent, FileKind::directory);
  if (!at) return at.error();
  if (disk_.find(*at, name) != 0) return make_failure(EEXIST, "making the directory " + name);
  disk_.make(*at, name, FileKind::directory, {mode, false, ::geteuid(), ::getegid(), {}});
  changed({"mkdir", name});
  return {};
}

Result<std::vector<disk::DirectoryEntry>> CrashFileSystem::list(const File& directory) {
  const auto at = inode_of(directory, FileKind::directory);
  if (!at) return at.error();
  std::vector<disk::DirectoryEntry> entries;
  for (const auto& [name, inode] : disk_.node(*at).entries)
    entries.push_back({name, disk_.node(inode).kind});
  return entries;
}

Result<File> CrashFileSystem::create_exclusive(const File& directory, const std::string& name) {
  const auto at = inode_of(directory, FileKind::directory);
  if (!at) return at.error();
  if (disk_.find(*at, name) != 0) return make_failure(EEXIST, "creating " + name);
  const Inode made = disk_.make(*at, name, FileKind::regular, {0600, false, ::geteuid(), ::getegid(), {}});
  changed({"create", name});
  return open(made, name, true);
}

Result<File> CrashFileSystem::open_for_reading(const File& directory, const std::string& name) {
  const auto found = entry_of(directory, name);
  if (!found) return found.error();
  return open(*found, name);
}

Result<File> CrashFileSystem::open_in_place(const File& directory, const std::string& name, bool truncate) {
  const auto found = entry_of(directory, name);
  if (!found) return found.error();
  if (disk_.node(*found).kind != FileKind::regular) return make_failure(EISDIR, "opening " + name);
  if (truncate) {
    disk_.truncate(*found, 0);
    changed({"truncate", name});
  }
  return open(*found, name, true);
}

Result<File> CrashFileSystem::open_for_writing(const File& directory, const std::string& name) {
  return open_in_place(directory, name, false);
}

Result<std::size_t> CrashFileSystem::write(const File& file, std::string_view bytes) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  auto& at = *find(file);
  if (!at.writable) return make_failure(EBADF, "writing to " + at.name);
  if (bytes.empty()) return std::size_t{0};
  disk_.write(*inode, at.offset, bytes);
  at.offset += bytes.size();
  changed({"write", at.name});
  return bytes.size();
}

Result<std::size_t> CrashFileSystem::write_at(const File& file, std::string_view bytes,
                                              std::uint64_t offset) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  const auto& at = *find(file);
  if (!at.writable) return make_failure(EBADF, "writing to " + at.name);
  if (bytes.empty()) return std::size_t{0};
  disk_.write(*inode, offset, bytes);
  changed({"write", at.name});
  return bytes.size();
}

Result<void> CrashFileSystem::truncate(const File& file, std::uint64_t size) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  if (!find(file)->writable) return make_failure(EINVAL, "cutting a file off");
  disk_.truncate(*inode, size);
  changed({"truncate", find(file)->name});
  return {};
}

Result<std::size_t> CrashFileSystem::read(const File& file, std::span<char> bytes, std::uint64_t offset) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  return disk_.node(*inode).history.bytes()->copy_to(bytes, offset);
}

// It keeps the size (FALLOC_FL_KEEP_SIZE), and space there is.
Result<void> CrashFileSystem::reserve(const File& file, std::uint64_t) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  if (!find(file)->writable) return make_failure(EBADF, "reserving space");
  return {};
}

disk::Metadata CrashFileSystem::metadata_of(Inode inode) const {
  const auto& node = disk_.node(inode);
  const auto& appearance = node.history.looks()->appearance;
  disk::Metadata metadata;
  metadata.kind = node.kind;
  metadata.identity.device = 1;
  metadata.identity.inode = inode;
  metadata.identity.size = node.history.bytes()->size();
  metadata.identity.modified_ns = node.modified_ns;
  metadata.identity.changed_ns = node.changed_ns;
  metadata.identity.born_ns = static_cast<std::int64_t>(inode);
  metadata.mode = appearance.mode;
  metadata.uid = appearance.uid;
  metadata.gid = appearance.gid;
  metadata.links = node.links;
  return metadata;
}

Result<disk::Metadata> CrashFileSystem::metadata(const File& file) {
  const auto* found = find(file);
  if (found == nullptr) return make_failure(EBADF, "looking at an open file");
  return metadata_of(found->inode);
}

Result<disk::Metadata> CrashFileSystem::metadata_at(const File& directory, const std::string& name) {
  const auto found = entry_of(directory, name);
  if (!found) return found.error();
  return metadata_of(*found);
}

Result<void> CrashFileSystem::change_looks(const File& file, const char* call,
                                           const std::function<void(disk::Appearance&)>& change) {
  const auto* found = find(file);
  if (found == nullptr) return make_failure(EBADF, call);
  disk::Appearance appearance = disk_.node(found->inode).history.looks()->appearance;
  change(appearance);
  disk_.set_looks(found->inode, std::move(appearance));
  changed({call, found->name});
  return {};
}

Result<void> CrashFileSystem::set_owner(const File& file, uid_t uid, gid_t gid) {
  return change_looks(file, "chown", [&](disk::Appearance& appearance) {
    appearance.uid = uid;
    appearance.gid = gid;
  });
}

Result<void> CrashFileSystem::set_mode(const File& file, mode_t mode) {
  return change_looks(file, "chmod", [&](disk::Appearance& appearance) { appearance.mode = mode; });
}

Result<std::vector<disk::Attribute>> CrashFileSystem::attributes(const File& file) {
  const auto* found = find(file);
  if (found == nullptr) return make_failure(EBADF, "listing extended attributes");
  return disk_.node(found->inode).history.looks()->appearance.attributes;
}

Result<void> CrashFileSystem::set_attribute(const File& file, const disk::Attribute& attribute) {
  return change_looks(file, "setxattr", [&](disk::Appearance& appearance) {
    std::erase_if(appearance.attributes, [&](const auto& other) { return other.name == attribute.name; });
    appearance.attributes.push_back(attribute);
  });
}

Result<void> CrashFileSystem::remove_attribute(const File& file, const std::string& name) {
  const auto* found = find(file);
  if (found == nullptr) return make_failure(EBADF, "removing an extended attribute");
  const auto& now = disk_.node(found->inode).history.looks()->appearance.attributes;
  const auto has = [&name](const auto& attribute) { return attribute.name == name; };
  if (std::none_of(now.begin(), now.end(), has)) return make_failure(ENODATA, "removing " + name);
  return change_looks(file, "removexattr",
                      [&](disk::Appearance& appearance) { std::erase_if(appearance.attributes, has); });
}

Result<void> CrashFileSystem::sync(const File& file, const char* call,
                                   void (SimulatedDisk::*succeed)(Inode)) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  const bool fails = faults_.next_fails(false);
  fails ? disk_.fail_sync_file(*inode) : (disk_.*succeed)(*inode);
  const std::string name = find(file)->name;
  changed({call, name, {}, fails});
  if (fails) return make_failure(EIO, std::string(call) + " of " + name);
  return {};
}

Result<void> CrashFileSystem::sync_file(const File& file) {
  return sync(file, "fsync", &SimulatedDisk::sync_file);
}

Result<void> CrashFileSystem::sync_data(const File& file) {
  return sync(file, "fdatasync", &SimulatedDisk::sync_data);
}

Result<void> CrashFileSystem::drop_cached(const File& file) {
  const auto inode = inode_of(file, FileKind::regular);
  if (!inode) return inode.error();
  disk_.drop_cached(*inode);
  return {};
}

Result<void> CrashFileSystem::sync_directory(const File& directory) {
  const auto inode = inode_of(directory, FileKind::directory);
  if (!inode) return inode.error();
  const bool fails = faults_.next_fails(true);
  fails ? disk_.fail_sync_directory(*inode) : disk_.sync_directory(*inode);
  if (fails && faults_.lies() && !shut_down_) shut_down_ = disk_;
  changed({"fsync of the directory", find(directory)->name, {}, fails});
  if (fails && !faults_.lies()) return make_failure(EIO, "fsync of a directory");
  return {};
}

Result<void> CrashFileSystem::rename(const File& directory, const std::string& from, const std::string& to,
                                     disk::RenameMode mode) {
  const auto moved = entry_of(directory, from);
  if (!moved) return moved.error();
  const Inode at = find(directory)->inode;
  const Inode replaced = disk_.find(at, to);
  const bool may_replace = mode == disk::RenameMode::replace;
  if (replaced != 0 && !may_replace) return make_failure(EEXIST, "renaming " + from + " to " + to);
  if (replaced != 0 && disk_.node(replaced).kind != disk_.node(*moved).kind)
    return make_failure(disk_.node(replaced).kind == FileKind::directory ? EISDIR : ENOTDIR,
                        "renaming " + from);
  disk_.rename(at, from, to, renames_by_link_ && !may_replace);
  changed({"rename", from, to});
  return {};
}

Result<void> CrashFileSystem::unlink(const File& directory, const std::string& name) {
  const auto found = entry_of(directory, name);
  if (!found) return found.error();
  if (disk_.node(*found).kind == FileKind::directory) return make_failure(EISDIR, "removing " + name);
  disk_.unlink(find(directory)->inode, name);
  changed({"unlink", name});
  return {};
}

Result<File> CrashFileSystem::lock(const File& directory, const std::string& name) {
  const auto at = inode_of(directory, FileKind::directory);
  if (!at) return at.error();
  Inode found = disk_.find(*at, name);
  if (found == 0) {
    found = disk_.make(*at, name, FileKind::regular, {0600, false, ::geteuid(), ::getegid(), {}});
    changed({"create", name});
  }
  if (!locked_.insert(found).second) return make_failure(EWOULDBLOCK, "locking " + name);
  File file = open(found, name, true);
  find(file)->holds_lock = true;
  return file;
}

// The same in every run, and new in every generation, so that no crash makes two states of one.
std::uint64_t CrashFileSystem::random() {
  const auto drawn = next_random();
  ++drawn_;
  return drawn;
}

}  // namespace holdfast::test
