#include "daemon/commit/publication.hpp"

#include <algorithm>
#include <cerrno>

#include "daemon/disk/digest.hpp"
#include "daemon/disk/document_file.hpp"

namespace holdfast::commit {

using disk::File;
using disk::Result;

Publication::Publication(const disk::ManagedDirectory& directory, const std::vector<PlannedChange>& changes,
                         mode_t new_file_mode, disk::SyncPool& pool)
    : directory_(directory), files_(directory.files()), new_file_mode_(new_file_mode), pool_(pool) {
  for (const auto& change : changes) {
    items_.push_back({&change, nullptr, std::nullopt, {}});
    digests_.push_back(change.after ? disk::digest_of(change.after->bytes()) : std::string());
  }
}

Publication::~Publication() {
  if (!left_) (void)discard();
}

Result<void> Publication::sync_all(const std::vector<disk::SyncPool::Task>& tasks) {
  const auto start = std::chrono::steady_clock::now();
  const Result<void> synced = pool_.run(tasks);
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  sync_time_ += took;
  slowest_sync_ = std::max(slowest_sync_, took);
  return synced;
}

Result<const File*> Publication::parent_of(const document::DocumentName& name, bool make) {
  const std::string path = name.directory();
  if (const auto known = parents_.find(path); known != parents_.end()) return known->second.get();
  auto opened = make ? directory_.make_parent(name) : directory_.open_parent(name);
  if (!opened) return opened.error();
  return parents_.emplace(path, std::make_unique<File>(std::move(*opened))).first->second.get();
}

Result<void> Publication::read_appearance(Item& item) {
  item.appearance = {};
  item.appearance.mode = new_file_mode_;
  if (!item.change->before) return {};
  const auto target = files_.open_for_reading(*item.parent, item.change->name.leaf());
  if (!target) return target.error();
  const auto metadata = files_.metadata(*target);
  if (!metadata) return metadata.error();
  auto appearance = disk::appearance_of(files_, *target, *metadata);
  if (!appearance) return appearance.error();
  item.appearance = std::move(*appearance);
  return {};
}

Result<void> Publication::fill(Item& item) {
  auto staged = disk::StagedFile::create(files_, *item.parent, item.change->name.leaf());
  if (!staged) return staged.error();
  item.staged.emplace(std::move(*staged));
  return item.staged->fill(item.change->after->bytes(), item.appearance);
}

Result<void> Publication::stage() {
  for (auto& item : items_) {
    const auto parent = parent_of(item.change->name, !item.change->before);
    if (!parent) return parent.error();
    item.parent = *parent;
    if (!item.change->after) continue;
    if (auto read = read_appearance(item); !read) return read.error();
    if (auto filled = fill(item); !filled) return filled.error();
  }
  return {};
}

Result<void> Publication::stage_anew() {
  for (auto& item : items_) {
    if (!item.staged) continue;
    // What stays behind is swept at the next start.
    (void)item.staged->discard();
    item.staged.reset();
    if (auto filled = fill(item); !filled) return filled.error();
  }
  return {};
}

std::vector<disk::SyncPool::Task> Publication::file_syncs() {
  std::vector<disk::SyncPool::Task> tasks;
  for (auto& item : items_) {
    if (item.staged) tasks.emplace_back([&staged = *item.staged] { return staged.sync(); });
  }
  return tasks;
}

Result<void> Publication::sync_files() {
  return sync_all(file_syncs());
}

Result<void> Publication::sync_beside(const std::function<Result<void>()>& other, Result<void>& other_done) {
  auto tasks = file_syncs();
  // First, because it writes least and decides most.
  tasks.insert(tasks.begin(), [&other, &other_done]() -> Result<void> {
    other_done = other();
    return {};
  });
  return sync_all(tasks);
}

Result<void> Publication::sync_names() {
  std::vector<disk::SyncPool::Task> tasks;
  for (const auto& [path, parent] : parents_)
    tasks.emplace_back([this, &at = *parent] { return files_.sync_directory(at); });
  return sync_all(tasks);
}

std::vector<JournaledChange> Publication::journaled() const {
  std::vector<JournaledChange> journaled;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const auto& change = *items_[i].change;
    const auto& appearance = items_[i].appearance;
    JournaledChange one{
        change.name,    change.revision, false,         {}, 0, 0, digests_[i], appearance.mode,
        appearance.uid, appearance.gid,  change.splices};
    if (change.before) {
      one.digest_before = change.before->digest;
      one.inode_before = change.before->metadata.identity.inode;
      one.born_before_ns = change.before->metadata.identity.born_ns;
    }
    journaled.push_back(std::move(one));
  }
  return journaled;
}

