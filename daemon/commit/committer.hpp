// The one writer: takes a group of requests, brings it to the disk together, and tells what came of each.
// Everything it does blocks, so it runs on a thread of its own. A failure after which the disk cannot be
// trusted ends all writing until a restart (degraded).
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "daemon/commit/observation.hpp"
#include "daemon/commit/publication.hpp"
#include "daemon/commit/recovery.hpp"

namespace holdfast::commit {

struct CommitterOptions {
  CommitLimits limits;
  mode_t new_file_mode = 0644;
  int stage_attempts_max = 3;  // of a change that runs into a shortage; nothing is visible before it succeeds
  std::chrono::milliseconds retry_delay{20};
  std::size_t sync_threads = 8;  // that make files durable at once; read at the start only
};

class Committer {
 public:
  /// Takes the state that recover() returned for this directory.
  Committer(const disk::ManagedDirectory& directory, StoreState state, const CommitterOptions& options);

  /// Applies each request as one transaction, in order, each seeing what those before it did, and brings all
  /// of them to the disk at once. When a result says Applied its change is durable: each document and its
  /// name survive a power cut. When it is a refusal other than outcome_unknown, nothing of it is or ever
  /// becomes visible. A group that fails before anything became visible is tried once more request by
  /// request, so that one bad change fails alone. A dry run changes nothing, but what people did to the files
  /// by hand is taken in first, as for any request. Blocks. Threads: one at a time. Precondition: a dry run
  /// is alone.
  [[nodiscard]] GroupOutcome apply_group(const std::vector<const Request*>& requests);
  /// A group of one.
  [[nodiscard]] Outcome apply(const Request& request);

  /// For the requests to come. Threads: that of apply_group().
  void reconfigure(const CommitterOptions& options) { options_ = options; }

  /// Writes down that nothing is under way, at a clean stop. Blocks.
  [[nodiscard]] disk::Result<void> retire();

  [[nodiscard]] const StoreState& state() const { return state_; }
  /// Why nothing is written any more; empty while all is well.
  [[nodiscard]] const std::string& degraded_reason() const { return degraded_reason_; }

 private:
  using Requests = std::vector<const Request*>;
  using Results = std::vector<RequestResult>;

  // How far a group came.
  struct Carried {
    bool look_again = false;         // a target changed under our hands
    std::optional<Refusal> refusal;  // of the whole group
  };

  [[nodiscard]] Results pass(const Requests& requests, PassReport& report);
  // Nothing: look again.
  [[nodiscard]] std::optional<Results> attempt(const Requests& requests, PassReport& report);
  [[nodiscard]] Results one_by_one(const Requests& requests, PassReport& report);
  [[nodiscard]] std::optional<Refusal> look(const Requests& requests, PassReport& report);
  [[nodiscard]] RequestResult planned(const Request& request) const;
  [[nodiscard]] Carried carry_out(const GroupDecision& group, PassReport& report);
  [[nodiscard]] disk::Result<void> stage(std::unique_ptr<Publication>& publication,
                                         const GroupDecision& group, PassReport& report);
  [[nodiscard]] disk::Result<void> announce(const Publication& publication, Revision revision,
                                            PassReport& report);
  [[nodiscard]] Carried publish(Publication& publication, const GroupDecision& group, PassReport& report);
  [[nodiscard]] std::optional<Refusal> settle(Publication& publication, PassReport& report);
  [[nodiscard]] Carried called_off(Publication& publication, std::optional<Refusal> refusal,
                                   PassReport& report);
  [[nodiscard]] std::optional<Refusal> call_off(Publication& publication, PassReport& report);
  [[nodiscard]] disk::Result<void> take_back_intent();
  void forget_intent(PassReport& report);
  void adopt(const Publication& publication, const GroupDecision& group, PassReport& report);
  [[nodiscard]] Results results_of(const GroupDecision& group) const;
  [[nodiscard]] StateChange told(const StagedVersion& version) const;
  [[nodiscard]] Refusal degrade(const disk::Failure& cause, bool visible, PassReport& report);
  [[nodiscard]] bool may_retry(const disk::Failure& failure, bool sync_failed, int attempt) const;
  void note(PassReport& report, Notice::Kind kind, std::string message, std::optional<disk::Failure> cause);
  void change_state(const StateChange& change, PassReport& report);

  const disk::ManagedDirectory& directory_;
  StoreState state_;
  CommitterOptions options_;
  disk::SyncPool sync_pool_;
  std::string degraded_reason_;
  bool intent_in_place_ = false;  // the ledger on disk may speak of the group under way
  std::string modified_;          // of the revisions being made
};

}  // namespace holdfast::commit
