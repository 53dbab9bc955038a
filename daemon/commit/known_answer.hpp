// The answer to a request whose id is known already: sent again, or asked after. Pure.
#pragma once

#include <optional>

#include "daemon/commit/request.hpp"
#include "daemon/commit/request_ids.hpp"

namespace holdfast::commit {

/// Nothing if the request has to be decided, or fenced. `ids` null: the journal cannot be read. `degraded`:
/// nothing can be written.
[[nodiscard]] std::optional<RequestResult> known_answer(const Request& request, const RequestIds* ids,
                                                        bool degraded);

}  // namespace holdfast::commit
