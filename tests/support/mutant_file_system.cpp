#include "tests/support/mutant_file_system.hpp"

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::test {
namespace {

using disk::File;
using disk::Result;
constexpr const char* own_directory = ".holdfast";
constexpr const char* journal_directory = ".holdfast/journal";

}  // namespace

bool MutantFileSystem::is_ours(const File& file) const {
  return opened(file).directory == own_directory || is_of_journal(file);
}

bool MutantFileSystem::is_of_journal(const File& file) const {
  return opened(file).directory == journal_directory;
}

bool MutantFileSystem::is_staged(const File& directory, const std::string& name) const {
  return !is_ours(directory) && disk::is_temporary_name(name);
}

// Every commit begins with it.
Result<disk::Metadata> MutantFileSystem::root_metadata(const std::string& path) {
  in_recovery_ = publishing_ = false;
  synced_after_publishing_ = 0;
  return ForwardingFileSystem::root_metadata(path);
}

Result<void> MutantFileSystem::make_directory(const File& parent, const std::string& name, mode_t mode) {
  courses_[opened(parent).directory].made_directory = true;
  return ForwardingFileSystem::make_directory(parent, name, mode);
}

Result<File> MutantFileSystem::create_exclusive(const File& directory, const std::string& name) {
  courses_[opened(directory).directory].created = true;
  ours_touched_ |= is_ours(directory);
  return ForwardingFileSystem::create_exclusive(directory, name);
}

Result<void> MutantFileSystem::rename(const File& directory, const std::string& from, const std::string& to,
                                      disk::RenameMode mode) {
  courses_[opened(directory).directory].renamed = true;
  published_.insert(opened(directory).directory + "/" + from);
  publishing_ |= !is_ours(directory);
  return ForwardingFileSystem::rename(directory, from, to, mode);
}

Result<void> MutantFileSystem::unlink(const File& directory, const std::string& name) {
  courses_[opened(directory).directory].unlinked = true;
  publishing_ |= !is_ours(directory) && !disk::is_temporary_name(name);
  return ForwardingFileSystem::unlink(directory, name);
}

SyncMoment MutantFileSystem::moment_of_file(const File& file) const {
  SyncMoment moment;
  moment.of_ours = is_ours(file);
  moment.of_journal = is_of_journal(file);
  moment.of_temporary = disk::is_temporary_name(opened(file).name);
  moment.published = published_.contains(opened(file).directory + "/" + opened(file).name);
  moment.in_recovery = in_recovery_;
  moment.ours_touched = ours_touched_;
  return moment;
}

Result<void> MutantFileSystem::sync_file(const File& file) {
  return sync(file, moment_of_file(file));
}

Result<void> MutantFileSystem::sync_data(const File& file) {
  auto moment = moment_of_file(file);
  moment.of_data = true;
  return sync(file, moment);
}

Result<void> MutantFileSystem::sync_directory(const File& directory) {
  const auto course = std::exchange(courses_[opened(directory).directory], Course());
  SyncMoment moment;
  moment.of_directory = true;
  moment.of_ours = is_ours(directory);
  moment.of_journal = is_of_journal(directory);
  moment.in_recovery = in_recovery_;
  moment.synced_after_publishing = synced_after_publishing_;
  moment.made_directory = course.made_directory;
  moment.created = course.created;
  moment.renamed = course.renamed;
  moment.unlinked = course.unlinked;
  moment.ours_touched = ours_touched_;
  if (publishing_ && !moment.of_ours) ++synced_after_publishing_;
  return sync(directory, moment);
}

Result<void> MutantFileSystem::sync(const File& file, const SyncMoment& moment) {
  if (moment.of_directory) return ForwardingFileSystem::sync_directory(file);
  return moment.of_data ? ForwardingFileSystem::sync_data(file) : ForwardingFileSystem::sync_file(file);
}

}  // namespace holdfast::test
