#include "daemon/commit/committer.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <set>

#include "daemon/commit/group_record.hpp"
#include "daemon/commit/known_answer.hpp"
#include "daemon/commit/plan.hpp"
#include "daemon/disk/probe.hpp"

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::Result;
constexpr int looks_max = 4;  // at targets that people keep changing

// How many requests, from `first` on, have ids that differ: one that is sent again while the first is still
// waiting must find what became of it.
std::size_t count_without_repetition(const std::vector<const Request*>& requests, std::size_t first) {
  std::set<std::pair<std::uint32_t, std::string_view>> seen;
  for (std::size_t i = first; i < requests.size(); ++i) {
    if (requests[i]->request_id.empty()) continue;
    if (!seen.emplace(requests[i]->uid, requests[i]->request_id).second) return i - first;
  }
  return requests.size() - first;
}

bool only_delete(const std::vector<const Request*>& requests) {
  return std::all_of(requests.begin(), requests.end(), [](const Request* request) {
    return std::all_of(
        request->operations.begin(), request->operations.end(),
        [](const Operation& operation) { return operation.kind == Operation::Kind::delete_document; });
  });
}

JournaledChange edit_of(const StateChange& change, const DocumentPointer& before, Revision revision) {
  auto edit =
      change_by_hand(change.name, revision, before ? before->digest : std::string(), change.now.get());
  const auto bytes_of = [](const DocumentPointer& document) {
    return document && document->content ? std::string_view(document->content->bytes()) : std::string_view();
  };
  // Without the old bytes nothing can be told of how they differ.
  if (!before || before->content)
    edit.splices = document::splices_between(bytes_of(before), bytes_of(change.now));
  return edit;
}

}  // namespace

Committer::Committer(const disk::ManagedDirectory& directory, Recovered recovered,
                     const CommitterOptions& options)
    : directory_(directory),
      state_(std::move(recovered.state)),
      journal_(std::move(recovered.journal)),
      options_(options),
      sync_pool_(options.sync_threads),
      reserve_(directory.files(), directory.own(), options.journal.segment_bytes),
      degraded_reason_(std::move(recovered.degraded_reason)) {
  // A disk that is full already has none to set aside; it is tried again whenever the store rests.
  if (degraded_reason_.empty()) (void)reserve_.fill();
}

void Committer::reconfigure(const CommitterOptions& options) {
  options_ = options;
  if (journal_) journal_->reconfigure(options.journal.retention);
}

GroupOutcome Committer::apply_group(const Requests& requests) {
  const auto start = std::chrono::steady_clock::now();
  GroupOutcome outcome;
  for (std::size_t first = 0; first < requests.size();) {
    const auto begin = requests.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = count_without_repetition(requests, first);
    auto results = pass(Requests(begin, begin + static_cast<std::ptrdiff_t>(count)), outcome);
    std::move(results.begin(), results.end(), std::back_inserter(outcome.results));
    first += count;
  }
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
  const auto refuse_all = [this, &requests](const Refusal& refusal) {
    Results results;
    for (auto& answer : known_answers(requests))
      results.push_back(answer ? std::move(*answer) : refusal);
    return results;
  };
  if (!degraded_reason_.empty() && !requests.front()->dry_run) {
    Refusal refusal;
    refusal.kind = Refusal::Kind::read_only;
    refusal.message =
        "nothing is written until holdfastd is restarted, or reloaded and finds the disk well: " +
        degraded_reason_;
    return refuse_all(refusal);
  }
  if (auto in_place = directory_.check_in_place(); !in_place) return refuse_all(refusal_of(in_place.error()));
  for (int looks = 0; looks < looks_max; ++looks) {
    modified_ = timestamp_now();
    if (auto results = attempt(requests, report)) return std::move(*results);
  }
  return refuse_all(refusal_of(disk::make_failure(EBUSY, "replacing files that keep changing")));
}

Committer::Answers Committer::known_answers(const Requests& requests) const {
  const auto* ids = journal_ ? &journal_->request_ids() : nullptr;
  Answers answers;
  for (const auto* request : requests)
    answers.push_back(known_answer(*request, ids, !degraded_reason_.empty()));
  return answers;
}

