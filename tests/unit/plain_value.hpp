// What the document tests compare with: a JSON value as a plain tree, without any text, so that it shares no
// code with the engine under test.
#pragma once

#include <string>
#include <vector>

#include "ipc/json/tree.hpp"

namespace holdfast::document {

struct PlainMember;

struct PlainValue {
  json::Kind kind = json::Kind::null;
  std::string spelling = "null";  // of a scalar: its token
  std::string meaning = "null";   // of a scalar: the same for all spellings of one value
  std::vector<PlainMember> children;

  [[nodiscard]] bool is_container() const { return kind == json::Kind::object || kind == json::Kind::array; }
  [[nodiscard]] std::size_t depth() const;
  [[nodiscard]] std::size_t nodes() const;
  /// The place of a member; children.size() if there is none.
  [[nodiscard]] std::size_t find(const std::string& name) const;
};

/// A child: a member, or an element with an empty name.
struct PlainMember {
  std::string name;  // its characters
  PlainValue value;
};

/// The same value: names and strings by characters, numbers by value, members in any order.
[[nodiscard]] bool means_the_same(const PlainValue& left, const PlainValue& right);
/// A value of a parsed text is this one, and its scalars are spelled so.
[[nodiscard]] bool is_spelled_as(const json::Value& value, const PlainValue& expected);
/// What a parsed text says. Numbers mean what they are spelled.
[[nodiscard]] PlainValue plain_of(const json::Value& value);
/// On one line, for people.
[[nodiscard]] std::string shown(const PlainValue& value);

}  // namespace holdfast::document
