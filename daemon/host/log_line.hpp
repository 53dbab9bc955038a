// An event as one line of text for people. Whatever a client could have chosen is escaped, so that no line
// can pretend to be another.
#pragma once

#include <string>

#include "daemon/service/event_log.hpp"

namespace holdfast::host {

/// For files and pipes: "<severity> message key=value ...". Colour: the severity in the terminal's colours,
/// and only what a person at a terminal wants to see.
[[nodiscard]] std::string plain_line_of(const service::Event& event);
[[nodiscard]] std::string coloured_line_of(const service::Event& event);

/// The errno of an event by name, "ENOSPC"; empty if it has none.
[[nodiscard]] std::string errno_name_of(const service::Event& event);

}  // namespace holdfast::host
