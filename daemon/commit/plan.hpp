// What a dry run tells: the state that a decision would lead to, and the difference, for people.
#pragma once

#include "daemon/commit/decision.hpp"

namespace holdfast::commit {

/// The documents named, as they would be; they keep the revisions they have, since none is given out. Diffs
/// are unified
/// ("diff -u"), one a changed document, in the order of the decision. O(bytes of what changes).
[[nodiscard]] Applied plan(const StoreState& state, const Decision& decision, mode_t new_file_mode);

}  // namespace holdfast::commit
