// The directory that the daemon owns: held open for life, locked against a second daemon, with our own things
// in `.holdfast`. Finds documents, opens and makes the directories they lie in, and sweeps temporary files
// that a crash left.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/disk/file_system.hpp"
#include "daemon/document/document_name.hpp"

namespace holdfast::disk {

class ManagedDirectory {
 public:
  /// Opens and locks. Fails with EWOULDBLOCK if another daemon owns the directory. Makes `.holdfast` durable
  /// if it is new. Blocks.
  [[nodiscard]] static Result<ManagedDirectory> open(FileSystem& files, const std::string& path);

  [[nodiscard]] FileSystem& files() const { return *files_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// `.holdfast`, for our own files.
  [[nodiscard]] const File& own() const { return own_; }

  /// A directory in `.holdfast`, made where missing; durable there on return.
  [[nodiscard]] Result<File> open_own(const std::string& name) const;

  /// The directory a document lies in. Fails with ENOENT if there is none.
  [[nodiscard]] Result<File> open_parent(const document::DocumentName& name) const;
  /// The same, made where missing. All directories on the way are durable in their parents on return.
  [[nodiscard]] Result<File> make_parent(const document::DocumentName& name) const;

  /// Fails with ESTALE if the path no longer leads to the directory that was opened: what is written would
  /// not be seen.
  [[nodiscard]] Result<void> check_in_place() const;

  /// All names that could be documents: regular files in directories whose names fit the grammar. Blocks.
  [[nodiscard]] Result<std::vector<document::DocumentName>> find_documents() const;

  /// Removes temporary files of ours: our pattern, our owner or the target's, regular, one link. What cannot
  /// be removed is reported and left. Returns how many were removed.
  [[nodiscard]] Result<std::size_t> sweep(const std::function<void(const Failure&)>& report) const;

 private:
  ManagedDirectory(FileSystem& files, std::string path, File root, File own, File lock, Metadata metadata);
  using Visit =
      std::function<void(const File& directory, const std::string& below, const DirectoryEntry& entry)>;
  [[nodiscard]] Result<void> walk(const File& directory, const std::string& below, std::size_t depth,
                                  const Visit& visit) const;

  FileSystem* files_;
  std::string path_;
  File root_;
  File own_;
  File lock_;
  Metadata metadata_;
};

}  // namespace holdfast::disk
