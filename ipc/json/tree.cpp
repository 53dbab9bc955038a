#include "ipc/json/tree.hpp"

#include <algorithm>
#include <charconv>

#include "ipc/json/string.hpp"

namespace holdfast::json {

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

// Ends of the containers around a node, innermost last: no recursion, however deep the text.
std::size_t Value::depth() const {
  std::vector<std::uint32_t> open;
  std::size_t deepest = 0;
  for (std::uint32_t i = index_; i < node().next; ++i) {
    while (!open.empty() && open.back() <= i)
      open.pop_back();
    if (!at(i).is_container()) continue;
    open.push_back(nodes_[i].next);
    deepest = std::max(deepest, open.size());
  }
  return deepest;
}

std::optional<Value> Value::find(std::string_view name) const {
  if (!is(Kind::object)) return std::nullopt;
  for (const Value member : *this) {
    if (starts_with_string(text_.substr(member.node().key), name)) return member;
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

ParsedText copy_of(const Value& value) {
  const Node& root = value.node();
  std::vector<Node> nodes(value.nodes() + value.index(), value.nodes() + root.next);
  for (auto& node : nodes) {
    node.begin -= root.begin;
    node.end -= root.begin;
    node.next -= value.index();
    if (node.key != Node::no_key) node.key -= root.begin;
  }
  nodes.front().key = Node::no_key;
  return {std::string(value.raw()), Tree(std::move(nodes))};
}

}  // namespace holdfast::json
