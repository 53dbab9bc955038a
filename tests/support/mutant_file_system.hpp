// What the mutants of the protocol stand on: a file system that recognises, call by call, which step of the
// store's protocol is under way. A mutant leaves one step out, does it at another time or falsifies what it
// says; the store above it is the one that ships.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/support/crash_file_system.hpp"
#include "tests/support/forwarding_file_system.hpp"

namespace holdfast::test {

/// A sync that the store asks for, and where it stands in the protocol.
struct SyncMoment {
  bool of_directory = false;
  bool of_ours = false;       // in or of `.holdfast` or `.holdfast/journal`
  bool of_journal = false;    // in or of the latter
  bool of_data = false;       // fdatasync
  bool of_temporary = false;  // a file that was created under a temporary name
  bool published = false;     // and has been renamed since
  bool in_recovery = false;   // before the first commit
  std::size_t synced_after_publishing =
      0;  // directories of documents, since the first name of this commit was published
  // A directory: what happened in it since the sync before.
  bool made_directory = false;
  bool created = false;
  bool renamed = false;
  bool unlinked = false;
  bool ours_touched = false;  // `.holdfast` or below: something was created in it by this process
};

class MutantFileSystem : public ForwardingFileSystem {
 public:
  explicit MutantFileSystem(CrashFileSystem& disk) : ForwardingFileSystem(disk), disk_(disk) {}

  disk::Result<disk::Metadata> root_metadata(const std::string& path) override;
  disk::Result<void> make_directory(const disk::File& parent, const std::string& name, mode_t mode) override;
  disk::Result<disk::File> create_exclusive(const disk::File& directory, const std::string& name) override;
  disk::Result<void> sync_file(const disk::File& file) final;
  disk::Result<void> sync_data(const disk::File& file) final;
  disk::Result<void> sync_directory(const disk::File& directory) final;
  disk::Result<void> rename(const disk::File& directory, const std::string& from, const std::string& to,
                            disk::RenameMode mode) override;
  disk::Result<void> unlink(const disk::File& directory, const std::string& name) override;

 protected:
  /// Does a sync that the store asks for.
  virtual disk::Result<void> sync(const disk::File& file, const SyncMoment& moment);

  [[nodiscard]] CrashFileSystem& disk() { return disk_; }
  [[nodiscard]] bool in_recovery() const { return in_recovery_; }
  /// Some document was renamed or unlinked since the commit began.
  [[nodiscard]] bool is_publishing() const { return publishing_; }
  [[nodiscard]] bool is_ours(const disk::File& file) const;
  [[nodiscard]] bool is_of_journal(const disk::File& file) const;
  /// A document's temporary file.
  [[nodiscard]] bool is_staged(const disk::File& directory, const std::string& name) const;

 private:
  [[nodiscard]] SyncMoment moment_of_file(const disk::File& file) const;

  struct Course {
    bool made_directory = false;
    bool created = false;
    bool renamed = false;
    bool unlinked = false;
  };

  CrashFileSystem& disk_;
  std::map<std::string, Course> courses_;  // by directory, since its last sync
  std::set<std::string> published_;        // paths of temporary files
  bool in_recovery_ = true;
  bool publishing_ = false;
  bool ours_touched_ = false;
  std::size_t synced_after_publishing_ = 0;
};

}  // namespace holdfast::test
