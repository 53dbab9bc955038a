#include "daemon/commit/redo.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "daemon/disk/document_file.hpp"
#include "daemon/disk/staged_file.hpp"

namespace holdfast::commit {
namespace {

using disk::DocumentFile;
using disk::Failure;
using disk::File;
using disk::Result;

class Redo {
 public:
  Redo(const disk::ManagedDirectory& directory, const JournaledChange& change, const CommitLimits& limits)
      : directory_(directory), files_(directory.files()), change_(change), limits_(limits) {}

  // Returns whether the old version was there still.
  Result<bool> run();
  [[nodiscard]] std::optional<Notice> notice() const { return notice_; }

 private:
  // Nothing where there is no file; an obstacle is somebody's deed.
  Result<std::optional<DocumentFile>> look();
  [[nodiscard]] bool is_inode_before(const disk::Identity& identity) const;
  Result<bool> settle(const std::optional<DocumentFile>& now);
  Result<bool> replace(const std::optional<DocumentFile>& now);
  Result<bool> remove();
  Result<void> fill(disk::StagedFile& staged, const std::optional<DocumentFile>& now);
  Result<bool> keep(const std::string& why);

  const disk::ManagedDirectory& directory_;
  disk::FileSystem& files_;
  const JournaledChange& change_;
  const CommitLimits& limits_;
  File parent_;
  std::optional<Notice> notice_;
};

Result<bool> Redo::run() {
  // Every directory on the way is made durable in its parent, also one that is there already.
  const bool wanted = !change_.digest_after.empty();
  auto parent = wanted ? directory_.make_parent(change_.name) : directory_.open_parent(change_.name);
  if (!parent && is_gone(parent.error())) return wanted ? keep("its directory is something else now") : false;
  if (!parent) return parent.error();
  parent_ = std::move(*parent);
  const auto now = look();
  if (!now && is_obstacle(now.error())) return keep(now.error().text());
  if (!now) return now.error();
  const bool was_absent = change_.digest_before.empty();
  const std::string digest = *now ? disk::digest_of((*now)->bytes) : std::string();
  if (digest == change_.digest_after) return settle(*now);
  // The very inode: the same bytes in another one are somebody's edit.
  const bool is_old =
      digest == change_.digest_before && (was_absent || is_inode_before((*now)->metadata.identity));
  if (!is_old) return keep("it was edited since");
  return wanted ? replace(*now) : remove();
}

Result<std::optional<DocumentFile>> Redo::look() {
  auto file = disk::read_document(files_, parent_, change_.name.leaf(), limits_.document_bytes_max);
  if (!file && file.error().code.value() == ENOENT) return std::optional<DocumentFile>();
  if (!file) return file.error();
  return std::optional(std::move(*file));
}

// Not by its device, which differs from mount to mount; and by its birth, because inode numbers are used
// again.
bool Redo::is_inode_before(const disk::Identity& identity) const {
  return identity.inode == change_.inode_before && identity.born_ns == change_.born_before_ns;
}

// The new version is there, perhaps in the kernel's memory only.
Result<bool> Redo::settle(const std::optional<DocumentFile>& now) {
  if (now) {
    if (auto synced = files_.sync_file(now->file); !synced) return synced.error();
  }
  if (auto synced = files_.sync_directory(parent_); !synced) return synced.error();
  return false;
}

Result<bool> Redo::replace(const std::optional<DocumentFile>& now) {
  auto staged = disk::StagedFile::create(files_, parent_, change_.name.leaf());
  if (!staged) return staged.error();
  if (auto filled = fill(*staged, now); !filled) return filled.error();
  if (auto synced = staged->sync(); !synced) return synced.error();
  const auto mode = now ? disk::RenameMode::replace : disk::RenameMode::no_replace;
  if (auto published = staged->publish(mode); !published) return published.error();
  if (auto synced = files_.sync_directory(parent_); !synced) return synced.error();
  if (auto synced = staged->sync(); !synced) return synced.error();
  return true;
}

Result<void> Redo::fill(disk::StagedFile& staged, const std::optional<DocumentFile>& now) {
  const std::string_view before = now ? std::string_view(now->bytes) : std::string_view();
  const auto broken = disk::make_failure(
      EBADMSG, "doing the change of " + change_.name.text() + " in the journal again (it does not fit)");
  if (!document::fits(before, change_.splices)) return broken;
  const auto bytes = document::redo(before, change_.splices);
  if (disk::digest_of(bytes) != change_.digest_after) return broken;
  disk::Appearance appearance;
  appearance.mode = change_.mode;
  if (now) {
    auto kept = disk::appearance_of(files_, now->file, now->metadata);
    if (!kept) return kept.error();
    appearance = std::move(*kept);
  }
  return staged.fill(bytes, appearance);
}

Result<bool> Redo::remove() {
  if (auto gone = files_.unlink(parent_, change_.name.leaf()); !gone) return gone.error();
  if (auto synced = files_.sync_directory(parent_); !synced) return synced.error();
  return true;
}

Result<bool> Redo::keep(const std::string& why) {
  notice_ = Notice{Notice::Kind::recovered,
                   change_.name.text() + " is not brought to revision " +
                       std::to_string(change_.revision.number) + " that a crash cut short: " + why,
                   change_.name.text(), std::nullopt};
  return false;
}

}  // namespace

bool is_gone(const Failure& failure) {
  constexpr std::array codes{ENOENT, ENOTDIR, ELOOP, EXDEV};
  return std::find(codes.begin(), codes.end(), failure.code.value()) != codes.end();
}

bool is_obstacle(const Failure& failure) {
  constexpr std::array codes{EMLINK, EBUSY, EPERM, EFBIG, ELOOP, EINVAL, EISDIR};
  return std::find(codes.begin(), codes.end(), failure.code.value()) != codes.end();
}

Result<Redone> redo(const disk::ManagedDirectory& directory, const JournaledGroup& group,
                    const CommitLimits& limits) {
  Redone redone;
  for (const auto& change : group.changes) {
    if (change.by_hand) continue;
    Redo one(directory, change, limits);
    const auto finished = one.run();
    if (!finished) return finished.error();
    if (*finished) ++redone.finished;
    if (const auto notice = one.notice()) redone.notices.push_back(*notice);
  }
  return redone;
}

}  // namespace holdfast::commit
