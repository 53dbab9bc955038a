#include "daemon/commit/group_commit.hpp"

#include <cerrno>
#include <new>
#include <thread>

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::Result;
constexpr std::chrono::seconds slow_sync{1};

}  // namespace

GroupCommit::GroupCommit(const disk::ManagedDirectory& directory, StoreJournal& journal, disk::SyncPool& pool,
                         const CommitterOptions& options, const StoreState& state, PassReport& report)
    : directory_(directory),
      journal_(journal),
      pool_(pool),
      options_(options),
      state_(state),
      report_(report) {}

Carried GroupCommit::carry_out(const std::vector<PlannedChange>& changes, const Record& make_record) {
  JournaledGroup record;
  if (auto failed = prepare(changes, make_record, record)) return *failed;
  auto failed = commit();
  if (!failed) failed = publish();
  if (!failed) failed = settle();
  tell_sync_times();
  if (failed) return *failed;
  journal_.complete(record);
  return {};
}

// Texts and records are as large as clients make them. From the record on nothing of that size is taken any
// more.
std::optional<Carried> GroupCommit::prepare(const std::vector<PlannedChange>& changes,
                                            const Record& make_record, JournaledGroup& record) {
  try {
    if (auto staged = stage(changes); !staged) return refused(staged.error());
    if (!publication_->targets_are_as_known()) {
      discard();
      return Carried{true, std::nullopt, std::nullopt};
    }
    record = make_record(publication_->journaled());
    if (auto ready = make_ready(record); !ready) return refused(ready.error());
  } catch (const std::bad_alloc&) {
    return refused(disk::make_failure(ENOMEM, "writing down the change"));
  }
  return std::nullopt;
}

Carried GroupCommit::refused(const Failure& cause) {
  if (publication_) discard();
  return {false, refusal_of(cause), std::nullopt};
}

Carried GroupCommit::write_down(const JournaledGroup& record) {
  try {
    if (auto ready = make_ready(record); !ready) return refused(ready.error());
  } catch (const std::bad_alloc&) {
    return refused(disk::make_failure(ENOMEM, "writing down the change"));
  }
  auto written = journal_.append_group();
  if (written) written = journal_.sync();
  if (!written) return never_happened(written.error());
  journal_.complete(record);
  return {};
}

// Until the record is written nothing is visible, so a shortage that passes is worth fresh files.
Result<void> GroupCommit::stage(const std::vector<PlannedChange>& changes) {
  for (int attempt = 1;; ++attempt) {
    publication_ = std::make_unique<Publication>(directory_, changes, options_.new_file_mode, pool_);
    auto staged = publication_->stage();
    if (staged) return staged;
    discard();
    if (!staged.error().is_transient() || attempt >= options_.stage_attempts_max) return staged;
    note(Notice::Kind::retry, "trying again with fresh files", staged.error());
    std::this_thread::sleep_for(options_.retry_delay * attempt);
  }
}

Result<void> GroupCommit::make_ready(const JournaledGroup& record) {
  auto payload = encode(record);
  if (auto room = make_room(payload.size()); !room) return room;
  journal_.prepare_group(std::move(payload));
  return {};
}

// A segment that could not be made changes nothing, so a shortage that passes is worth another try.
Result<void> GroupCommit::make_room(std::uint64_t payload_bytes) {
  for (int attempt = 1;; ++attempt) {
    auto room = journal_.make_room(payload_bytes, state_);
    if (room || !room.error().is_transient() || attempt >= options_.stage_attempts_max) return room;
    note(Notice::Kind::retry, "trying again to make room in the journal", room.error());
    std::this_thread::sleep_for(options_.retry_delay * attempt);
  }
}

std::optional<Carried> GroupCommit::commit() {
  if (auto written = journal_.append_group(); !written) return never_happened(written.error());
  Result<void> journal_synced;
  const auto synced = publication_->sync_beside([this] { return journal_.sync(); }, journal_synced);
  if (!journal_synced) return never_happened(journal_synced.error());
  if (!synced) return stage_anew(synced.error());
  return std::nullopt;
}

// After a failed fsync the kernel may have dropped what it could not write: the file is of no use, a fresh
// one may be.
std::optional<Carried> GroupCommit::stage_anew(const Failure& cause) {
  note(Notice::Kind::retry, "trying again with fresh files", cause);
  auto staged = publication_->stage_anew();
  if (staged) staged = publication_->sync_files();
  if (staged) return std::nullopt;
  return called_off(staged.error());
}

std::optional<Carried> GroupCommit::publish() {
  if (!publication_->targets_are_as_known()) return called_off(std::nullopt);
  auto published = publication_->publish();
  if (!published && publication_->published() > 0) {
    note(Notice::Kind::retry, "publishing the rest of a change again", published.error());
    published = publication_->publish();
  }
  if (published) return std::nullopt;
  if (publication_->published() > 0) {
    publication_->leave_for_recovery();
    return unknown(published.error(), "a part of the change is visible, and a restart finishes it");
  }
  const bool taken = published.error().code.value() == EEXIST;  // somebody made it by hand meanwhile
  return called_off(taken ? std::nullopt : std::optional(published.error()));
}

// Names that may or may not be on the disk: the whole of it is done anew once, with fresh files; never the
// sync alone.
std::optional<Carried> GroupCommit::settle() {
  auto settled = publication_->settle();
  if (settled) return std::nullopt;
  if (publication_->is_repeatable()) {
    note(Notice::Kind::retry, "doing the whole change anew", settled.error());
    settled = publication_->repeat();
    if (settled) return std::nullopt;
  }
  return unknown(settled.error(),
                 "the change is visible, but it is not certain that it survives a power cut");
}

Carried GroupCommit::never_happened(const Failure& cause) {
  if (publication_) discard();
  note(Notice::Kind::retry, "the journal goes on in a new segment", cause);
  if (auto cut = journal_.cut_off(state_); !cut)
    return unknown(cut.error(), "the change is not visible, but a restart may still finish it");
  return {false, refusal_of(cause), std::nullopt};
}

// Without a failure of its own the group is to be decided anew.
Carried GroupCommit::called_off(const std::optional<Failure>& cause) {
  discard();
  if (auto off = journal_.call_off(state_); !off)
    return unknown(off.error(), "the change is not visible, but a restart may still finish it");
  if (!cause) return {true, std::nullopt, std::nullopt};
  return {false, refusal_of(*cause), std::nullopt};
}

Carried GroupCommit::unknown(const Failure& cause, const std::string& what) const {
  Refusal refusal;
  refusal.kind = Refusal::Kind::outcome_unknown;
  refusal.message =
      what + ": " + cause.text() + "; restart holdfastd once the disk is well, then look at the document";
  refusal.cause = cause;
  return {false, std::move(refusal), cause};
}

void GroupCommit::discard() {
  if (auto gone = publication_->discard(); !gone)
    note(Notice::Kind::left_behind, "a temporary file stays until the next start", gone.error());
}

void GroupCommit::tell_sync_times() {
  report_.sync_time += publication_->sync_time();
  if (publication_->slowest_sync() <= slow_sync) return;
  note(Notice::Kind::slow_sync,
       "the disk took " + std::to_string(publication_->slowest_sync().count() / 1000) + " ms for one sync");
}

void GroupCommit::note(Notice::Kind kind, std::string message, std::optional<Failure> cause) {
  report_.notices.push_back({kind, std::move(message), {}, std::move(cause)});
}

}  // namespace holdfast::commit
