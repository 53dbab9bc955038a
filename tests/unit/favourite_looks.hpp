// What the owners of documents look for in them: indentation, line ends, blanks. Strings are not looked into.
#pragma once

#include <optional>
#include <string>

namespace holdfast::document {

/// Each line is indented by a multiple of `unit` spaces; no tabs, no blanks at the ends of lines.
[[nodiscard]] bool has_spaces(const std::string& text, std::size_t unit);
template <std::size_t Unit>
bool spaces(const std::string& text) {
  return has_spaces(text, Unit);
}

/// The text with plain line ends; nothing if some are plain already.
[[nodiscard]] std::optional<std::string> without_crlf(const std::string& text);
/// All line ends are CRLF, and it looks right without them.
template <bool (*Looks)(const std::string&)>
bool crlf(const std::string& text) {
  const auto plain = without_crlf(text);
  return plain && Looks(*plain);
}

[[nodiscard]] bool tabs(const std::string& text);
[[nodiscard]] bool compact(const std::string& text);
/// One line, a space behind each colon and comma and nowhere else.
[[nodiscard]] bool spaced_line(const std::string& text);
/// One line, a space inside the braces of objects, none inside those of lists.
[[nodiscard]] bool padded_line(const std::string& text);
/// A list with one element a line.
[[nodiscard]] bool rows(const std::string& text);
/// No bracket stands alone at the end of a line with a brace alone below it.
[[nodiscard]] bool hugging(const std::string& text);
/// Brackets stand below their names.
[[nodiscard]] bool own_lines(const std::string& text);
/// No line ends with a comma.
[[nodiscard]] bool comma_first(const std::string& text);
/// A space on both sides of each colon.
[[nodiscard]] bool spaced_colons(const std::string& text);
[[nodiscard]] bool not_indented(const std::string& text);
[[nodiscard]] bool anything(const std::string& text);

}  // namespace holdfast::document
