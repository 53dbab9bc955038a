#include "daemon/commit/committer.hpp"

#include <cerrno>
#include <new>
#include <thread>

#include "daemon/commit/plan.hpp"

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::Result;
constexpr int looks_max = 4;  // at targets that people keep changing
constexpr std::chrono::seconds slow_sync{1};

}  // namespace

Committer::Committer(const disk::ManagedDirectory& directory, StoreState state,
                     const CommitterOptions& options)
    : directory_(directory), state_(std::move(state)), options_(options), sync_pool_(options.sync_threads) {}

GroupOutcome Committer::apply_group(const Requests& requests) {
  const auto start = std::chrono::steady_clock::now();
  GroupOutcome outcome;
  outcome.results = pass(requests, outcome);
  outcome.revision = state_.revision;
  outcome.degraded_reason = degraded_reason_;
  outcome.duration =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  return outcome;
}

Outcome Committer::apply(const Request& request) {
  auto group = apply_group({&request});
  auto result = std::move(group.results.front());
  return {static_cast<PassReport&&>(group), std::move(result)};
}

Committer::Results Committer::pass(const Requests& requests, PassReport& report) {
  const auto refuse_all = [&requests](const Refusal& refusal) { return Results(requests.size(), refusal); };
  if (!degraded_reason_.empty() && !requests.front()->dry_run) {
    Refusal refusal;
    refusal.kind = Refusal::Kind::read_only;
    refusal.message = "nothing is written until holdfastd is restarted: " + degraded_reason_;
    return refuse_all(refusal);
  }
  if (auto in_place = directory_.check_in_place(); !in_place) return refuse_all(refusal_of(in_place.error()));
  for (int look = 0; look < looks_max; ++look) {
    modified_ = timestamp_now();
    if (auto results = attempt(requests, report)) return std::move(*results);
  }
  return refuse_all(refusal_of(disk::make_failure(EBUSY, "replacing files that keep changing")));
}

std::optional<Committer::Results> Committer::attempt(const Requests& requests, PassReport& report) {
  std::optional<Refusal> refusal;
  GroupDecision group;
  // A store that takes no changes takes in none made by hand either.
  if (degraded_reason_.empty()) refusal = look(requests, report);
  if (!refusal) {
    if (requests.front()->dry_run) return Results{planned(*requests.front())};
    group = decide_group(state_, requests, options_.limits);
    const auto carried = carry_out(group, report);
    if (carried.look_again) return std::nullopt;
    refusal = carried.refusal;
  }
  if (!refusal) return results_of(group);
  const bool visible = refusal->kind == Refusal::Kind::outcome_unknown;
  if (requests.size() > 1 && !visible) return one_by_one(requests, report);
  // What was refused before is so for a reason of its own; all others share the fate of the group.
  Results results(requests.size(), *refusal);
  for (std::size_t i = 0; i < group.requests.size(); ++i) {
    if (const auto* own = std::get_if<Refusal>(&group.requests[i])) results[i] = *own;
  }
  return results;
}

Committer::Results Committer::one_by_one(const Requests& requests, PassReport& report) {
  note(report, Notice::Kind::retry, "a group of requests failed; trying them one by one", std::nullopt);
  Results results;
  for (const auto* request : requests)
    results.push_back(std::move(pass({request}, report).front()));
  return results;
}

// An edit by hand becomes a revision of its own before the requests are judged, and is written down before it
// is told of.
std::optional<Refusal> Committer::look(const Requests& requests, PassReport& report) {
  Observation observation(directory_, options_.limits, state_.revision.next(), modified_);
  std::map<document::DocumentName, bool> looked;
  for (const auto* request : requests) {
    for (const auto& operation : request->operations) {
      if (!looked.emplace(operation.document, true).second) continue;
      const auto seen = observation.look(operation.document, state_.find(operation.document));
      if (!seen) {
        auto refusal = refusal_of(seen.error());
        refusal.document = operation.document.text();
        return refusal;
      }
    }
  }
  StoreState next = state_;
  for (const auto& change : observation.changes()) {
    if (change.now) {
      next.documents[change.name] = change.now;
    } else {
      next.documents.erase(change.name);
    }
  }
  if (observation.found_edit()) {
    next.revision = state_.revision.next();
    if (auto written = write_ledger(directory_, ledger_of(next)); !written)
      return refusal_of(written.error());
  }
  state_ = std::move(next);
  report.changes.insert(report.changes.end(), observation.changes().begin(), observation.changes().end());
  report.notices.insert(report.notices.end(), observation.notices().begin(), observation.notices().end());
  return std::nullopt;
}

