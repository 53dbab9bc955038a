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

}  // namespace

Committer::Committer(const disk::ManagedDirectory& directory, StoreState state, CommitterOptions options)
    : directory_(directory), state_(std::move(state)), options_(options) {}

Outcome Committer::apply(const Request& request) {
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome;
  outcome.result = refusal_of(disk::make_failure(EBUSY, "replacing files that keep changing"));
  if (!degraded_reason_.empty() && !request.dry_run) {
    Refusal refusal;
    refusal.kind = Refusal::Kind::read_only;
    refusal.message = "nothing is written until holdfastd is restarted: " + degraded_reason_;
    outcome.result = std::move(refusal);
  } else if (auto in_place = directory_.check_in_place(); !in_place) {
    outcome.result = refusal_of(in_place.error());
  } else {
    for (int look = 0; look < looks_max; ++look) {
      modified_ = timestamp_now();
      if (auto result = attempt(request, outcome)) {
        outcome.result = std::move(*result);
        break;
      }
    }
  }
  outcome.revision = state_.revision;
  outcome.degraded_reason = degraded_reason_;
  outcome.duration =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  return outcome;
}

Committer::Attempt Committer::attempt(const Request& request, Outcome& outcome) {
  // A store that takes no changes takes in none made by hand either.
  if (degraded_reason_.empty()) {
    if (auto refusal = look(request, outcome)) return std::move(*refusal);
  }
  auto decided = decide(state_, request, options_.limits);
  if (auto* refusal = std::get_if<Refusal>(&decided)) return std::move(*refusal);
  const auto& decision = std::get<Decision>(decided);
  if (request.dry_run) return planned(decision);
  if (decision.changes.empty()) return applied(decision, false);
  return carry_out(decision, outcome);
}

