// Lays a value out anew: two spaces a level, one member or element a line, a final newline. The spelling of
// numbers, strings and names stays as it was.
#pragma once

#include <string>

#include "ipc/json/tree.hpp"

namespace holdfast::json {

/// The text a new document gets for a value that came without one of its own.
[[nodiscard]] std::string format_document(const Value& value);

}  // namespace holdfast::json
