// What the json tests share: how a Kind prints, and a tree walk that visits every value of a text.
#pragma once

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"

namespace holdfast::json {

inline std::ostream& operator<<(std::ostream& out, Kind kind) {
  static constexpr const char* names[] = {"null", "boolean", "number", "string", "array", "object"};
  return out << names[static_cast<std::size_t>(kind)];
}

/// Parses a text that must be good; the test ends here if it is not.
inline ParsedText parsed(std::string text) {
  auto result = parse_owned(text);
  BOOST_TEST_REQUIRE(result.has_value(), "refused: " << text << ": " << result.error().message);
  return std::move(*result);
}

/// Calls visit(value, parent) for every value below `parent`, in the order of the text.
template <typename Visit>
void for_each_below(const Value& parent, const Visit& visit) {
  for (const Value child : parent) {
    visit(child, parent);
    for_each_below(child, visit);
  }
}

}  // namespace holdfast::json
