#include "ipc/json/equal.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "ipc/json/string.hpp"

namespace holdfast::json {
namespace {

// The digits of a number without its point; a view, since a number may be megabytes long.
class Digits {
 public:
  Digits(std::string_view whole, std::string_view fraction) : whole_(whole), fraction_(fraction) {}

  [[nodiscard]] std::size_t size() const { return whole_.size() + fraction_.size(); }
  [[nodiscard]] char operator[](std::size_t at) const {
    return at < whole_.size() ? whole_[at] : fraction_[at - whole_.size()];
  }

 private:
  std::string_view whole_;
  std::string_view fraction_;
};

// A number as 0.DIGITS times ten to the power `exponent`: those in [first, last) of `digits`, no zeros at
// either end. Zero has none.
struct Decimal {
  bool negative = false;
  Digits digits{{}, {}};
  std::size_t first = 0;
  std::size_t last = 0;
  std::int64_t exponent = 0;

  [[nodiscard]] std::size_t size() const { return last - first; }
};

// Beyond what the parser takes, and far from overflow.
constexpr std::int64_t exponent_max = INT64_MAX / 40;

std::int64_t parse_exponent(std::string_view digits) {
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t exponent = 0;
  for (const char digit : digits)
    exponent = std::min(exponent * 10 + (digit - '0'), exponent_max);
  return negative ? -exponent : exponent;
}

Decimal parse_decimal(std::string_view token) {
  Decimal number;
  number.negative = token.starts_with('-');
  if (number.negative) token.remove_prefix(1);
  const auto e = token.find_first_of("eE");
  if (e != std::string_view::npos) number.exponent = parse_exponent(token.substr(e + 1));
  token = token.substr(0, e);
  const auto point = std::min(token.find('.'), token.size());
  number.digits = Digits(token.substr(0, point), token.substr(std::min(point + 1, token.size())));
  number.last = number.digits.size();
  while (number.size() > 0 && number.digits[number.last - 1] == '0')
    --number.last;
  while (number.size() > 0 && number.digits[number.first] == '0')
    ++number.first;
  if (number.size() == 0) return {};  // zero, whatever its sign and exponent
  number.exponent += static_cast<std::int64_t>(point) - static_cast<std::int64_t>(number.first);
  return number;
}

bool same_number(const Decimal& left, const Decimal& right) {
  if (left.negative != right.negative || left.exponent != right.exponent || left.size() != right.size())
    return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left.digits[left.first + i] != right.digits[right.first + i]) return false;
  }
  return true;
}

struct Member {
  std::string name;
  Value value;
};

std::vector<Member> sorted_members(const Value& first, const Value& object) {
  std::vector<Member> members;
  for (Value::Iterator at(first.text(), first.nodes(), first.index()); at != object.end(); ++at)
    members.push_back({(*at).key(), *at});
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.name < b.name; });
  return members;
}

std::uint32_t nodes_in(const Value& value) {
  return value.node().next - value.index();
}

template <class SameScalar>
bool same(const Value& left, const Value& right, const SameScalar& same_scalar);

// As long as names come in the same order nothing is sorted.
template <class SameScalar>
bool same_members(const Value& left, const Value& right, const SameScalar& same_scalar) {
  auto ours = left.begin();
  auto theirs = right.begin();
  for (; ours != left.end() && theirs != right.end(); ++ours, ++theirs) {
    const auto token = string_token((*theirs).text().substr((*theirs).node().key));
    const auto own = (*ours).text().substr((*ours).node().key);
    const bool named_alike = token.find('\\') == std::string_view::npos
                                 ? starts_with_string(own, token.substr(1, token.size() - 2))
                                 : starts_with_string(own, decode_string(token));
    if (!named_alike) break;
    if (!same(*ours, *theirs, same_scalar)) return false;
  }
  if (!(ours != left.end()) || !(theirs != right.end()))
    return !(ours != left.end()) && !(theirs != right.end());
  const auto our_rest = sorted_members(*ours, left);
  const auto their_rest = sorted_members(*theirs, right);
  return std::equal(our_rest.begin(), our_rest.end(), their_rest.begin(), their_rest.end(),
                    [&](const Member& a, const Member& b) {
                      return a.name == b.name && same(a.value, b.value, same_scalar);
                    });
}

template <class SameScalar>
bool same_elements(const Value& left, const Value& right, const SameScalar& same_scalar) {
  auto other = right.begin();
  for (const Value element : left) {
    if (!(other != right.end()) || !same(element, *other, same_scalar)) return false;
    ++other;
  }
  return !(other != right.end());
}

// Recursion is bounded by the parser's depth limit.
template <class SameScalar>
bool same(const Value& left, const Value& right, const SameScalar& same_scalar) {
  if (left.kind() != right.kind() || nodes_in(left) != nodes_in(right)) return false;
  if (left.is(Kind::object)) return same_members(left, right, same_scalar);
  if (left.is(Kind::array)) return same_elements(left, right, same_scalar);
  return same_scalar(left, right);
}

}  // namespace

bool equal_numbers(std::string_view left, std::string_view right) {
  return left == right || same_number(parse_decimal(left), parse_decimal(right));
}

bool equal(const Value& left, const Value& right) {
  return same(left, right, [](const Value& a, const Value& b) {
    if (a.raw() == b.raw()) return true;
    if (a.is(Kind::number)) return equal_numbers(a.raw(), b.raw());
    return a.is(Kind::string) && starts_with_string(a.raw(), b.string());
  });
}

bool spelled_alike(const Value& left, const Value& right) {
  if (left.raw() == right.raw()) return true;
  return same(left, right, [](const Value& a, const Value& b) { return a.raw() == b.raw(); });
}

}  // namespace holdfast::json
