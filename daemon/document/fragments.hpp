// A text as views of where its parts lie: two versions of a large document share most of them.
#pragma once

#include <string_view>
#include <vector>

namespace holdfast::document {

using Fragments = std::vector<std::string_view>;

/// Whether both spell the same bytes. Parts that lie in the same place are not looked at.
[[nodiscard]] bool is_same_text(const Fragments& left, const Fragments& right);

}  // namespace holdfast::document
