// Lays a value out so that it fits where it goes: in the document's own indentation, on one line where its
// neighbours are. The spelling of its numbers, strings and names stays as it was sent.
#pragma once

#include <optional>
#include <string>

#include "daemon/document/style.hpp"

namespace holdfast::document {

/// Where a value goes.
struct Site {
  std::string indentation;          // of the line it starts on
  bool one_line = false;            // a line end in it would break its surroundings
  std::optional<json::Value> like;  // what stood there, or a neighbour of its kind: the pattern to follow
  bool among_elements =
      false;  // the pattern is another element of the same array: whatever it holds, it stands so
};

/// Nothing if it would take more than `bytes_max`: indentation can make much of little.
[[nodiscard]] std::optional<std::string> lay_out(const json::Value& value, const Style& style,
                                                 const Site& site, std::size_t bytes_max);

/// How the value will stand there. Precondition: it has children.
[[nodiscard]] Shape shape_at(const json::Value& value, const Style& style, const Site& site);
/// Whether the value of a member goes on a line of its own, below its name; then `site` is that line.
[[nodiscard]] bool move_below_name(const json::Value& value, const Style& style, Site& site);

}  // namespace holdfast::document
