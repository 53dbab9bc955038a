// The one writer: takes a request, brings it to the disk, and tells what came of it. Everything it does
// blocks, so it runs on a thread of its own. A failure after which the disk cannot be trusted ends all
// writing until a restart (degraded).
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
};

class Committer {
 public:
  /// Takes the state that recover() returned for this directory.
  Committer(const disk::ManagedDirectory& directory, StoreState state, CommitterOptions options);

  /// Applies a request as one transaction. When the outcome says Applied the change is durable: each document
  /// and its name survive a power cut. When it is a refusal other than outcome_unknown, nothing of it is or
  /// ever becomes visible. A dry run changes nothing, but what people did to the files by hand is taken in
  /// first, as for any request. Blocks. Threads: one at a time.
  [[nodiscard]] Outcome apply(const Request& request);

  /// For the requests to come. Threads: that of apply().
  void reconfigure(const CommitterOptions& options) { options_ = options; }

  /// Writes down that nothing is under way, at a clean stop. Blocks.
  [[nodiscard]] disk::Result<void> retire();

  [[nodiscard]] const StoreState& state() const { return state_; }
  /// Why nothing is written any more; empty while all is well.
  [[nodiscard]] const std::string& degraded_reason() const { return degraded_reason_; }

 private:
  // Nothing: a target changed under our hands, look again.
  using Attempt = std::optional<std::variant<Applied, Refusal>>;

  [[nodiscard]] Attempt attempt(const Request& request, Outcome& outcome);
  [[nodiscard]] std::optional<Refusal> look(const Request& request, Outcome& outcome);
  [[nodiscard]] Attempt carry_out(const Decision& decision, Outcome& outcome);
  [[nodiscard]] disk::Result<void> stage(std::unique_ptr<Publication>& publication, const Decision& decision,
                                         Outcome& outcome);
  [[nodiscard]] disk::Result<void> announce(const Publication& publication, Outcome& outcome);
  [[nodiscard]] Attempt publish(Publication& publication, const Decision& decision, Outcome& outcome);
  [[nodiscard]] std::optional<Refusal> settle(Publication& publication, Outcome& outcome);
  [[nodiscard]] std::optional<Refusal> call_off(Publication& publication, Outcome& outcome);
  [[nodiscard]] disk::Result<void> take_back_intent();
  void forget_intent(Outcome& outcome);
  [[nodiscard]] Applied adopt(const Publication& publication, const Decision& decision, Outcome& outcome);
  [[nodiscard]] std::variant<Applied, Refusal> planned(const Decision& decision) const;
  [[nodiscard]] Applied applied(const Decision& decision, bool changed) const;
  [[nodiscard]] Refusal degrade(const disk::Failure& cause, bool visible, Outcome& outcome);
  [[nodiscard]] bool may_retry(const disk::Failure& failure, bool sync_failed, int attempt) const;
  void note(Outcome& outcome, Notice::Kind kind, std::string message, std::optional<disk::Failure> cause);
  void change_state(const StateChange& change, Outcome& outcome);

  const disk::ManagedDirectory& directory_;
  StoreState state_;
  CommitterOptions options_;
  std::string degraded_reason_;
  bool intent_in_place_ = false;  // the ledger on disk may speak of the commit under way
  std::string modified_;          // of the revision being made
};

}  // namespace holdfast::commit
