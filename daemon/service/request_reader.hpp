// From the parameters of Commit to a request for the writer.
#pragma once

#include <variant>

#include "daemon/commit/request.hpp"
#include "ipc/varlink/call.hpp"
#include "ipc/varlink/wire_error.hpp"

namespace holdfast::service {

/// Reads a Commit call whose parameters fit the interface. What this version does not do (request ids,
/// confirmation) is refused by name, never ignored.
[[nodiscard]] std::variant<commit::Request, varlink::WireError> read_commit(const varlink::Call& call);

}  // namespace holdfast::service
