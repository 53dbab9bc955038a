// Mutants that write a version's bytes or looks wrongly or too late, and say otherwise when they are read
// back.
#pragma once

#include <map>
#include <string>

#include "tests/support/mutant_file_system.hpp"

namespace holdfast::test {

class ContentMutant final : public MutantFileSystem {
 public:
  enum class Fault {
    short_write_ignored,  // half of the bytes are written, all are claimed
    written_after_sync,   // bytes
    mode_not_set,
    owner_not_set,
    attributes_not_set,
    looks_set_after_sync,
  };
  /// `reads_back`: what is read back is what was written; else what should have been.
  ContentMutant(CrashFileSystem& disk, Fault fault, bool reads_back)
      : MutantFileSystem(disk), fault_(fault), reads_back_(reads_back) {}

  disk::Result<std::size_t> write(const disk::File& file, std::string_view bytes) override;
  disk::Result<std::size_t> read(const disk::File& file, std::span<char> bytes,
                                 std::uint64_t offset) override;
  disk::Result<disk::Metadata> metadata(const disk::File& file) override;
  disk::Result<void> set_owner(const disk::File& file, uid_t uid, gid_t gid) override;
  disk::Result<void> set_mode(const disk::File& file, mode_t mode) override;
  disk::Result<void> set_attribute(const disk::File& file, const disk::Attribute& attribute) override;

 protected:
  disk::Result<void> sync(const disk::File& file, const SyncMoment& moment) override;
  disk::Result<void> close(int handle) override;

 private:
  // What was claimed of a document's temporary file.
  struct Claim {
    std::string bytes;
    std::optional<mode_t> mode;
    std::vector<std::function<void(const disk::File&)>> late;
  };
  // Null if the file is none.
  [[nodiscard]] Claim* claim_of(const disk::File& file);

  Fault fault_;
  bool reads_back_;
  std::map<int, Claim> claims_;
};

}  // namespace holdfast::test
