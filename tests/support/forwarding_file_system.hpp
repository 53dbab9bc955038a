// A file system that hands every call on to another one, and knows of each open file by what name it was
// opened. What is to differ is overridden by those derived from it.
#pragma once

#include <map>
#include <string>

#include "daemon/disk/file_system.hpp"

namespace holdfast::test {

class ForwardingFileSystem : public disk::FileSystem {
 public:
  /// `real` must outlive this.
  explicit ForwardingFileSystem(disk::FileSystem& real) : real_(real) {}

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
  std::uint64_t random() override { return real_.random(); }

 protected:
  struct Open {
    disk::File file;
    std::string directory;  // "" for the managed one; of a directory itself, its path
    std::string name;       // empty for a directory
  };

  disk::Result<void> close(int handle) override;
  [[nodiscard]] disk::FileSystem& real() { return real_; }
  /// Takes a file that the real file system opened.
  disk::Result<disk::File> adopt(disk::Result<disk::File> opened, std::string directory, std::string name);
  [[nodiscard]] const Open& opened(const disk::File& file) const { return open_.at(file.handle()); }

 private:
  disk::FileSystem& real_;
  std::map<int, Open> open_;
};

}  // namespace holdfast::test
