#include "ipc/json/format.hpp"

#include "ipc/json/string.hpp"

namespace holdfast::json {
namespace {

void append_line(std::string& out, std::size_t depth) {
  out.push_back('\n');
  out.append(depth * 2, ' ');
}

// Recursion is bounded by the parser's depth limit.
void append_value(std::string& out, const Value& value, std::string_view text, std::size_t depth) {
  const bool object = value.is(Kind::object);
  if (!object && !value.is(Kind::array)) {
    out.append(value.raw());
    return;
  }
  out.push_back(object ? '{' : '[');
  bool first = true;
  for (const Value child : value) {
    if (!first) out.push_back(',');
    first = false;
    append_line(out, depth + 1);
    if (object) out.append(string_token(text.substr(child.node().key))).append(": ");
    append_value(out, child, text, depth + 1);
  }
  if (!first) append_line(out, depth);
  out.push_back(object ? '}' : ']');
}

}  // namespace

std::string format_document(const Value& value) {
  std::string out;
  append_value(out, value, value.text(), 0);
  out.push_back('\n');
  return out;
}

}  // namespace holdfast::json
