// The ledger: which revision each document is at, kept in `.holdfast/ledger.json` across restarts. It is
// replaced, durably, before the documents of a commit are, and names what the commit is about to do. So after
// a crash each document's digest tells whether its change took place, and one of several documents can be
// carried to its end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/commit/revision.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

struct LedgerEntry {
  Revision revision;
  std::string digest;
  std::string modified;
};

/// A change that was about to be made when the ledger was written.
struct IntendedChange {
  document::DocumentName name;
  std::string digest_before;  // empty: did not exist
  std::string digest_after;   // empty: was to be deleted
  std::string temporary;      // the staged file's name; empty for a deletion
  Revision revision;          // of the last request that changed it
};

struct Intent {
  Revision revision;  // the highest
  std::string modified;
  std::vector<IntendedChange> changes;
};

struct Ledger {
  Revision revision;  // of the store, the intended change not included
  std::map<document::DocumentName, LedgerEntry> documents;
  std::optional<Intent> intent;
};

/// Nothing if there is none yet. A damaged one is a failure (EBADMSG): guessing revisions would break every
/// client's compare-and-swap. Blocks.
[[nodiscard]] disk::Result<std::optional<Ledger>> read_ledger(const disk::ManagedDirectory& directory);

/// Durable on return. After a failure the old one or the new one may be in place, and either may be after a
/// crash; `in_place`, if given, is set once the new one may be. Blocks.
[[nodiscard]] disk::Result<void> write_ledger(const disk::ManagedDirectory& directory, const Ledger& ledger,
                                              bool* in_place = nullptr);

}  // namespace holdfast::commit
