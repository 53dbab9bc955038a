// Carries a decision to the disk in the order that survives any crash: stage and sync every new version,
// rename them into place, sync the directories. Each step is a call of its own, because what a failure means
// depends on the step.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/journal_record.hpp"
#include "daemon/disk/managed_directory.hpp"
#include "daemon/disk/staged_file.hpp"
#include "daemon/disk/sync_pool.hpp"

namespace holdfast::commit {

class Publication {
 public:
  /// Keeps references to all but the mode.
  Publication(const disk::ManagedDirectory& directory, const std::vector<PlannedChange>& changes,
              mode_t new_file_mode, disk::SyncPool& pool);
  ~Publication();
  Publication(const Publication&) = delete;
  Publication& operator=(const Publication&) = delete;

  /// Makes missing directories and writes every new version beside its target. Nothing is visible or durable
  /// yet.
  [[nodiscard]] disk::Result<void> stage();
  /// The same anew, with fresh files, where those before are of no use.
  [[nodiscard]] disk::Result<void> stage_anew();
  /// Makes what was staged durable, all at once, and beside it does `other`, which is told of by itself.
  [[nodiscard]] disk::Result<void> sync_beside(const std::function<disk::Result<void>()>& other,
                                               disk::Result<void>& other_done);
  /// Makes what was staged durable.
  [[nodiscard]] disk::Result<void> sync_files();
  /// What the journal is to say of this. Precondition: stage() succeeded.
  [[nodiscard]] std::vector<JournaledChange> journaled() const;

  /// Whether every target still is what the decision was made on. False also where it cannot be told.
  [[nodiscard]] bool targets_are_as_known() const;
  /// Renames and unlinks, in order. published() tells how far it came.
  [[nodiscard]] disk::Result<void> publish();
  [[nodiscard]] std::size_t published() const { return published_; }
  /// Durable on return: names, then once more each file, because XFS may report a lost rename only there.
  [[nodiscard]] disk::Result<void> settle();
  /// Not with deletions: a name that is gone cannot be removed once more.
  [[nodiscard]] bool is_repeatable() const;
  /// Does the whole of it anew after settle() failed: fresh files, renamed over what is there, synced through
  /// fresh descriptors. Precondition: is_repeatable().
  [[nodiscard]] disk::Result<void> repeat();

  /// Removes what was staged and not published. What cannot be removed is reported.
  [[nodiscard]] disk::Result<void> discard();
  /// Leaves the staged files for recovery to finish.
  void leave_for_recovery();

  /// How the new versions look on disk; nothing for a deletion.
  [[nodiscard]] disk::Result<std::vector<std::optional<disk::Metadata>>> result() const;
  /// Digests of the new versions, empty for a deletion.
  [[nodiscard]] const std::vector<std::string>& digests() const { return digests_; }
  /// What of owners and attributes could not be kept, a sentence a document.
  [[nodiscard]] std::vector<std::string> not_kept() const;
  /// Spent in fsync so far.
  [[nodiscard]] std::chrono::microseconds sync_time() const { return sync_time_; }
  [[nodiscard]] std::chrono::microseconds slowest_sync() const { return slowest_sync_; }

 private:
  struct Item {
    const PlannedChange* change;
    const disk::File* parent;
    std::optional<disk::StagedFile> staged;
    disk::Appearance appearance;
  };

  [[nodiscard]] disk::Result<const disk::File*> parent_of(const document::DocumentName& name, bool make);
  [[nodiscard]] disk::Result<void> read_appearance(Item& item);
  [[nodiscard]] disk::Result<void> fill(Item& item);
  [[nodiscard]] std::vector<disk::SyncPool::Task> file_syncs();
  [[nodiscard]] disk::Result<void> sync_names();
  [[nodiscard]] disk::Result<void> publish_item(Item& item);
  [[nodiscard]] disk::Result<void> reopen_parents();
  // Runs syncs at once and remembers how long they took.
  [[nodiscard]] disk::Result<void> sync_all(const std::vector<disk::SyncPool::Task>& tasks);

  const disk::ManagedDirectory& directory_;
  disk::FileSystem& files_;
  mode_t new_file_mode_;
  disk::SyncPool& pool_;
  std::map<std::string, std::unique_ptr<disk::File>> parents_;
  std::vector<Item> items_;
  std::vector<std::string> digests_;
  std::size_t published_ = 0;
  std::chrono::microseconds sync_time_{0};
  std::chrono::microseconds slowest_sync_{0};  // of those done at once
  bool left_ = false;
};

}  // namespace holdfast::commit
