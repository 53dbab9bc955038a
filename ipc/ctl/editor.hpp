// `holdfast edit`: a document in the person's editor, put back on the condition that nobody else changed it.
#pragma once

#include "ipc/ctl/change.hpp"

namespace holdfast::ctl {

/// Blocks while the editor runs. Whatever goes wrong, the person's text stays in a file whose path the Stop
/// names; it is removed only when the daemon has answered that it is committed, or when it holds nothing new.
void edit(const Common& common, const Change& change);

}  // namespace holdfast::ctl