// An edit by hand becomes a revision of its own before the request is judged, and is written down before it
// is told of.
std::optional<Refusal> Committer::look(const Request& request, Outcome& outcome) {
  Observation observation(directory_, options_.limits, state_.revision.next(), modified_);
  std::map<document::DocumentName, bool> looked;
  for (const auto& operation : request.operations) {
    if (!looked.emplace(operation.document, true).second) continue;
    const auto seen = observation.look(operation.document, state_.find(operation.document));
    if (!seen) {
      auto refusal = refusal_of(seen.error());
      refusal.document = operation.document.text();
      return refusal;
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
  outcome.changes.insert(outcome.changes.end(), observation.changes().begin(), observation.changes().end());
  outcome.notices.insert(outcome.notices.end(), observation.notices().begin(), observation.notices().end());
  return std::nullopt;
}

Committer::Attempt Committer::carry_out(const Decision& decision, Outcome& outcome) {
  std::unique_ptr<Publication> publication;
  if (auto staged = stage(publication, decision, outcome); !staged) return refusal_of(staged.error());
  if (auto announced = announce(*publication, outcome); !announced) {
    if (auto unclear = call_off(*publication, outcome)) return std::move(*unclear);
    return refusal_of(announced.error());
  }
  auto published = publish(*publication, decision, outcome);
  outcome.sync_time = publication->sync_time();
  return published;
}

// Until this succeeds nothing is visible, so a shortage that passes, and one failed fsync, are worth fresh
// files.
Result<void> Committer::stage(std::unique_ptr<Publication>& publication, const Decision& decision,
                              Outcome& outcome) {
  for (int attempt = 1;; ++attempt) {
    publication = std::make_unique<Publication>(directory_, decision.changes, options_.new_file_mode);
    auto staged = publication->stage();
    if (staged && decision.changes.size() > 1) staged = publication->sync_names();
    if (staged) return staged;
    const bool retry = may_retry(staged.error(), publication->sync_failed(), attempt);
    if (auto gone = publication->discard(); !gone) {
      note(outcome, Notice::Kind::left_behind, "a temporary file stays until the next start", gone.error());
    }
    if (!retry) return staged;
    note(outcome, Notice::Kind::retry, "trying again with fresh files", staged.error());
    std::this_thread::sleep_for(options_.retry_delay * attempt);
  }
}

bool Committer::may_retry(const Failure& failure, bool sync_failed, int attempt) const {
  if (sync_failed) return attempt == 1;
  return failure.is_transient() && attempt < options_.stage_attempts_max;
}

Result<void> Committer::announce(const Publication& publication, Outcome& outcome) {
  Ledger ledger = ledger_of(state_);
  ledger.intent = Intent{state_.revision.next(), modified_, publication.intended()};
  intent_in_place_ = false;
  for (int attempt = 1;; ++attempt) {
    auto written = write_ledger(directory_, ledger, &intent_in_place_);
    if (written || attempt == 2) return written;
    note(outcome, Notice::Kind::retry, "writing the ledger again", written.error());
    std::this_thread::sleep_for(options_.retry_delay);
  }
}

Committer::Attempt Committer::publish(Publication& publication, const Decision& decision, Outcome& outcome) {
  if (!publication.targets_are_as_known()) {
    if (auto unclear = call_off(publication, outcome)) return std::move(*unclear);
    return std::nullopt;
  }
  auto published = publication.publish();
  if (!published && publication.published() > 0) published = publication.publish();
  if (!published && publication.published() == 0) {
    if (auto unclear = call_off(publication, outcome)) return std::move(*unclear);
    if (published.error().code.value() == EEXIST) return std::nullopt;
    return refusal_of(published.error());
  }
  if (!published) {
    publication.leave_for_recovery();
    return degrade(published.error(), true, outcome);
  }
  if (auto refusal = settle(publication, outcome)) return std::move(*refusal);
  auto applied = adopt(publication, decision, outcome);
  if (decision.changes.size() > 1) forget_intent(outcome);
  return applied;
}

// Or a restart could delete again what somebody makes anew by hand under a deleted name.
void Committer::forget_intent(Outcome& outcome) {
  if (auto written = write_ledger(directory_, ledger_of(state_)); !written) {
    note(outcome, Notice::Kind::retry, "the ledger is written again with the next commit", written.error());
  }
}

// Names that may or may not be on the disk: the whole of it is done anew once, with fresh files; never the
// sync alone.
std::optional<Refusal> Committer::settle(Publication& publication, Outcome& outcome) {
  auto settled = publication.settle();
  if (settled) return std::nullopt;
  if (publication.is_repeatable()) {
    note(outcome, Notice::Kind::retry, "doing the whole change anew", settled.error());
    settled = publication.repeat();
    if (settled) return std::nullopt;
  }
  return degrade(settled.error(), true, outcome);
}

// For several documents the ledger says that recovery is to finish what is staged: that must be impossible
// before a refusal is told.
std::optional<Refusal> Committer::call_off(Publication& publication, Outcome& outcome) {
  const bool several = publication.digests().size() > 1;
  auto gone = publication.discard();
  if (!gone)
    note(outcome, Notice::Kind::left_behind, "a temporary file stays until the next start", gone.error());
  if (!several) return std::nullopt;
  if (gone) gone = publication.sync_names();
  if (gone && publication.is_only_deletions()) gone = take_back_intent();
  if (gone) return std::nullopt;
  return degrade(gone.error(), false, outcome);
}

// Where nothing was staged no missing file tells recovery that the commit was called off.
Result<void> Committer::take_back_intent() {
  if (!intent_in_place_) return {};
  return write_ledger(directory_, ledger_of(state_));
}

Applied Committer::adopt(const Publication& publication, const Decision& decision, Outcome& outcome) {
  state_.revision = state_.revision.next();
  const auto metadata = publication.result();
  for (std::size_t i = 0; i < decision.changes.size(); ++i) {
    const auto& change = decision.changes[i];
    if (!change.after) {
      change_state({change.name, nullptr}, outcome);
      continue;
    }
    DocumentState state{change.name, state_.revision, publication.digests()[i],
                        modified_,   change.after,    publication.digests()[i],
                        {},          std::nullopt};
    // Without it the next commit compares bytes instead of times.
    if (metadata) state.metadata = *(*metadata)[i];
    change_state({change.name, std::make_shared<const DocumentState>(std::move(state))}, outcome);
  }
  for (auto& sentence : publication.not_kept())
    note(outcome, Notice::Kind::not_kept, sentence, std::nullopt);
  return applied(decision, true);
}

// Comparing texts takes memory that nobody asked for ahead.
std::variant<Applied, Refusal> Committer::planned(const Decision& decision) const {
  try {
    return plan(state_, decision, options_.new_file_mode);
  } catch (const std::bad_alloc&) {
    return refusal_of(disk::make_failure(ENOMEM, "comparing the texts"));
  }
}

Applied Committer::applied(const Decision& decision, bool changed) const {
  Applied applied{changed, state_.revision, {}, decision.paths, {}};
  for (const auto& name : decision.named)
    applied.documents.push_back({name, state_.find(name)});
  return applied;
}

void Committer::change_state(const StateChange& change, Outcome& outcome) {
  if (change.now) {
    state_.documents[change.name] = change.now;
  } else {
    state_.documents.erase(change.name);
  }
  outcome.changes.push_back(change);
}

Refusal Committer::degrade(const Failure& cause, bool visible, Outcome& outcome) {
  degraded_reason_ = "the disk failed while a change was made durable (" + cause.text() + ")";
  note(outcome, Notice::Kind::degraded, "no further change is taken until a restart", cause);
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

void Committer::note(Outcome& outcome, Notice::Kind kind, std::string message, std::optional<Failure> cause) {
  outcome.notices.push_back({kind, std::move(message), {}, std::move(cause)});
}

}  // namespace holdfast::commit
