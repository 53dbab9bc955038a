// A new version of a file on its way to its place: a temporary file in the target's own directory that is
// written, given its metadata, read back, synced and at last renamed over the target. What is not published
// is removed again. Trap: one descriptor from creation to the end, so that an error of writing back cannot be
// reported to somebody else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

/// What the new version is to look like beside its bytes.
struct Appearance {
  mode_t mode = 0644;
  bool keep_owner = false;  // give it uid and gid; else it is the daemon's own
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<Attribute> attributes;
};

/// The appearance of an existing file, to be kept.
[[nodiscard]] Result<Appearance> appearance_of(FileSystem& files, const File& file, const Metadata& metadata);

class StagedFile {
 public:
  /// Makes the temporary file; tries other names if one is taken. `directory` must outlive this.
  [[nodiscard]] static Result<StagedFile> create(FileSystem& files, const File& directory, std::string leaf);

  StagedFile(StagedFile&& other) noexcept;
  StagedFile& operator=(StagedFile&&) = delete;
  /// Discards what was not published.
  ~StagedFile();

  /// Writes all bytes, sets the appearance, then reads both back and compares. All metadata is set before the
  /// sync, or a crash could lose it. Blocks. Nothing is durable yet.
  [[nodiscard]] Result<void> fill(std::string_view bytes, const Appearance& appearance);

  /// Durable on return: bytes and metadata, not the name. Not to be repeated: after a failure this file is of
  /// no use.
  [[nodiscard]] Result<void> sync();

  /// Renames over the target. Visible on return, durable after a sync of the directory.
  [[nodiscard]] Result<void> publish(RenameMode mode);

  /// Unlinks the temporary file unless it was published. Does nothing the second time.
  [[nodiscard]] Result<void> discard();

  /// Lets the temporary file stay: recovery will finish or remove it.
  void leave() { exists_ = false; }

  [[nodiscard]] const std::string& temporary_name() const { return temporary_; }
  [[nodiscard]] const File& file() const { return file_; }
  /// Hands the file on, open for reading and writing. Precondition: published.
  [[nodiscard]] File take_file() { return std::move(file_); }
  /// What of the appearance could not be kept (owner, some attribute), in words; not a failure.
  [[nodiscard]] const std::vector<std::string>& not_kept() const { return not_kept_; }

 private:
  StagedFile(FileSystem& files, const File& directory, File file, std::string temporary, std::string leaf);

  [[nodiscard]] Result<void> set_appearance(const Appearance& appearance);
  [[nodiscard]] Result<void> drop_inherited_attributes(const Appearance& appearance);
  [[nodiscard]] Result<void> verify(std::string_view bytes, const Appearance& appearance) const;
  [[nodiscard]] Failure named(const Failure& failure) const;

  FileSystem* files_;
  const File* directory_;
  File file_;
  std::string temporary_;
  std::string leaf_;
  std::vector<std::string> not_kept_;
  bool exists_ = true;  // the temporary name is ours to remove
};

}  // namespace holdfast::disk
