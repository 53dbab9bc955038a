// Twenty invented documents, each in another formatting that people use.
#pragma once

#include <string>
#include <vector>

namespace holdfast::document {

struct Favourite {
  const char* name;
  std::string text;
  /// What its owner would look for: indentation, line ends, blanks.
  bool (*looks_right)(const std::string& text);
};

[[nodiscard]] const std::vector<Favourite>& favourites();

}  // namespace holdfast::document
