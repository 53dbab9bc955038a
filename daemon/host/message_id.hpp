// The 128-bit ids under which journald files our messages, one for each kind of event (sd-id128(3)). The
// catalog systemd/holdfast.catalog explains each. Never to be changed: administrators' filters name them.
#pragma once

#include "daemon/service/event_log.hpp"

namespace holdfast::host {

/// 32 hex digits.
[[nodiscard]] const char* message_id_of(service::EventKind kind);

}  // namespace holdfast::host
