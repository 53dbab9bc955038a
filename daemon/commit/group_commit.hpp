// Brings one decided group to the disk: stage, write down and sync at once, publish, sync the directories.
// Each failure has its own meaning, by how far the group had come (RELIABILITY.md 2.4): before the record
// counts nothing happened; after it, the group is finished, or called off in the journal, or it is unknown
// what a crash makes of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "daemon/commit/publication.hpp"
#include "daemon/commit/store_journal.hpp"

namespace holdfast::commit {

struct CommitterOptions {
  CommitLimits limits;
  StoreJournal::Options journal;  // the size of segments is read at the start only
  mode_t new_file_mode = 0644;
  int stage_attempts_max = 3;  // of a change that runs into a shortage; nothing is visible before it succeeds
  std::chrono::milliseconds retry_delay{20};
  std::size_t sync_threads = 8;  // that make files durable at once; read at the start only
};

/// How far a group came; neither: it is durable.
struct Carried {
  bool look_again = false;                   // a target changed under our hands, and nothing was done
  std::optional<Refusal> refusal;            // of the whole group
  std::optional<disk::Failure> degraded_by;  // the disk cannot be trusted any more
};

class GroupCommit {
 public:
  /// `state` is the store's before the group. Keeps references to all.
  GroupCommit(const disk::ManagedDirectory& directory, StoreJournal& journal, disk::SyncPool& pool,
              const CommitterOptions& options, const StoreState& state, PassReport& report);

  /// Makes the record from what its documents become.
  using Record = std::function<JournaledGroup(std::vector<JournaledChange>)>;

  /// Durable on return, unless it says otherwise. Blocks.
  [[nodiscard]] Carried carry_out(const std::vector<PlannedChange>& changes, const Record& make_record);
  /// A record without changes, or of changes that lie on disk already. Durable on return, unless it says
  /// otherwise. Blocks.
  [[nodiscard]] Carried write_down(const JournaledGroup& record);

  /// After carry_out() succeeded.
  [[nodiscard]] const Publication& publication() const { return *publication_; }

 private:
  // All that may run out of memory or space. Nothing: the record can be appended.
  [[nodiscard]] std::optional<Carried> prepare(const std::vector<PlannedChange>& changes,
                                               const Record& make_record, JournaledGroup& record);
  [[nodiscard]] Carried refused(const disk::Failure& cause);
  [[nodiscard]] disk::Result<void> stage(const std::vector<PlannedChange>& changes);
  [[nodiscard]] disk::Result<void> make_ready(const JournaledGroup& record);
  [[nodiscard]] disk::Result<void> make_room(std::uint64_t payload_bytes);
  // The record counts on return, and all that was staged is durable.
  [[nodiscard]] std::optional<Carried> commit();
  [[nodiscard]] std::optional<Carried> stage_anew(const disk::Failure& cause);
  [[nodiscard]] std::optional<Carried> publish();
  [[nodiscard]] std::optional<Carried> settle();
  // The record does not count, or no more.
  [[nodiscard]] Carried never_happened(const disk::Failure& cause);
  [[nodiscard]] Carried called_off(const std::optional<disk::Failure>& cause);
  [[nodiscard]] Carried unknown(const disk::Failure& cause, const std::string& what) const;
  void discard();
  void tell_sync_times();
  void note(Notice::Kind kind, std::string message, std::optional<disk::Failure> cause = std::nullopt);

  const disk::ManagedDirectory& directory_;
  StoreJournal& journal_;
  disk::SyncPool& pool_;
  const CommitterOptions& options_;
  const StoreState& state_;
  PassReport& report_;
  std::unique_ptr<Publication> publication_;
};

}  // namespace holdfast::commit
