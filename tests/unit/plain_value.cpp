#include "tests/unit/plain_value.hpp"

#include <algorithm>

namespace holdfast::document {

using json::Kind;

std::size_t PlainValue::depth() const {
  if (!is_container()) return 0;
  std::size_t deepest = 0;
  for (const auto& child : children)
    deepest = std::max(deepest, child.value.depth());
  return deepest + 1;
}

std::size_t PlainValue::nodes() const {
  std::size_t count = 1;
  for (const auto& child : children)
    count += child.value.nodes();
  return count;
}

std::size_t PlainValue::find(const std::string& name) const {
  std::size_t at = 0;
  while (at < children.size() && children[at].name != name)
    ++at;
  return at;
}

bool means_the_same(const PlainValue& left, const PlainValue& right) {
  if (left.kind != right.kind || left.children.size() != right.children.size()) return false;
  if (!left.is_container()) return left.meaning == right.meaning;
  for (std::size_t i = 0; i < left.children.size(); ++i) {
    const auto& child = left.children[i];
    const auto other = left.kind == Kind::object ? right.find(child.name) : i;
    if (other == right.children.size()) return false;
    if (!means_the_same(child.value, right.children[other].value)) return false;
  }
  return true;
}

bool is_spelled_as(const json::Value& value, const PlainValue& expected) {
  if (value.kind() != expected.kind || value.size() != expected.children.size()) return false;
  if (!expected.is_container()) return value.raw() == expected.spelling;
  std::size_t ordinal = 0;
  for (const json::Value child : value) {
    const auto at = expected.kind == Kind::object ? expected.find(child.key()) : ordinal;
    ++ordinal;
    if (at == expected.children.size() || !is_spelled_as(child, expected.children[at].value)) return false;
  }
  return true;
}

PlainValue plain_of(const json::Value& value) {
  PlainValue plain{value.kind(), {}, {}, {}};
  if (!plain.is_container()) {
    plain.spelling = value.raw();
    plain.meaning = value.is(Kind::string) ? value.string() : plain.spelling;
  }
  for (const json::Value child : value)
    plain.children.push_back({child.key(), plain_of(child)});
  return plain;
}

std::string shown(const PlainValue& value) {
  if (!value.is_container()) return value.spelling;
  const bool object = value.kind == Kind::object;
  std::string text(object ? "{" : "[");
  for (const auto& child : value.children) {
    if (text.size() > 1) text += ',';
    if (object) text += '<' + child.name + ">:";
    text += shown(child.value);
  }
  return text + (object ? '}' : ']');
}

}  // namespace holdfast::document
