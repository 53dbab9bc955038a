// Text that somebody else chose, made safe to show to a person: in a log line or on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::json {

/// Control characters, characters that turn the writing direction, and all non-ASCII bytes of a text that is
/// not UTF-8 come out as \xNN; the rest stays. So no text can end its line, move the cursor or pretend to be
/// another.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace holdfast::json
