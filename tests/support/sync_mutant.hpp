// Mutants that leave syncs out, do them too late or misread how they ended.
#pragma once

#include <functional>
#include <optional>

#include "tests/support/mutant_file_system.hpp"

namespace holdfast::test {

/// Says of some syncs that they succeeded, without doing them.
class SkippedSync final : public MutantFileSystem {
 public:
  using Skips = bool (*)(const SyncMoment&);
  SkippedSync(CrashFileSystem& disk, Skips skips) : MutantFileSystem(disk), skips_(skips) {}

 protected:
  disk::Result<void> sync(const disk::File& file, const SyncMoment& moment) override;

 private:
  Skips skips_;
};

/// Takes a failed sync for something else.
class MisreadSync final : public MutantFileSystem {
 public:
  enum class Reading { file_succeeds, directory_succeeds, tried_again };
  MisreadSync(CrashFileSystem& disk, Reading reading) : MutantFileSystem(disk), reading_(reading) {}

 protected:
  disk::Result<void> sync(const disk::File& file, const SyncMoment& moment) override;

 private:
  Reading reading_;
};

/// Syncs the directories of documents at the wrong time: just before the names are published, or only when
/// the next commit begins, the answer to this one having been given.
class MistimedSync final : public MutantFileSystem {
 public:
  enum class Time { before_publishing, after_answer, record_after_names };
  MistimedSync(CrashFileSystem& disk, Time time) : MutantFileSystem(disk), time_(time) {}

  disk::Result<disk::Metadata> root_metadata(const std::string& path) override;
  disk::Result<void> rename(const disk::File& directory, const std::string& from, const std::string& to,
                            disk::RenameMode mode) override;
  disk::Result<void> unlink(const disk::File& directory, const std::string& name) override;

 protected:
  disk::Result<void> sync(const disk::File& file, const SyncMoment& moment) override;

 private:
  void before_publishing(const disk::File& directory);
  Time time_;
  std::vector<disk::File> late_;
  const disk::File* record_ = nullptr;  // whose sync is due
};

}  // namespace holdfast::test
