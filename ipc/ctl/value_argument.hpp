// A value as a person gives it on the command line or in a file: JSON where it parses, else a string.
#pragma once

#include <string>

namespace holdfast::ctl {

struct ValueArgument {
  std::string text;
  bool given = false;      // as an argument; an empty one is a value too
  std::string file;        // where to read it instead, "-" for standard input; empty: nowhere
  bool as_string = false;  // never as JSON
};

/// The JSON text that `text` stands for: its own spelling if it is JSON (of the strict kind the store takes),
/// else a string of exactly these characters. Throws Stop if it is not UTF-8.
[[nodiscard]] std::string json_text_of(const std::string& text, bool as_string);

/// The same for JSON only: throws Stop, with line and column, for anything else.
[[nodiscard]] std::string demand_json(const std::string& text);

/// What stands in the argument or in the file. Throws Stop unless exactly one of them is given.
[[nodiscard]] std::string characters_of(const ValueArgument& value);

}  // namespace holdfast::ctl
