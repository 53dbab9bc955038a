#include "tests/conformance/same_json.hpp"

#include <charconv>

#include "ipc/json/parse.hpp"

namespace holdfast::conformance {
namespace {

using json::Kind;
using json::Value;

double number(const Value& value) {
  double result = 0;
  const auto digits = value.raw();
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

// Every member of `one` is in `other`; null may be absent there.
bool members_are_in(const Value& one, const Value& other) {
  for (const Value member : one) {
    const auto found = other.find(member.key());
    if (found ? !same_json(member, *found) : !member.is(Kind::null)) return false;
  }
  return true;
}

bool same_elements(const Value& one, const Value& other) {
  if (one.size() != other.size()) return false;
  auto theirs = other.begin();
  for (const Value element : one) {
    if (!same_json(element, *theirs)) return false;
    ++theirs;
  }
  return true;
}

}  // namespace

bool same_json(const Value& one, const Value& other) {
  if (one.kind() != other.kind()) return false;
  switch (one.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return one.boolean() == other.boolean();
    case Kind::number:
      return !(number(one) < number(other)) && !(number(other) < number(one));
    case Kind::string:
      return one.string() == other.string();
    case Kind::array:
      return same_elements(one, other);
    case Kind::object:
      return members_are_in(one, other) && members_are_in(other, one);
  }
  return false;
}

bool same_json(std::string_view wanted, const Value& got) {
  const auto tree = json::parse(wanted);
  return tree && same_json(tree->root(wanted), got);
}

}  // namespace holdfast::conformance