std::optional<Committer::Results> Committer::attempt(const Requests& requests, PassReport& report) {
  auto answers = known_answers(requests);
  Requests open;
  std::vector<JournaledTransaction> fences;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (answers[i]) continue;
    if (requests[i]->resolve) {
      fences.push_back(fence_of(*requests[i]));
    } else {
      open.push_back(requests[i]);
    }
  }
  GroupDecision group;
  // A store that takes no changes takes in none made by hand either.
  auto refusal = degraded_reason_.empty() ? look(open, report) : std::nullopt;
  if (!refusal && requests.front()->dry_run) {
    Results results;  // not from a list, which would copy the diffs
    results.push_back(planned(*requests.front()));
    return results;
  }
  if (!refusal) refusal = decide_together(open, group);
  if (!refusal) {
    auto carried = carry_out_with_reserve(open, group, fences, report);
    if (carried.look_again) return std::nullopt;
    refusal = std::move(carried.refusal);
    if (carried.degraded_by) degrade(*carried.degraded_by, report);
  }
  if (refusal && requests.size() > 1 && refusal->kind != Refusal::Kind::outcome_unknown)
    return one_by_one(requests, report);
  return joined(requests, std::move(answers), results_of(open, group, refusal), refusal);
}

// What was not answered before is answered now: fences by themselves, the rest as `decided`, in order.
Committer::Results Committer::joined(const Requests& requests, Answers answers, Results decided,
                                     const std::optional<Refusal>& refusal) {
  Results results;
  auto next = decided.begin();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (answers[i]) {
      results.push_back(std::move(*answers[i]));
    } else if (!requests[i]->resolve) {
      results.push_back(std::move(*next++));
    } else if (refusal) {
      results.emplace_back(*refusal);
    } else {
      results.emplace_back(Resolved{Resolved::Outcome::not_applied, {}});
    }
  }
  return results;
}

// Texts grow with what clients ask for.
std::optional<Refusal> Committer::decide_together(const Requests& requests, GroupDecision& group) const {
  try {
    group = decide_group(state_, requests, options_.limits);
  } catch (const std::bad_alloc&) {
    return refusal_of(disk::make_failure(ENOMEM, "applying the operations"));
  }
  return std::nullopt;
}

Committer::Results Committer::one_by_one(const Requests& requests, PassReport& report) {
  note(report, Notice::Kind::retry, "a group of requests failed; trying them one by one", std::nullopt);
  Results results;
  for (const auto* request : requests)
    results.push_back(std::move(pass({request}, report).front()));
  return results;
}

std::optional<Refusal> Committer::look(const Requests& requests, PassReport& report) {
  Observation observation(directory_, options_.limits, state_.revision.next(), modified_);
  std::set<document::DocumentName> looked;
  for (const auto* request : requests) {
    for (const auto& operation : request->operations) {
      if (!looked.insert(operation.document).second) continue;
      const auto seen = observation.look(operation.document, state_.find(operation.document));
      if (!seen) {
        auto refusal = refusal_of(seen.error());
        refusal.document = operation.document.text();
        return refusal;
      }
    }
  }
  return take_in(observation, report);
}

// An edit by hand becomes a revision of its own before the requests are judged, and is written down before it
// is told of.
std::optional<Refusal> Committer::take_in(const Observation& observation, PassReport& report) {
  if (observation.found_edit()) {
    const auto revision = state_.revision.next();
    JournaledGroup record{modified_, {edit_by_hand(revision)}, {}};
    try {
      for (const auto& change : observation.changes()) {
        if (!change.now || change.now->revision == revision)
          record.changes.push_back(edit_of(change, state_.find(change.name), revision));
      }
    } catch (const std::bad_alloc&) {
      return refusal_of(disk::make_failure(ENOMEM, "taking in an edit by hand"));
    }
    GroupCommit written(directory_, *journal_, sync_pool_, options_, state_, report);
    auto carried = written.write_down(record);
    if (carried.degraded_by) degrade(*carried.degraded_by, report);
    if (carried.refusal) return std::move(carried.refusal);
    state_.revision = revision;
  }
  for (const auto& change : observation.changes())
    change_state(change, report);
  report.notices.insert(report.notices.end(), observation.notices().begin(), observation.notices().end());
  return std::nullopt;
}

// Comparing texts takes memory that nobody asked for ahead.
RequestResult Committer::planned(const Request& request) const {
  try {
    auto decided = decide(state_, request, options_.limits);
    if (auto* refusal = std::get_if<Refusal>(&decided)) return std::move(*refusal);
    return plan(state_, std::get<Decision>(decided), options_.new_file_mode);
  } catch (const std::bad_alloc&) {
    return refusal_of(disk::make_failure(ENOMEM, "comparing the texts"));
  }
}

