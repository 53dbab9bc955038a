// For messages about a misspelt name: which of the known ones was probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::host {

/// The known name with the fewest letters changed, added or left out (Levenshtein distance); empty if none is
/// near.
[[nodiscard]] std::string nearest_name(std::string_view given, const std::vector<std::string>& known);

}  // namespace holdfast::host