bool Publication::targets_are_as_known() const {
  for (const auto& item : items_) {
    const auto now = files_.metadata_at(*item.parent, item.change->name.leaf());
    const bool exists = now || now.error().code.value() != ENOENT;
    if (exists != (item.change->before != nullptr)) return false;
    if (exists && (!now || now->identity != item.change->before->metadata.identity)) return false;
  }
  return true;
}

Result<void> Publication::publish() {
  for (; published_ < items_.size(); ++published_) {
    if (auto done = publish_item(items_[published_]); !done) return done.error();
  }
  return {};
}

Result<void> Publication::publish_item(Item& item) {
  if (!item.staged) {
    const auto gone = files_.unlink(*item.parent, item.change->name.leaf());
    if (gone) return {};
    // An error may come after the deed, as with a rename; and who came first is no matter.
    const auto now = files_.metadata_at(*item.parent, item.change->name.leaf());
    if (!now && now.error().code.value() == ENOENT) return {};
    return gone.error();
  }
  const auto mode = item.change->before ? disk::RenameMode::replace : disk::RenameMode::no_replace;
  return item.staged->publish(mode);
}

Result<void> Publication::settle() {
  if (auto synced = sync_names(); !synced) return synced.error();
  return sync_files();
}

bool Publication::is_repeatable() const {
  return std::all_of(items_.begin(), items_.end(), [](const Item& item) { return item.staged.has_value(); });
}

// A descriptor on which an fsync failed is not to be trusted with another.
Result<void> Publication::reopen_parents() {
  for (auto& [path, parent] : parents_) {
    auto fresh = files_.open_directory(*parent, "");
    if (!fresh) return fresh.error();
    *parent = std::move(*fresh);
  }
  return {};
}

Result<void> Publication::repeat() {
  if (auto reopened = reopen_parents(); !reopened) return reopened.error();
  for (auto& item : items_) {
    // Only over our own version: whatever else lies there now is somebody's edit.
    const auto own = files_.metadata(item.staged->file());
    const auto now = files_.metadata_at(*item.parent, item.change->name.leaf());
    if (!own) return own.error();
    if (!now || now->identity != own->identity) return disk::make_failure(EBUSY, "replacing a file anew");
    item.staged.reset();
    if (auto filled = fill(item); !filled) return filled.error();
    if (auto synced = sync_all({[&staged = *item.staged] { return staged.sync(); }}); !synced)
      return synced.error();
    if (auto renamed = item.staged->publish(disk::RenameMode::replace); !renamed) return renamed.error();
  }
  return settle();
}

Result<void> Publication::discard() {
  Result<void> first;
  for (auto& item : items_) {
    if (!item.staged) continue;
    if (auto gone = item.staged->discard(); !gone && first) first = gone.error();
  }
  return first;
}

void Publication::leave_for_recovery() {
  left_ = true;
  for (auto& item : items_) {
    if (item.staged) item.staged->leave();
  }
}

Result<std::vector<std::optional<disk::Metadata>>> Publication::result() const {
  std::vector<std::optional<disk::Metadata>> result;
  for (const auto& item : items_) {
    if (!item.staged) {
      result.emplace_back();
      continue;
    }
    auto metadata = files_.metadata(item.staged->file());
    if (!metadata) return metadata.error();
    result.emplace_back(*metadata);
  }
  return result;
}

std::vector<std::string> Publication::not_kept() const {
  std::vector<std::string> sentences;
  for (const auto& item : items_) {
    if (!item.staged || item.staged->not_kept().empty()) continue;
    std::string sentence = item.change->name.text() + ": could not keep";
    for (const auto& what : item.staged->not_kept())
      sentence += " " + what + ",";
    sentence.back() = ' ';
    sentences.push_back(sentence + "(the daemon's user may not set it)");
  }
  return sentences;
}

}  // namespace holdfast::commit
