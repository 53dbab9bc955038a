// How a JSON text is laid out: what new values must look like to fit in. Read off the text itself. Blank
// space of any length may stand in a text; what is taken over from it is bounded, and so is how far it is
// looked at.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/json/tree.hpp"

namespace holdfast::document {

/// How the children of a container stand.
enum class Shape {
  flat,     // all on one line
  lines,    // each on lines of its own
  hugging,  // [{ ... }, { ... }]: the container's brackets share lines with those of its children
};

struct Style {
  std::string newline = "\n";      // or "\r\n"
  std::string indentation = "  ";  // of one level
  std::string colon = ": ";        // between a name and its value
  std::string flat_colon = ": ";   // the same in an object on one line
  std::string gap = " ";           // behind a comma where the next value stands on the same line
  std::string object_padding;      // inside the braces of an object on one line
  std::string array_padding;
  bool one_line = false;                       // the whole text is one line
  bool comma_first = false;                    // lines start with the comma
  bool braces_on_own_line = false;             // a member's opening bracket stands below its name
  std::size_t flat_bytes_max = 80;             // what still goes on one line: as much as was seen there
  std::array<std::optional<Shape>, 4> habits;  // see habit_for()

  [[nodiscard]] const std::string& padding(json::Kind kind) const {
    return kind == json::Kind::object ? object_padding : array_padding;
  }
  /// How most containers of this one's kind stand, those that hold containers too and those that do not told
  /// apart; nothing if there are no others.
  [[nodiscard]] std::optional<Shape> habit_for(const json::Value& container) const;
};

/// Looks at the first few hundred values; what they do not show is as in a new document.
[[nodiscard]] Style style_of(const json::Value& root);

/// Precondition: it has children.
[[nodiscard]] Shape shape_of(const json::Value& container);
/// Whether some child is a container.
[[nodiscard]] bool holds_containers(const json::Value& container);

/// The white space that starts at `at`.
[[nodiscard]] std::string_view space_at(std::string_view text, std::size_t at);
/// What stands behind the last line end in blank space; nothing if it holds none.
[[nodiscard]] std::string_view indentation_in(std::string_view space);
[[nodiscard]] inline bool has_newline(std::string_view text) {
  return text.find('\n') != std::string_view::npos;
}

/// Between a member's name and its value; nothing if that is long.
[[nodiscard]] std::string_view colon_in(const json::Value& member);

/// Blank space between values is taken over up to this size.
inline constexpr std::size_t blanks_max = 128;
/// Blank space as it is copied to other places: of a great deal one line end and its indentation, or the gap.
[[nodiscard]] std::string copied(std::string_view space, const Style& style);

}  // namespace holdfast::document
