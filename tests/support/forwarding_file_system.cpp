#include "tests/support/forwarding_file_system.hpp"

#include <cerrno>

namespace holdfast::test {

using disk::File;
using disk::Result;

// The inner file stays here, so that close() comes through this class too.
Result<File> ForwardingFileSystem::adopt(Result<File> opened, std::string directory, std::string name) {
  if (!opened) return opened;
  const int handle = opened->handle();
  open_.insert_or_assign(handle, Open{std::move(*opened), std::move(directory), std::move(name)});
  return File(*this, handle);
}

Result<void> ForwardingFileSystem::close(int handle) {
  const auto found = open_.find(handle);
  if (found == open_.end()) return disk::make_failure(EBADF, "closing a file");
  auto closed = found->second.file.close();
  open_.erase(found);
  return closed;
}

Result<File> ForwardingFileSystem::open_root(const std::string& path) {
  return adopt(real_.open_root(path), "", "");
}

Result<disk::Metadata> ForwardingFileSystem::root_metadata(const std::string& path) {
  return real_.root_metadata(path);
}

Result<File> ForwardingFileSystem::open_directory(const File& parent, const std::string& relative) {
  std::string path = opened(parent).directory;
  if (!path.empty() && !relative.empty()) path += "/";
  return adopt(real_.open_directory(parent, relative), path + relative, "");
}

Result<void> ForwardingFileSystem::make_directory(const File& parent, const std::string& name, mode_t mode) {
  return real_.make_directory(parent, name, mode);
}

Result<std::vector<disk::DirectoryEntry>> ForwardingFileSystem::list(const File& directory) {
  return real_.list(directory);
}

Result<File> ForwardingFileSystem::create_exclusive(const File& directory, const std::string& name) {
  return adopt(real_.create_exclusive(directory, name), opened(directory).directory, name);
}

Result<File> ForwardingFileSystem::open_for_reading(const File& directory, const std::string& name) {
  return adopt(real_.open_for_reading(directory, name), opened(directory).directory, name);
}

Result<File> ForwardingFileSystem::open_for_writing(const File& directory, const std::string& name) {
  return adopt(real_.open_for_writing(directory, name), opened(directory).directory, name);
}

Result<std::size_t> ForwardingFileSystem::write(const File& file, std::string_view bytes) {
  return real_.write(file, bytes);
}

Result<std::size_t> ForwardingFileSystem::write_at(const File& file, std::string_view bytes,
                                                   std::uint64_t offset) {
  return real_.write_at(file, bytes, offset);
}

Result<void> ForwardingFileSystem::truncate(const File& file, std::uint64_t size) {
  return real_.truncate(file, size);
}

Result<std::size_t> ForwardingFileSystem::read(const File& file, std::span<char> bytes,
                                               std::uint64_t offset) {
  return real_.read(file, bytes, offset);
}

Result<void> ForwardingFileSystem::reserve(const File& file, std::uint64_t bytes) {
  return real_.reserve(file, bytes);
}

Result<disk::Metadata> ForwardingFileSystem::metadata(const File& file) {
  return real_.metadata(file);
}

Result<disk::Metadata> ForwardingFileSystem::metadata_at(const File& directory, const std::string& name) {
  return real_.metadata_at(directory, name);
}

Result<void> ForwardingFileSystem::set_owner(const File& file, uid_t uid, gid_t gid) {
  return real_.set_owner(file, uid, gid);
}

Result<void> ForwardingFileSystem::set_mode(const File& file, mode_t mode) {
  return real_.set_mode(file, mode);
}

Result<std::vector<disk::Attribute>> ForwardingFileSystem::attributes(const File& file) {
  return real_.attributes(file);
}

Result<void> ForwardingFileSystem::set_attribute(const File& file, const disk::Attribute& attribute) {
  return real_.set_attribute(file, attribute);
}

Result<void> ForwardingFileSystem::remove_attribute(const File& file, const std::string& name) {
  return real_.remove_attribute(file, name);
}

Result<void> ForwardingFileSystem::sync_file(const File& file) {
  return real_.sync_file(file);
}

Result<void> ForwardingFileSystem::sync_data(const File& file) {
  return real_.sync_data(file);
}

Result<void> ForwardingFileSystem::drop_cached(const File& file) {
  return real_.drop_cached(file);
}

Result<void> ForwardingFileSystem::sync_directory(const File& directory) {
  return real_.sync_directory(directory);
}

Result<void> ForwardingFileSystem::rename(const File& directory, const std::string& from,
                                          const std::string& to, disk::RenameMode mode) {
  return real_.rename(directory, from, to, mode);
}

Result<void> ForwardingFileSystem::unlink(const File& directory, const std::string& name) {
  return real_.unlink(directory, name);
}

Result<File> ForwardingFileSystem::lock(const File& directory, const std::string& name) {
  return adopt(real_.lock(directory, name), opened(directory).directory, name);
}

}  // namespace holdfast::test
