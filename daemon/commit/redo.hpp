// Carries a group that was cut short to its end: each document that is still as it was before gets its new
// version, from the splices; one that somebody changed since stays theirs. Idempotent; may be cut at any
// point.
#pragma once

#include "daemon/commit/decision.hpp"
#include "daemon/commit/journal_record.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

struct Redone {
  std::size_t finished = 0;  // documents that had their old version still
  std::vector<Notice> notices;
};

/// Precondition: the journal that holds the group is durable, whatever it was before. Durable on return:
/// every document of the group, and its name. Blocks.
[[nodiscard]] disk::Result<Redone> redo(const disk::ManagedDirectory& directory, const JournaledGroup& group,
                                        const CommitLimits& limits);

/// Of a directory: removed, or something else was put in its place.
[[nodiscard]] bool is_gone(const disk::Failure& failure);
/// Speaks of one file that needs a person; any other failure (EIO, EACCES) must not make a document look
/// absent.
[[nodiscard]] bool is_obstacle(const disk::Failure& failure);

}  // namespace holdfast::commit
