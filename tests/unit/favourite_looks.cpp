#include "tests/unit/favourite_looks.hpp"

#include <algorithm>
#include <functional>

namespace holdfast::document {
namespace {

// The text with nothing left of its strings but the quotes.
std::string without_strings(const std::string& text) {
  std::string rest;
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      inside = !inside;
      rest += '"';
    } else if (inside && text[at] == '\\') {
      ++at;
    } else if (!inside) {
      rest += text[at];
    }
  }
  return rest;
}

bool each_line(const std::string& text, const std::function<bool(const std::string&)>& holds) {
  const auto rest = without_strings(text);
  for (std::size_t at = 0; at < rest.size();) {
    const auto end = std::min(rest.find('\n', at), rest.size());
    if (!holds(rest.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

std::size_t indentation_of(const std::string& line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool ends_blank(const std::string& line) {
  return !line.empty() && (line.back() == ' ' || line.back() == '\t');
}

}  // namespace

bool has_spaces(const std::string& text, std::size_t unit) {
  return each_line(text, [unit](const std::string& line) {
    return indentation_of(line) % unit == 0 && line.find_first_of("\t\r") == std::string::npos &&
           !ends_blank(line);
  });
}

std::optional<std::string> without_crlf(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')) return std::nullopt;
    if (text[at] != '\r') plain += text[at];
  }
  return plain;
}

bool tabs(const std::string& text) {
  return each_line(text, [](const std::string& line) {
    return line.substr(0, indentation_of(line)).find(' ') == std::string::npos && !ends_blank(line);
  });
}

bool compact(const std::string& text) {
  return without_strings(text).find_first_of(" \t\r\n") == std::string::npos;
}

bool spaced_line(const std::string& text) {
  const auto rest = without_strings(text);
  for (std::size_t at = 0; at + 1 < rest.size(); ++at) {
    const bool wanted = rest[at] == ':' || rest[at] == ',';
    if ((rest[at + 1] == ' ') != wanted || (rest[at] == '\n')) return false;
  }
  return true;
}

bool padded_line(const std::string& text) {
  const auto rest = without_strings(text);
  for (std::size_t at = 0; at + 1 < rest.size(); ++at) {
    if (rest[at] == '{' && rest[at + 1] != ' ' && rest[at + 1] != '}') return false;
    if (rest[at] == '[' && rest[at + 1] == ' ') return false;
  }
  return std::count(text.begin(), text.end(), '\n') == 1;
}

bool rows(const std::string& text) {
  return each_line(text, [](const std::string& line) {
    return line == "[" || line == "]" || (line.starts_with("  ") && line[2] != ' ' && !ends_blank(line));
  });
}

bool hugging(const std::string& text) {
  const auto rest = without_strings(text);
  for (auto at = rest.find("[\n"); at != std::string::npos; at = rest.find("[\n", at + 1)) {
    if (rest[rest.find_first_not_of(" \n", at + 1)] == '{') return false;
  }
  return spaces<2>(text);
}

bool own_lines(const std::string& text) {
  return spaces<4>(text) && each_line(text, [](const std::string& line) {
           return !line.ends_with(": {") && !line.ends_with(": [");
         });
}

bool comma_first(const std::string& text) {
  return each_line(text, [](const std::string& line) { return !line.ends_with(',') && !ends_blank(line); });
}

bool spaced_colons(const std::string& text) {
  const auto rest = without_strings(text);
  for (std::size_t at = 1; at + 1 < rest.size(); ++at) {
    if (rest[at] == ':' && (rest[at - 1] != ' ' || rest[at + 1] != ' ')) return false;
  }
  return spaces<2>(text);
}

bool not_indented(const std::string& text) {
  return each_line(text,
                   [](const std::string& line) { return indentation_of(line) == 0 && !ends_blank(line); });
}

bool anything(const std::string&) {
  return true;
}

}  // namespace holdfast::document
