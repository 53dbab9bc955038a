// Brings a directory from whatever a crash or a person left to a state that can be served: makes the journal
// durable anew, finishes the group under way, sweeps temporary files, takes in edits made while nobody
// looked. Idempotent; may itself be cut at any point.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/store_journal.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

struct Recovered {
  StoreState state;
  std::vector<Notice> notices;
  std::unique_ptr<StoreJournal> journal;  // null: nothing can be written
  std::string degraded_reason;            // not empty: the store can be read only
};

/// Durable on return: everything in the state it returns. A damaged journal makes the store read-only: what
/// was acknowledged cannot be told from the files alone. Fails rather than guess if a file cannot be read.
/// Blocks.
[[nodiscard]] disk::Result<Recovered> recover(const disk::ManagedDirectory& directory,
                                              const CommitLimits& limits,
                                              const StoreJournal::Options& options = {});

}  // namespace holdfast::commit
