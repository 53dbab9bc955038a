// From the parameters of Commit and Resolve to requests for the writer.
#pragma once

#include <variant>

#include "daemon/commit/request.hpp"
#include "ipc/varlink/call.hpp"
#include "ipc/varlink/wire_error.hpp"

namespace holdfast::service {

/// Reads a Commit call whose parameters fit the interface. What this version does not do
/// (confirmation) is refused by name, never ignored. A request id is 1 to 128 printable ASCII characters.
[[nodiscard]] std::variant<commit::Request, varlink::WireError> read_commit(const varlink::Call& call);
[[nodiscard]] std::variant<commit::Request, varlink::WireError> read_resolve(const varlink::Call& call);

}  // namespace holdfast::service
