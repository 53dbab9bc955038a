// The one writer: takes a group of requests, brings it to the disk together, and tells what came of each.
// Everything it does blocks, so it runs on a thread of its own. A failure after which the disk cannot be
// trusted ends all writing until a restart or a probe (degraded).
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "daemon/commit/group_commit.hpp"
#include "daemon/commit/observation.hpp"
#include "daemon/commit/recovery.hpp"
#include "daemon/disk/reserve.hpp"

namespace holdfast::commit {

class Committer {
 public:
  /// Takes what recover() returned for this directory.
  Committer(const disk::ManagedDirectory& directory, Recovered recovered, const CommitterOptions& options);

  /// Applies each request as one transaction, in order, each seeing what those before it did, and brings all
  /// of them to the disk at once. When a result says Applied its change is durable: each document and its
  /// name survive a power cut. When it is a refusal other than outcome_unknown, nothing of it is or ever
  /// becomes visible. A request whose id was answered before gets that answer and changes nothing. A group
  /// that fails before anything became visible is tried once more request by request, so that one bad change
  /// fails alone. A dry run changes nothing, but what people did to the files by hand is taken in first, as
  /// for any request. Blocks. Threads: one at a time. Precondition: a dry run is alone.
  [[nodiscard]] GroupOutcome apply_group(const std::vector<const Request*>& requests);
  /// A group of one that is no resolution.
  [[nodiscard]] Outcome apply(const Request& request);

  /// For the requests to come. Threads: that of apply_group().
  void reconfigure(const CommitterOptions& options);

  /// Writes down that nothing is under way, for an idle store and at a clean stop. Durable on return. Blocks.
  [[nodiscard]] disk::Result<void> retire();

  /// For a store that takes no changes: if the disk does all that a commit needs, and every document and the
  /// journal can be read anew, the store takes changes again, as after a restart. Blocks.
  [[nodiscard]] PassReport probe();

  [[nodiscard]] const StoreState& state() const { return state_; }
  /// Why nothing is written any more; empty while all is well.
  [[nodiscard]] const std::string& degraded_reason() const { return degraded_reason_; }

 private:
  using Requests = std::vector<const Request*>;
  using Results = std::vector<RequestResult>;
  // By place in the requests; nothing: to be decided.
  using Answers = std::vector<std::optional<RequestResult>>;

  [[nodiscard]] Results pass(const Requests& requests, PassReport& report);
  // Nothing: look again.
  [[nodiscard]] std::optional<Results> attempt(const Requests& requests, PassReport& report);
  [[nodiscard]] Results one_by_one(const Requests& requests, PassReport& report);
  [[nodiscard]] std::optional<Refusal> look(const Requests& requests, PassReport& report);
  [[nodiscard]] std::optional<Refusal> take_in(const Observation& observation, PassReport& report);
  [[nodiscard]] RequestResult planned(const Request& request) const;
  [[nodiscard]] Answers known_answers(const Requests& requests) const;
  [[nodiscard]] Carried carry_out(const Requests& requests, const GroupDecision& group,
                                  const std::vector<JournaledTransaction>& fences, PassReport& report);
  void adopt(const Publication& publication, const GroupDecision& group, PassReport& report);
  // `refusal`: of the whole group.
  [[nodiscard]] Results results_of(const Requests& requests, const GroupDecision& group,
                                   const std::optional<Refusal>& refusal) const;
  [[nodiscard]] static Results joined(const Requests& requests, Answers answers, Results decided,
                                      const std::optional<Refusal>& refusal);
  [[nodiscard]] std::optional<Refusal> decide_together(const Requests& requests, GroupDecision& group) const;
  [[nodiscard]] StateChange told(const StagedVersion& version) const;
  [[nodiscard]] Carried carry_out_with_reserve(const Requests& requests, const GroupDecision& group,
                                               const std::vector<JournaledTransaction>& fences,
                                               PassReport& report);
  [[nodiscard]] disk::Result<Recovered> take_up_anew() const;
  void replace_state(StoreState state, PassReport& report);
  void degrade(const disk::Failure& cause, PassReport& report);
  void note(PassReport& report, Notice::Kind kind, std::string message, std::optional<disk::Failure> cause);
  void change_state(const StateChange& change, PassReport& report);

  const disk::ManagedDirectory& directory_;
  StoreState state_;
  std::unique_ptr<StoreJournal> journal_;  // null only while degraded
  CommitterOptions options_;
  disk::SyncPool sync_pool_;
  disk::Reserve reserve_;
  std::string degraded_reason_;
  std::string modified_;  // of the revisions being made
};

}  // namespace holdfast::commit
