// Makes the journal's record of a group from what was asked and what was decided, and the answer to a request
// from what the journal remembers of it.
#pragma once

#include <string>
#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/journal_record.hpp"

namespace holdfast::commit {

/// The transactions that the journal is to remember: those that changed something, those that have an id, and
/// fences. `changes` are those of the group, `state` the store's before it, `requests` those that were
/// decided, in their order.
[[nodiscard]] JournaledGroup group_record_of(const std::vector<const Request*>& requests,
                                             const GroupDecision& group, const StoreState& state,
                                             std::vector<JournaledChange> changes, std::string time);
/// Remembers that the id of a request is never to be applied.
[[nodiscard]] JournaledTransaction fence_of(const Request& request);
/// An edit by hand, taken in as one revision.
[[nodiscard]] JournaledTransaction edit_by_hand(Revision revision);
/// What such an edit made of one document, without splices. `digest_before` is empty where it did not exist,
/// `now` null where it is gone.
[[nodiscard]] JournaledChange change_by_hand(const document::DocumentName& name, Revision revision,
                                             std::string digest_before, const DocumentState* now);

/// The first answer. Precondition: the transaction is a commit.
[[nodiscard]] Applied answer_of(const JournaledTransaction& transaction);

}  // namespace holdfast::commit
