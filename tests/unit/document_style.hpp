// Hand-written pairs of documents before and after an edit: what somebody who cares for their file would have
// typed. The tables are in document_style_*.cpp, one for each kind of edit.
#pragma once

#include <string>
#include <vector>

namespace holdfast::document {

struct Golden {
  const char* name;
  std::string before;
  std::vector<std::string> edits;  // "add /path value", "remove /path", "move /from /path", ...
  std::string after;
};

[[nodiscard]] std::vector<Golden> insertions();
[[nodiscard]] std::vector<Golden> insertions_into_arrays();
[[nodiscard]] std::vector<Golden> removals();
[[nodiscard]] std::vector<Golden> first_children();
[[nodiscard]] std::vector<Golden> new_containers();
[[nodiscard]] std::vector<Golden> rewrites();

}  // namespace holdfast::document