// Comparing texts takes memory that nobody asked for ahead.
RequestResult Committer::planned(const Request& request) const {
  auto decided = decide(state_, request, options_.limits);
  if (auto* refusal = std::get_if<Refusal>(&decided)) return std::move(*refusal);
  try {
    return plan(state_, std::get<Decision>(decided), options_.new_file_mode);
  } catch (const std::bad_alloc&) {
    return refusal_of(disk::make_failure(ENOMEM, "comparing the texts"));
  }
}

Committer::Carried Committer::carry_out(const GroupDecision& group, PassReport& report) {
  if (group.revision == state_.revision) return {};
  if (group.changes.empty()) {  // made and deleted again: there is only the number to remember
    StoreState next = state_;
    next.revision = group.revision;
    if (auto written = write_ledger(directory_, ledger_of(next)); !written)
      return {false, refusal_of(written.error())};
    state_ = std::move(next);
    return {};
  }
  std::unique_ptr<Publication> publication;
  if (auto staged = stage(publication, group, report); !staged) return {false, refusal_of(staged.error())};
  if (auto announced = announce(*publication, group.revision, report); !announced) {
    return called_off(*publication, refusal_of(announced.error()), report);
  }
  auto carried = publish(*publication, group, report);
  report.sync_time += publication->sync_time();
  if (publication->slowest_sync() > slow_sync) {
    note(report, Notice::Kind::slow_sync,
         "the disk took " + std::to_string(publication->slowest_sync().count() / 1000) + " ms for one sync",
         std::nullopt);
  }
  return carried;
}

// Until this succeeds nothing is visible, so a shortage that passes, and one failed fsync, are worth fresh
// files.
Result<void> Committer::stage(std::unique_ptr<Publication>& publication, const GroupDecision& group,
                              PassReport& report) {
  for (int attempt = 1;; ++attempt) {
    publication =
        std::make_unique<Publication>(directory_, group.changes, options_.new_file_mode, sync_pool_);
    auto staged = publication->stage();
    if (staged && group.changes.size() > 1) staged = publication->sync_names();
    if (staged) return staged;
    const bool retry = may_retry(staged.error(), publication->sync_failed(), attempt);
    if (auto gone = publication->discard(); !gone) {
      note(report, Notice::Kind::left_behind, "a temporary file stays until the next start", gone.error());
    }
    if (!retry) return staged;
    note(report, Notice::Kind::retry, "trying again with fresh files", staged.error());
    std::this_thread::sleep_for(options_.retry_delay * attempt);
  }
}

bool Committer::may_retry(const Failure& failure, bool sync_failed, int attempt) const {
  if (sync_failed) return attempt == 1;
  return failure.is_transient() && attempt < options_.stage_attempts_max;
}

Result<void> Committer::announce(const Publication& publication, Revision revision, PassReport& report) {
  Ledger ledger = ledger_of(state_);
  ledger.intent = Intent{revision, modified_, publication.intended()};
  intent_in_place_ = false;
  for (int attempt = 1;; ++attempt) {
    auto written = write_ledger(directory_, ledger, &intent_in_place_);
    if (written || attempt == 2) return written;
    note(report, Notice::Kind::retry, "writing the ledger again", written.error());
    std::this_thread::sleep_for(options_.retry_delay);
  }
}

Committer::Carried Committer::publish(Publication& publication, const GroupDecision& group,
                                      PassReport& report) {
  if (!publication.targets_are_as_known()) return called_off(publication, std::nullopt, report);
  auto published = publication.publish();
  if (!published && publication.published() > 0) published = publication.publish();
  if (!published && publication.published() == 0) {
    const bool taken = published.error().code.value() == EEXIST;  // somebody made it by hand meanwhile
    return called_off(publication, taken ? std::nullopt : std::optional(refusal_of(published.error())),
                      report);
  }
  if (!published) {
    publication.leave_for_recovery();
    return {false, degrade(published.error(), true, report)};
  }
  if (auto refusal = settle(publication, report)) return {false, std::move(*refusal)};
  adopt(publication, group, report);
  if (group.changes.size() > 1) forget_intent(report);
  return {};
}

// Without a refusal of its own the group is to be decided anew.
Committer::Carried Committer::called_off(Publication& publication, std::optional<Refusal> refusal,
                                         PassReport& report) {
  if (auto unclear = call_off(publication, report)) return {false, std::move(*unclear)};
  return {!refusal, std::move(refusal)};
}

// Or a restart could delete again what somebody makes anew by hand under a deleted name.
void Committer::forget_intent(PassReport& report) {
  if (auto written = write_ledger(directory_, ledger_of(state_)); !written) {
    note(report, Notice::Kind::retry, "the ledger is written again with the next commit", written.error());
  }
}

