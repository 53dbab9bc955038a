// A file of operations, for `holdfast apply`: those of the interface, or those of RFC 6902, which name no
// document.
#pragma once

#include <string>

namespace holdfast::ctl {

/// The text of the array of operations in `text`, each spelled as it stands there, with `document` put into
/// those that name none; empty: none to put in. Throws Stop, with line and column, unless it is an array of
/// objects, at least one, that each name a document then.
[[nodiscard]] std::string operations_of(const std::string& text, const std::string& document);

}  // namespace holdfast::ctl
