#include "ipc/json/value_count.hpp"

#include <algorithm>

namespace holdfast::json {
namespace {

// Behind the string that starts at `at`; the text's end if it does not end.
std::size_t behind_string(std::string_view text, std::size_t at) {
  for (std::size_t quote = at;;) {
    quote = text.find('"', quote + 1);
    if (quote == std::string_view::npos) return text.size();
    std::size_t first = quote;
    while (text[first - 1] == '\\')
      --first;
    if ((quote - first) % 2 == 0) return quote + 1;
  }
}

}  // namespace

std::size_t count_values(std::string_view text) {
  std::size_t count = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char byte = text[at];
    if (byte == '"') {
      at = behind_string(text, at);
      continue;
    }
    ++at;
    if (byte == ',') ++count;
    if (byte != '[' && byte != '{') continue;
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    if (at < text.size() && text[at] != ']' && text[at] != '}') ++count;
  }
  return count;
}

}  // namespace holdfast::json