// On a full disk what frees space is to work still.
Carried Committer::carry_out_with_reserve(const Requests& requests, const GroupDecision& group,
                                          const std::vector<JournaledTransaction>& fences,
                                          PassReport& report) {
  auto carried = carry_out(requests, group, fences, report);
  const bool full = carried.refusal && carried.refusal->kind == Refusal::Kind::storage_full;
  if (!full || !only_delete(requests) || !reserve_.release()) return carried;
  note(report, Notice::Kind::retry, "the disk is full: deleting with the space that was set aside",
       std::nullopt);
  return carry_out(requests, group, fences, report);
}

Carried Committer::carry_out(const Requests& requests, const GroupDecision& group,
                             const std::vector<JournaledTransaction>& fences, PassReport& report) {
  const auto record_of = [&](std::vector<JournaledChange> changes) {
    auto record = group_record_of(requests, group, state_, std::move(changes), modified_);
    record.transactions.insert(record.transactions.end(), fences.begin(), fences.end());
    return record;
  };
  GroupCommit commit(directory_, *journal_, sync_pool_, options_, state_, report);
  if (group.changes.empty()) {
    const auto record = record_of({});
    if (record.transactions.empty()) return {};
    auto carried = commit.write_down(record);
    if (!carried.refusal) state_.revision = group.revision;
    return carried;
  }
  auto carried = commit.carry_out(group.changes, record_of);
  if (!carried.look_again && !carried.refusal) adopt(commit.publication(), group, report);
  return carried;
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

Committer::Results Committer::results_of(const Requests& requests, const GroupDecision& group,
                                         const std::optional<Refusal>& refusal) const {
  if (refusal) {
    // What was refused before is so for a reason of its own; all others share the fate of the group.
    Results results(requests.size(), *refusal);
    for (std::size_t i = 0; i < group.requests.size(); ++i) {
      if (const auto* own = std::get_if<Refusal>(&group.requests[i])) results[i] = *own;
    }
    return results;
  }
  Results results;
  for (const auto& request : group.requests) {
    if (const auto* own = std::get_if<Refusal>(&request)) {
      results.emplace_back(*own);
      continue;
    }
    const auto& decided = std::get<Decided>(request);
    Applied applied{decided.changed, false, decided.revision, {}, decided.paths, {}};
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

void Committer::degrade(const Failure& cause, PassReport& report) {
  degraded_reason_ = "the disk failed while a change was made durable (" + cause.text() + ")";
  note(report, Notice::Kind::degraded,
       "no further change is taken until a restart, or a reload that finds the disk well", cause);
}

Result<void> Committer::retire() {
  if (!degraded_reason_.empty()) return {};
  auto retired = journal_->retire(state_);
  if (retired) (void)reserve_.fill();
  return retired;
}

PassReport Committer::probe() {
  PassReport report;
  if (!degraded_reason_.empty()) {
    auto recovered = take_up_anew();
    if (recovered && recovered->degraded_reason.empty()) {
      degraded_reason_.clear();
      journal_ = std::move(recovered->journal);
      report.notices = std::move(recovered->notices);
      replace_state(std::move(recovered->state), report);
      note(report, Notice::Kind::healthy, "the disk is well: the store takes changes again", std::nullopt);
    } else {
      const auto cause = recovered ? std::nullopt : std::optional(recovered.error());
      note(report, Notice::Kind::degraded, "the disk is not well yet: still no change is taken", cause);
    }
  }
  report.revision = state_.revision;
  report.degraded_reason = degraded_reason_;
  return report;
}

Result<Recovered> Committer::take_up_anew() const {
  if (auto in_place = directory_.check_in_place(); !in_place) return in_place.error();
  if (auto well = disk::probe(directory_.files(), directory_.own()); !well) return well.error();
  return recover(directory_, options_.limits, options_.journal);
}

void Committer::replace_state(StoreState state, PassReport& report) {
  for (const auto& [name, document] : state_.documents) {
    if (!state.documents.contains(name)) report.changes.push_back({name, nullptr});
  }
  for (const auto& [name, document] : state.documents)
    report.changes.push_back({name, document});
  state_ = std::move(state);
}

void Committer::note(PassReport& report, Notice::Kind kind, std::string message,
                     std::optional<Failure> cause) {
  report.notices.push_back({kind, std::move(message), {}, std::move(cause)});
}

}  // namespace holdfast::commit
