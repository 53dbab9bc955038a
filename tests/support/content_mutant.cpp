#include "tests/support/content_mutant.hpp"

#include <algorithm>

namespace holdfast::test {

using disk::File;
using disk::Result;

ContentMutant::Claim* ContentMutant::claim_of(const File& file) {
  if (!is_staged(file, opened(file).name)) return nullptr;
  return &claims_[file.handle()];
}

Result<void> ContentMutant::close(int handle) {
  claims_.erase(handle);
  return MutantFileSystem::close(handle);
}

Result<std::size_t> ContentMutant::write(const File& file, std::string_view bytes) {
  auto* claim = claim_of(file);
  if (claim == nullptr) return MutantFileSystem::write(file, bytes);
  claim->bytes.append(bytes);
  if (fault_ == Fault::short_write_ignored) {
    (void)MutantFileSystem::write(file, bytes.substr(0, bytes.size() / 2));
    return bytes.size();
  }
  if (fault_ == Fault::written_after_sync) {
    claim->late.emplace_back(
        [this, text = std::string(bytes)](const File& at) { (void)disk().write(at, text); });
    return bytes.size();
  }
  return MutantFileSystem::write(file, bytes);
}

Result<std::size_t> ContentMutant::read(const File& file, std::span<char> bytes, std::uint64_t offset) {
  const auto* claim = claim_of(file);
  if (claim == nullptr || reads_back_ || claim->bytes.empty())
    return MutantFileSystem::read(file, bytes, offset);
  if (offset >= claim->bytes.size()) return std::size_t{0};
  return claim->bytes.copy(bytes.data(), bytes.size(), offset);
}

Result<disk::Metadata> ContentMutant::metadata(const File& file) {
  auto metadata = MutantFileSystem::metadata(file);
  const auto* claim = claim_of(file);
  if (!metadata || claim == nullptr || reads_back_) return metadata;
  if (!claim->bytes.empty()) metadata->identity.size = claim->bytes.size();
  if (claim->mode) metadata->mode = *claim->mode;
  return metadata;
}

Result<void> ContentMutant::set_owner(const File& file, uid_t uid, gid_t gid) {
  auto* claim = claim_of(file);
  if (claim == nullptr) return MutantFileSystem::set_owner(file, uid, gid);
  if (fault_ == Fault::owner_not_set) return {};
  if (fault_ != Fault::looks_set_after_sync) return MutantFileSystem::set_owner(file, uid, gid);
  claim->late.emplace_back([this, uid, gid](const File& at) { (void)disk().set_owner(at, uid, gid); });
  return {};
}

Result<void> ContentMutant::set_mode(const File& file, mode_t mode) {
  auto* claim = claim_of(file);
  if (claim == nullptr) return MutantFileSystem::set_mode(file, mode);
  claim->mode = mode;
  if (fault_ == Fault::mode_not_set) return {};
  if (fault_ != Fault::looks_set_after_sync) return MutantFileSystem::set_mode(file, mode);
  claim->late.emplace_back([this, mode](const File& at) { (void)disk().set_mode(at, mode); });
  return {};
}

Result<void> ContentMutant::set_attribute(const File& file, const disk::Attribute& attribute) {
  auto* claim = claim_of(file);
  if (claim == nullptr) return MutantFileSystem::set_attribute(file, attribute);
  if (fault_ == Fault::attributes_not_set) return {};
  if (fault_ != Fault::looks_set_after_sync) return MutantFileSystem::set_attribute(file, attribute);
  claim->late.emplace_back([this, attribute](const File& at) { (void)disk().set_attribute(at, attribute); });
  return {};
}

Result<void> ContentMutant::sync(const File& file, const SyncMoment& moment) {
  auto synced = MutantFileSystem::sync(file, moment);
  if (moment.of_directory) return synced;
  if (auto* claim = claim_of(file)) {
    for (const auto& deed : std::exchange(claim->late, {}))
      deed(file);
  }
  return synced;
}

}  // namespace holdfast::test
