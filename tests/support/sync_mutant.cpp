#include "tests/support/sync_mutant.hpp"

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::test {

using disk::File;
using disk::Result;

Result<void> SkippedSync::sync(const File& file, const SyncMoment& moment) {
  if (skips_(moment)) return {};
  return MutantFileSystem::sync(file, moment);
}

Result<void> MisreadSync::sync(const File& file, const SyncMoment& moment) {
  auto synced = MutantFileSystem::sync(file, moment);
  if (synced) return synced;
  if (reading_ == Reading::tried_again) return MutantFileSystem::sync(file, moment);
  const auto believed = moment.of_directory ? Reading::directory_succeeds : Reading::file_succeeds;
  if (reading_ == believed) return {};
  return synced;
}

Result<disk::Metadata> MistimedSync::root_metadata(const std::string& path) {
  for (const auto& directory : std::exchange(late_, {}))
    (void)disk().sync_directory(directory);
  return MutantFileSystem::root_metadata(path);
}

void MistimedSync::before_publishing(const File& directory) {
  if (time_ == Time::before_publishing && !is_ours(directory)) (void)disk().sync_directory(directory);
}

Result<void> MistimedSync::rename(const File& directory, const std::string& from, const std::string& to,
                                  disk::RenameMode mode) {
  before_publishing(directory);
  return MutantFileSystem::rename(directory, from, to, mode);
}

Result<void> MistimedSync::unlink(const File& directory, const std::string& name) {
  if (!disk::is_temporary_name(name)) before_publishing(directory);
  return MutantFileSystem::unlink(directory, name);
}

Result<void> MistimedSync::sync(const File& file, const SyncMoment& moment) {
  if (time_ == Time::record_after_names) {
    if (moment.of_journal && moment.of_data && !moment.in_recovery) {
      record_ = &file;
      return {};
    }
    if (moment.of_directory && !moment.of_ours && record_ != nullptr)
      (void)disk().sync_data(*std::exchange(record_, nullptr));
    return MutantFileSystem::sync(file, moment);
  }
  if (!is_publishing() || !moment.of_directory || moment.of_ours) return MutantFileSystem::sync(file, moment);
  if (time_ == Time::after_answer) {
    auto kept = disk().open_directory(file, "");
    if (!kept) return kept.error();
    late_.push_back(std::move(*kept));
  }
  return {};
}

}  // namespace holdfast::test
