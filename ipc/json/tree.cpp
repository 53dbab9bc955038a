#include "ipc/json/tree.hpp"

#include <charconv>

#include "ipc/json/string.hpp"

namespace holdfast::json {

Kind Value::kind() const {
  switch (text_[node().begin]) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::string;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      return Kind::number;
  }
}

std::string Value::key() const {
  if (node().key == Node::no_key) return {};
  return decode_string(string_token(text_.substr(node().key)));
}

std::size_t Value::size() const {
  std::size_t count = 0;
  for (auto it = begin(); it != end(); ++it)
    ++count;
  return count;
}

std::optional<Value> Value::find(std::string_view name) const {
  if (!is(Kind::object)) return std::nullopt;
  for (const Value member : *this) {
    if (string_equals(string_token(text_.substr(member.node().key)), name)) return member;
  }
  return std::nullopt;
}

std::string Value::string() const {
  return decode_string(raw());
}

std::optional<std::int64_t> Value::integer() const {
  if (!is(Kind::number)) return std::nullopt;
  std::int64_t number = 0;
  const auto digits = raw();
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
  return number;
}

Value::Iterator Value::begin() const {
  const auto kind = this->kind();
  const bool container = kind == Kind::object || kind == Kind::array;
  return {text_, nodes_, container ? index_ + 1 : node().next};
}

}  // namespace holdfast::json
