#include "daemon/disk/staged_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "daemon/disk/temporary_name.hpp"
#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {
namespace {

constexpr int name_attempts_max = 16;
constexpr std::string_view acl_name = "system.posix_acl_access";

bool is_any_of(const Failure& failure, std::initializer_list<int> codes) {
  return std::find(codes.begin(), codes.end(), failure.code.value()) != codes.end();
}

// Some attributes speak of the content (IMA, EVM) or are the kernel's own: a copy would be wrong.
bool is_copied(std::string_view name) {
  return name.starts_with("user.") || name == acl_name || name == "security.selinux" ||
         name.starts_with("security.SMACK64");
}

bool has(const std::vector<Attribute>& attributes, std::string_view name) {
  return std::any_of(attributes.begin(), attributes.end(),
                     [name](const Attribute& a) { return a.name == name; });
}

}  // namespace

Result<Appearance> appearance_of(FileSystem& files, const File& file, const Metadata& metadata) {
  auto attributes = files.attributes(file);
  if (!attributes) return attributes.error();
  std::erase_if(*attributes, [](const Attribute& attribute) { return !is_copied(attribute.name); });
  return Appearance{metadata.mode, true, metadata.uid, metadata.gid, std::move(*attributes)};
}

Result<StagedFile> StagedFile::create(FileSystem& files, const File& directory, std::string leaf) {
  for (int attempt = 1;; ++attempt) {
    std::string temporary = make_temporary_name(leaf, files.random());
    auto file = files.create_exclusive(directory, temporary);
    if (file) return StagedFile(files, directory, std::move(*file), std::move(temporary), std::move(leaf));
    if (file.error().code.value() != EEXIST || attempt == name_attempts_max) return file.error();
  }
}

StagedFile::StagedFile(FileSystem& files, const File& directory, File file, std::string temporary,
                       std::string leaf)
    : files_(&files),
      directory_(&directory),
      file_(std::move(file)),
      temporary_(std::move(temporary)),
      leaf_(std::move(leaf)) {}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : files_(other.files_),
      directory_(other.directory_),
      file_(std::move(other.file_)),
      temporary_(std::move(other.temporary_)),
      leaf_(std::move(other.leaf_)),
      not_kept_(std::move(other.not_kept_)),
      exists_(std::exchange(other.exists_, false)) {}

StagedFile::~StagedFile() {
  (void)discard();
}

Result<void> StagedFile::fill(std::string_view bytes, const Appearance& appearance) {
  if (auto reserved = files_->reserve(file_, bytes.size()); !reserved) return named(reserved.error());
  if (auto written = write_all(*files_, file_, bytes); !written) return named(written.error());
  if (auto set = set_appearance(appearance); !set) return named(set.error());
  return verify(bytes, appearance);
}

// Owner first: chown clears set-id bits and, with an ACL, chmod sets its mask; the ACL itself comes last and
// decides.
Result<void> StagedFile::set_appearance(const Appearance& appearance) {
  if (auto dropped = drop_inherited_attributes(appearance); !dropped) return dropped.error();
  if (appearance.keep_owner) {
    const auto own = files_->metadata(file_);
    if (!own) return own.error();
    if (own->uid != appearance.uid || own->gid != appearance.gid) {
      const auto set = files_->set_owner(file_, appearance.uid, appearance.gid);
      if (!set && !is_any_of(set.error(), {EPERM, EINVAL, ENOSYS, EOPNOTSUPP})) return set.error();
      if (!set) {
        not_kept_.push_back("owner " + std::to_string(appearance.uid) + ":" + std::to_string(appearance.gid));
      }
    }
  }
  if (auto set = files_->set_mode(file_, appearance.mode); !set) return set.error();
  for (const auto& attribute : appearance.attributes) {
    const auto set = files_->set_attribute(file_, attribute);
    if (!set && !is_any_of(set.error(), {EPERM, EACCES, EOPNOTSUPP})) return set.error();
    if (!set) not_kept_.push_back("attribute " + attribute.name);
  }
  return {};
}

// A directory's default ACL marks every file made in it; a version that replaces a file without an ACL must
// have none.
Result<void> StagedFile::drop_inherited_attributes(const Appearance& appearance) {
  if (!appearance.keep_owner) return {};
  const auto inherited = files_->attributes(file_);
  if (!inherited) return inherited.error();
  for (const auto& attribute : *inherited) {
    if (!is_copied(attribute.name) || has(appearance.attributes, attribute.name)) continue;
    const auto removed = files_->remove_attribute(file_, attribute.name);
    if (!removed && !is_any_of(removed.error(), {ENODATA, EPERM, EACCES, EOPNOTSUPP})) return removed.error();
  }
  return {};
}

// Catches what a wrong write or a file system that drops a mode would make durable. It reads the page cache,
// not the disk.
Result<void> StagedFile::verify(std::string_view bytes, const Appearance& appearance) const {
  const auto metadata = files_->metadata(file_);
  if (!metadata) return named(metadata.error());
  if (metadata->mode != appearance.mode) return named(make_failure(EIO, "comparing the mode that was set"));
  if (metadata->identity.size != bytes.size())
    return named(make_failure(EIO, "comparing the size that was written"));
  std::vector<char> chunk(std::min<std::size_t>(bytes.size(), 256 * 1024));
  for (std::uint64_t offset = 0; offset < bytes.size();) {
    const auto got = files_->read(file_, chunk, offset);
    if (!got) return named(got.error());
    const std::string_view read_back(chunk.data(), *got);
    if (*got == 0 || bytes.substr(offset, *got) != read_back) {
      return named(make_failure(EIO, "comparing the bytes that were written"));
    }
    offset += *got;
  }
  return {};
}

Result<void> StagedFile::sync() {
  if (auto synced = files_->sync_file(file_); !synced) return named(synced.error());
  return {};
}

Result<void> StagedFile::publish(RenameMode mode) {
  auto renamed = files_->rename(*directory_, temporary_, leaf_, mode);
  if (!renamed) {
    // An error may come after the deed (a lost NFS reply): the inode tells.
    const auto own = files_->metadata(file_);
    const auto target = files_->metadata_at(*directory_, leaf_);
    const bool done = own && target && target->identity.is_same_inode(own->identity);
    if (!done) return renamed.error();
  }
  exists_ = false;
  return {};
}

Result<void> StagedFile::discard() {
  if (!std::exchange(exists_, false)) return {};
  (void)file_.close();  // its content is given up
  return files_->unlink(*directory_, temporary_);
}

Failure StagedFile::named(const Failure& failure) const {
  return {failure.code, failure.doing + " (" + temporary_ + ")"};
}

}  // namespace holdfast::disk
