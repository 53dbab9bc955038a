// Brings a directory from whatever a crash or a person left to a state that can be served: finishes or
// forgets the commit under way, sweeps temporary files, takes in edits made while nobody looked. Idempotent;
// may itself be cut at any point.
#pragma once

#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/ledger.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

struct Recovered {
  StoreState state;
  std::vector<Notice> notices;
};

/// Durable on return: everything in the state it returns. Fails rather than guess if the ledger is damaged or
/// a file cannot be read. Blocks.
[[nodiscard]] disk::Result<Recovered> recover(const disk::ManagedDirectory& directory,
                                              const CommitLimits& limits);

/// The ledger of a state, without an intent.
[[nodiscard]] Ledger ledger_of(const StoreState& state);

}  // namespace holdfast::commit
