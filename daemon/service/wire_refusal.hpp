// The one place that turns a domain error into an error of io.holdfast.config.
#pragma once

#include "daemon/commit/refusal.hpp"
#include "ipc/varlink/wire_error.hpp"

namespace holdfast::service {

[[nodiscard]] varlink::WireError wire_error_of(const commit::Refusal& refusal);

/// "InvalidOperation" for "io.holdfast.config.InvalidOperation".
[[nodiscard]] std::string short_name(const varlink::WireError& error);

}  // namespace holdfast::service
