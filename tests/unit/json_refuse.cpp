// Goal: whatever RFC 8259 forbids, or other readers would read differently, is refused, with a sentence of
// the right kind and the right place. Method: tables of texts with message, line and column.
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

struct Refused {
  std::string_view text;
  std::string_view message;
  std::size_t line;
  std::size_t column;
};

constexpr auto ends = "the text ends too early"sv;
constexpr auto not_json = "this is not JSON"sv;
constexpr auto follows = "text follows the value"sv;
constexpr auto control = "a control character stands unescaped"sv;
constexpr auto bad_utf8 = "the text is not well-formed UTF-8"sv;
constexpr auto surrogate = "a \\u escape is half of a surrogate pair"sv;
constexpr auto hex = "a \\u escape needs four hexadecimal digits"sv;
constexpr auto byte_order_mark = "the text starts with a byte order mark"sv;
constexpr auto exponent = "the number's exponent is too large"sv;

template <std::size_t n>
void expect_refused(const Refused (&table)[n]) {
  for (const auto& expected : table) {
    BOOST_TEST_CONTEXT("text: " << expected.text) {
      const auto tree = parse(expected.text);
      BOOST_TEST_REQUIRE(!tree.has_value(), "accepted");
      BOOST_TEST(tree.error().message == expected.message);
      BOOST_TEST(tree.error().line == expected.line);
      BOOST_TEST(tree.error().column == expected.column);
      BOOST_TEST(tree.error().offset <= expected.text.size());
    }
  }
}

BOOST_AUTO_TEST_SUITE(json_refuse)

