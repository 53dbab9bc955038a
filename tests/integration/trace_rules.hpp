// The order of system calls that durability rests on (RELIABILITY section 2): judged on a trace, whoever made
// it, so that the judge itself can be tested with traces that break each rule.
#pragma once

#include <string>
#include <vector>

#include "tests/integration/trace.hpp"

namespace holdfast::test {

/// Where the daemon tells a client that its change is committed.
[[nodiscard]] bool is_committed_reply(const TracedCall& call);
/// A record that goes into the journal; new segments are written otherwise.
[[nodiscard]] bool is_journal_record(const TracedCall& call);
[[nodiscard]] bool is_sync(const TracedCall& call);
[[nodiscard]] bool is_rename(const TracedCall& call);
/// ".servers.json.0123456789abcdef.tmp", with any directory before it.
[[nodiscard]] bool is_temporary(const std::string& path);

/// What is out of order, a sentence each; empty for a good trace. For every reply "committed", of what came
/// since the one before it: bytes and metadata < fsync < rename; a new directory's parent synced before
/// anything is renamed into it; the journal's record written when all documents are staged, and synced, as
/// they are, before the first of them is renamed or removed; no record behind that; every directory synced
/// behind its last rename or unlink; all that before the reply.
[[nodiscard]] std::vector<std::string> order_violations(const std::vector<TracedCall>& calls);

/// Descriptors on which an fsync was called again after it had failed and before they were closed.
[[nodiscard]] std::vector<std::string> repeated_syncs(const std::vector<TracedCall>& calls);

}  // namespace holdfast::test
