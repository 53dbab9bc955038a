// Mutants that make, publish or remove names in another way than the protocol's.
#pragma once

#include <map>
#include <string>

#include "tests/support/mutant_file_system.hpp"

namespace holdfast::test {

class NameMutant final : public MutantFileSystem {
 public:
  enum class Fault {
    taken_name_opened,        // O_EXCL left out
    taken_name_truncated,     // and O_TRUNC put in
    written_in_place,         // documents
    copied_over,              // a version is copied over the old one instead of renamed
    target_removed_first,     // before the rename
    replaces_always,          // also where a new document must replace nothing
    temporary_stays,          // unlink does nothing
    stale_version_published,  // recovery renames what it should remove
    lock_shared,
  };
  NameMutant(CrashFileSystem& disk, Fault fault) : MutantFileSystem(disk), fault_(fault) {}

  disk::Result<disk::File> create_exclusive(const disk::File& directory, const std::string& name) override;
  disk::Result<void> rename(const disk::File& directory, const std::string& from, const std::string& to,
                            disk::RenameMode mode) override;
  disk::Result<void> unlink(const disk::File& directory, const std::string& name) override;
  disk::Result<disk::File> lock(const disk::File& directory, const std::string& name) override;

 private:
  [[nodiscard]] bool writes_in_place(const disk::File& directory) const;
  disk::Result<void> copy_over(const disk::File& directory, const std::string& from, const std::string& to);

  Fault fault_;
  std::map<std::string, std::string> in_place_;  // temporary names that stand for their targets
};

}  // namespace holdfast::test