BOOST_AUTO_TEST_CASE(an_unfinished_text_is_refused_at_its_end) {
  static constexpr Refused table[] = {
      {"", "the text is empty", 1, 1},
      {"  ", ends, 1, 3},
      {"\n\n", ends, 3, 1},
      {"[", ends, 1, 2},
      {"{", ends, 1, 2},
      {"[1", ends, 1, 3},
      {"[1,", ends, 1, 4},
      {"[[]", ends, 1, 4},
      {"{\"a", ends, 1, 4},
      {"{\"a\"", ends, 1, 5},
      {"{\"a\":", ends, 1, 6},
      {"{\"a\":1", ends, 1, 7},
      {"{\"a\":1,", ends, 1, 8},
      {"{\"a\":1,\"a\":2", ends, 1, 13},
      {"\"", ends, 1, 2},
      {"\"abc", ends, 1, 5},
      {"\"abc\\", ends, 1, 6},
      {"\"\\u", ends, 1, 4},
      {"\"\\u00", ends, 1, 6},
      {"\"\\ud83d", ends, 1, 8},
      {"\"\\ud83d\\u", ends, 1, 10},
      {"\"\xC3", ends, 1, 3},
      {"tru", ends, 1, 4},
      {"f", ends, 1, 2},
      {"nul", ends, 1, 4},
      {"-", ends, 1, 2},
      {"1e", ends, 1, 3},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(commas_and_colons_stand_only_where_they_belong) {
  static constexpr Refused table[] = {
      {"[1,]", not_json, 1, 4},
      {"[1,,2]", not_json, 1, 4},
      {"[,1]", not_json, 1, 2},
      {"[,]", not_json, 1, 2},
      {"[1 2]", not_json, 1, 4},
      {"[1:2]", not_json, 1, 3},
      {"{\"a\":1,}", not_json, 1, 8},
      {"{,}", not_json, 1, 2},
      {"{\"a\" 1}", not_json, 1, 6},
      {"{\"a\":}", not_json, 1, 6},
      {"{\"a\"}", not_json, 1, 5},
      {"{\"a\"::1}", not_json, 1, 6},
      {"{\"a\":1 \"b\":2}", not_json, 1, 8},
      {"{\"a\":1;\"b\":2}", not_json, 1, 7},
      {",", not_json, 1, 1},
      {":", not_json, 1, 1},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(brackets_must_pair) {
  static constexpr Refused table[] = {
      {"]", not_json, 1, 1},  {"}", not_json, 1, 1},         {"[}", not_json, 1, 2},
      {"{]", not_json, 1, 2}, {"[1}", not_json, 1, 3},       {"{\"a\":1]", not_json, 1, 7},
      {"[]]", follows, 1, 3}, {"{\"a\":1}}", follows, 1, 8},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(nothing_may_follow_the_value) {
  static constexpr Refused table[] = {
      {"1 1", follows, 1, 3},      {"{} {}", follows, 1, 4},          {"{}\n{}", follows, 2, 1},
      {"{}x", follows, 1, 3},      {"truex", follows, 1, 5},          {"nulll", follows, 1, 5},
      {"\"\"\"\"", follows, 1, 3}, {"{}\0"sv, follows, 1, 3},         {"{},", follows, 1, 3},
      {"1 // c", follows, 1, 3},   {"{}\xEF\xBB\xBF", follows, 1, 3},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(extensions_of_json_are_refused) {
  static constexpr Refused table[] = {
      {"// c\n1", not_json, 1, 1},
      {"/* c */1", not_json, 1, 1},
      {"[1/* */]", not_json, 1, 3},
      {"[1,\n# c\n2]", not_json, 2, 1},
      {"NaN", not_json, 1, 1},
      {"[nan]", not_json, 1, 2},
      {"Infinity", not_json, 1, 1},
      {"-Infinity", not_json, 1, 2},
      {"-NaN", not_json, 1, 2},
      {"undefined", not_json, 1, 1},
      {"True", not_json, 1, 1},
      {"NULL", not_json, 1, 1},
      {"[fals]", not_json, 1, 2},
      {"{a:1}", not_json, 1, 2},
      {"{'a':1}", not_json, 1, 2},
      {"{1:1}", not_json, 1, 2},
      {"{null:1}", not_json, 1, 2},
      {"'a'", not_json, 1, 1},
      {"`a`", not_json, 1, 1},
      {"\v1", control, 1, 1},
      {"\f1", control, 1, 1},
      {"\xC2\xA0"
       "1",
       not_json, 1, 1},
      {"[1,\xE2\x80\xA8"
       "2]",
       not_json, 1, 4},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(numbers_have_one_spelling_only) {
  static constexpr Refused table[] = {
      {"01", follows, 1, 2},
      {"-01", follows, 1, 3},
      {"00", follows, 1, 2},
      {"[01]", not_json, 1, 3},
      {"+1", not_json, 1, 1},
      {"[+1]", not_json, 1, 2},
      {"1.", not_json, 1, 3},
      {"[1.]", not_json, 1, 4},
      {"1.e5", not_json, 1, 3},
      {".5", not_json, 1, 1},
      {"[.5]", not_json, 1, 2},
      {"-.5", not_json, 1, 2},
      {"-a", not_json, 1, 2},
      {"[-]", not_json, 1, 3},
      {"--1", not_json, 1, 2},
      {"1ex", not_json, 1, 3},
      {"1e+", not_json, 1, 4},
      {"[1e]", not_json, 1, 4},
      {"1.5.", follows, 1, 4},
      {"0x10", follows, 1, 2},
      {"1_000", follows, 1, 2},
      {"1f", follows, 1, 2},
      {"1n", follows, 1, 2},
      {"1e5.5", follows, 1, 4},
      {"1e2147483648", exponent, 1, 12},
      {"[1e999999999999]", exponent, 1, 13},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_refused) {
  static constexpr Refused table[] = {
      {"\xEF\xBB\xBF{}", byte_order_mark, 1, 1}, {"\xEF\xBB\xBF", byte_order_mark, 1, 1},
      {" \xEF\xBB\xBF{}", not_json, 1, 2},       {"\xFF\xFE{\0}\0"sv, bad_utf8, 1, 1},
      {"\xFE\xFF\0{\0}"sv, bad_utf8, 1, 1},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(control_characters_must_be_escaped) {
  static constexpr Refused table[] = {
      {"\0"sv, control, 1, 1},       {"\0{}"sv, control, 1, 1},        {"[\0]"sv, control, 1, 2},
      {"\"a\0b\""sv, control, 1, 3}, {"{\"a\0\":1}"sv, control, 1, 4}, {"\"\x01\"", control, 1, 2},
      {"\"\x1f\"", control, 1, 2},   {"\"\b\"", control, 1, 2},        {"\"\x1b[0m\"", control, 1, 2},
      {"[\x01]", control, 1, 2},     {"\"a\nb\"", not_json, 1, 3},     {"\"a\rb\"", not_json, 1, 3},
      {"\"a\tb\"", not_json, 1, 3},
  };
  expect_refused(table);
}

BOOST_AUTO_TEST_CASE(every_control_character_is_refused_in_strings_and_names) {
  for (char byte = 0; byte < 0x20; ++byte) {
    BOOST_TEST_CONTEXT("byte " << static_cast<int>(byte)) {
      BOOST_TEST(!parse(std::string("\"") + byte + "\"").has_value());
      BOOST_TEST(!parse(std::string("{\"") + byte + "\":1}").has_value());
      // A long text takes another path through the parser than a short one.
      BOOST_TEST(!parse("\"" + std::string(100, 'x') + byte + std::string(100, 'x') + "\"").has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