// Names that may or may not be on the disk: the whole of it is done anew once, with fresh files; never the
// sync alone.
std::optional<Refusal> Committer::settle(Publication& publication, PassReport& report) {
  auto settled = publication.settle();
  if (settled) return std::nullopt;
  if (publication.is_repeatable()) {
    note(report, Notice::Kind::retry, "doing the whole change anew", settled.error());
    settled = publication.repeat();
    if (settled) return std::nullopt;
  }
  return degrade(settled.error(), true, report);
}

// For several documents the ledger says that recovery is to finish what is staged: that must be impossible
// before a refusal is told.
std::optional<Refusal> Committer::call_off(Publication& publication, PassReport& report) {
  const bool several = publication.digests().size() > 1;
  auto gone = publication.discard();
  if (!gone)
    note(report, Notice::Kind::left_behind, "a temporary file stays until the next start", gone.error());
  if (!several) return std::nullopt;
  if (gone) gone = publication.sync_names();
  if (gone) gone = take_back_intent();
  if (gone) return std::nullopt;
  return degrade(gone.error(), false, report);
}

// A missing file tells recovery that the commit was called off; but deletions stage none, and XFS, having shut itself down,
// says that a directory is synced when it is not.
Result<void> Committer::take_back_intent() {
  if (!intent_in_place_) return {};
  return write_ledger(directory_, ledger_of(state_));
}

void Committer::adopt(const Publication& publication, const GroupDecision& group, PassReport& report) {
  ++report.groups;
  state_.revision = group.revision;
  const auto metadata = publication.result();
  for (std::size_t i = 0; i < group.changes.size(); ++i) {
    const auto& change = group.changes[i];
    if (!change.after) {
      change_state({change.name, nullptr}, report);
      continue;
    }
    DocumentState state{change.name, change.revision, publication.digests()[i],
                        modified_,   change.after,    publication.digests()[i],
                        {},          std::nullopt};
    // Without it the next commit compares bytes instead of times.
    if (metadata) state.metadata = *(*metadata)[i];
    change_state({change.name, std::make_shared<const DocumentState>(std::move(state))}, report);
  }
  for (auto& sentence : publication.not_kept())
    note(report, Notice::Kind::not_kept, sentence, std::nullopt);
}

Committer::Results Committer::results_of(const GroupDecision& group) const {
  Results results;
  for (const auto& request : group.requests) {
    if (const auto* refusal = std::get_if<Refusal>(&request)) {
      results.emplace_back(*refusal);
      continue;
    }
    const auto& decided = std::get<Decided>(request);
    Applied applied{decided.changed, decided.revision, {}, decided.paths, {}};
    for (const auto& version : decided.versions)
      applied.documents.push_back(told(version));
    results.emplace_back(std::move(applied));
  }
  return results;
}

// A document as a request left it. If a later one of the group changed it again, its content was never put
// together.
StateChange Committer::told(const StagedVersion& version) const {
  const auto now = state_.find(version.name);
  if (!version.exists) return {version.name, nullptr};
  if (now && now->revision == version.revision) return {version.name, now};
  DocumentState state{version.name, version.revision, {}, modified_, nullptr, {}, {}, std::nullopt};
  if (now) state.metadata = now->metadata;
  if (!now) state.metadata.mode = options_.new_file_mode;
  state.superseded_bytes = version.bytes;
  return {version.name, std::make_shared<const DocumentState>(std::move(state))};
}

void Committer::change_state(const StateChange& change, PassReport& report) {
  if (change.now) {
    state_.documents[change.name] = change.now;
  } else {
    state_.documents.erase(change.name);
  }
  report.changes.push_back(change);
}

Refusal Committer::degrade(const Failure& cause, bool visible, PassReport& report) {
  degraded_reason_ = "the disk failed while a change was made durable (" + cause.text() + ")";
  note(report, Notice::Kind::degraded, "no further change is taken until a restart", cause);
  Refusal refusal;
  refusal.kind = Refusal::Kind::outcome_unknown;
  refusal.message =
      std::string(visible ? "the change is visible, but it is not certain that it survives a power cut"
                          : "the change was called off, but a restart may still finish it") +
      ": " + cause.text() + "; restart holdfastd once the disk is well, then look at the document";
  refusal.cause = cause;
  return refusal;
}

Result<void> Committer::retire() {
  if (!degraded_reason_.empty()) return {};
  return write_ledger(directory_, ledger_of(state_));
}

void Committer::note(PassReport& report, Notice::Kind kind, std::string message,
                     std::optional<Failure> cause) {
  report.notices.push_back({kind, std::move(message), {}, std::move(cause)});
}

}  // namespace holdfast::commit
