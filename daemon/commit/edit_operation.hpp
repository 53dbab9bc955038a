// One operation inside a JSON document, on its draft: what the document engine says becomes a refusal that
// names the document.
#pragma once

#include <variant>

#include "daemon/commit/request.hpp"
#include "daemon/document/draft.hpp"

namespace holdfast::commit {

/// Precondition: the operation is one that acts inside a document, with the fields it needs.
[[nodiscard]] std::variant<ResolvedPaths, Refusal> edit(document::Draft& draft, const Operation& operation,
                                                        std::size_t depth_max);

}  // namespace holdfast::commit
