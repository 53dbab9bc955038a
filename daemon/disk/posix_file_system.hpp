// FileSystem on Linux. The only file that reads errno for managed files.
#pragma once

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

class PosixFileSystem : public FileSystem {
 public:
  Result<File> open_root(const std::string& path) override;
  Result<Metadata> root_metadata(const std::string& path) override;
  Result<File> open_directory(const File& parent, const std::string& relative) override;
  Result<void> make_directory(const File& parent, const std::string& name, mode_t mode) override;
  Result<std::vector<DirectoryEntry>> list(const File& directory) override;
  Result<File> create_exclusive(const File& directory, const std::string& name) override;
  Result<File> open_for_reading(const File& directory, const std::string& name) override;
  Result<File> open_for_writing(const File& directory, const std::string& name) override;
  Result<std::size_t> write(const File& file, std::string_view bytes) override;
  Result<std::size_t> write_at(const File& file, std::string_view bytes, std::uint64_t offset) override;
  Result<void> truncate(const File& file, std::uint64_t size) override;
  Result<std::size_t> read(const File& file, std::span<char> bytes, std::uint64_t offset) override;
  Result<void> reserve(const File& file, std::uint64_t bytes) override;
  Result<Metadata> metadata(const File& file) override;
  Result<Metadata> metadata_at(const File& directory, const std::string& name) override;
  Result<void> set_owner(const File& file, uid_t uid, gid_t gid) override;
  Result<void> set_mode(const File& file, mode_t mode) override;
  Result<std::vector<Attribute>> attributes(const File& file) override;
  Result<void> set_attribute(const File& file, const Attribute& attribute) override;
  Result<void> remove_attribute(const File& file, const std::string& name) override;
  Result<void> sync_file(const File& file) override;
  Result<void> sync_data(const File& file) override;
  Result<void> drop_cached(const File& file) override;
  Result<void> sync_directory(const File& directory) override;
  Result<void> rename(const File& directory, const std::string& from, const std::string& to,
                      RenameMode mode) override;
  Result<void> unlink(const File& directory, const std::string& name) override;
  Result<File> lock(const File& directory, const std::string& name) override;
  std::uint64_t random() override;

 protected:
  Result<void> close(int handle) override;

 private:
  Result<File> open_directory_by_steps(const File& parent, const std::string& relative);
};

}  // namespace holdfast::disk
