#include "tests/support/name_mutant.hpp"

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::test {

using disk::File;
using disk::Result;

bool NameMutant::writes_in_place(const File& directory) const {
  return fault_ == Fault::written_in_place && !is_ours(directory);
}

Result<File> NameMutant::create_exclusive(const File& directory, const std::string& name) {
  const auto open = [&](const std::string& existing, bool truncate) {
    return adopt(disk().open_in_place(directory, existing, truncate), opened(directory).directory, name);
  };
  const bool is_taken = disk().metadata_at(directory, name).has_value();
  if (is_taken && fault_ == Fault::taken_name_opened) return open(name, false);
  if (is_taken && fault_ == Fault::taken_name_truncated) return open(name, true);
  if (writes_in_place(directory) && disk::is_temporary_name(name)) {
    const std::string target(disk::target_of_temporary(name));
    if (disk().metadata_at(directory, target)) {
      in_place_[name] = target;
      return open(target, true);
    }
  }
  return MutantFileSystem::create_exclusive(directory, name);
}

// The other file stays as a name of its own until it is removed here.
Result<void> NameMutant::copy_over(const File& directory, const std::string& from, const std::string& to) {
  const auto source = disk().open_for_reading(directory, from);
  if (!source) return source.error();
  std::string bytes(disk().metadata(*source)->identity.size, '\0');
  (void)disk().read(*source, bytes, 0);
  const auto target = disk().open_in_place(directory, to, true);
  if (!target) return target.error();
  if (auto written = disk().write(*target, bytes); !written) return written.error();
  if (auto synced = disk().sync_file(*target); !synced) return synced.error();
  return disk().unlink(directory, from);
}

Result<void> NameMutant::rename(const File& directory, const std::string& from, const std::string& to,
                                disk::RenameMode mode) {
  if (in_place_.erase(from) != 0) return {};
  const bool replaces = mode == disk::RenameMode::replace && disk().metadata_at(directory, to).has_value();
  if (is_ours(directory)) return MutantFileSystem::rename(directory, from, to, mode);
  if (fault_ == Fault::replaces_always) mode = disk::RenameMode::replace;
  if (fault_ == Fault::copied_over && replaces) return copy_over(directory, from, to);
  if (fault_ == Fault::target_removed_first && replaces) (void)disk().unlink(directory, to);
  return MutantFileSystem::rename(directory, from, to, mode);
}

Result<void> NameMutant::unlink(const File& directory, const std::string& name) {
  const bool temporary = disk::is_temporary_name(name);
  if (in_place_.erase(name) != 0) return {};
  if (temporary && fault_ == Fault::temporary_stays) return {};
  if (fault_ == Fault::stale_version_published && in_recovery() && is_staged(directory, name))
    return MutantFileSystem::rename(directory, name, std::string(disk::target_of_temporary(name)),
                                    disk::RenameMode::replace);
  return MutantFileSystem::unlink(directory, name);
}

Result<File> NameMutant::lock(const File& directory, const std::string& name) {
  if (fault_ != Fault::lock_shared || !disk().metadata_at(directory, name))
    return MutantFileSystem::lock(directory, name);
  return adopt(disk().open_for_reading(directory, name), opened(directory).directory, name);
}

}  // namespace holdfast::test
