// Goal: whatever RFC 8259 allows is accepted, up to the limits this project states, and is taken for the
// right kind. Method: a table of texts with the kind of their root, then texts built up to each limit.
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"
#include "tests/unit/json_support.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

struct Accepted {
  std::string_view text;
  Kind kind;
};

constexpr Accepted accepted[] = {
    // scalars
    {"null", Kind::null},
    {"true", Kind::boolean},
    {"false", Kind::boolean},
    {"\"\"", Kind::string},
    // numbers, the odd ones too: the text is the truth, nothing is rounded
    {"0", Kind::number},
    {"-0", Kind::number},
    {"-0.0", Kind::number},
    {"0e0", Kind::number},
    {"0.10", Kind::number},
    {"1e3", Kind::number},
    {"1E+3", Kind::number},
    {"1e-3", Kind::number},
    {"1e03", Kind::number},
    {"1.0", Kind::number},
    {"-1.25e-10", Kind::number},
    {"1e400", Kind::number},
    {"-1e400", Kind::number},
    {"1e-400", Kind::number},
    {"1.7e309", Kind::number},
    {"9007199254740993", Kind::number},
    {"9223372036854775807", Kind::number},
    {"9223372036854775808", Kind::number},
    {"-9223372036854775808", Kind::number},
    {"-9223372036854775809", Kind::number},
    {"18446744073709551615", Kind::number},
    {"18446744073709551616", Kind::number},
    {"123456789012345678901234567890", Kind::number},
    {"-123456789012345678901234567890", Kind::number},
    {"0.123456789012345678901234567890", Kind::number},
    // strings
    {R"("\"\\\/\b\f\n\r\t")", Kind::string},
    {R"("\u0000")", Kind::string},
    {R"("\uABCD\uabcd")", Kind::string},
    {R"("\ud83d\ude00")", Kind::string},
    {R"("\uDBFF\uDFFF")", Kind::string},
    {R"("\ufffe\uffff\ufeff")", Kind::string},
    {"\"\x7f\"", Kind::string},
    {"\"\xC2\x80\xDF\xBF\"", Kind::string},
    {"\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\"", Kind::string},
    {"\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"", Kind::string},
    {"\"\xEF\xBB\xBF\"", Kind::string},  // a byte order mark inside a string is a character
    {"\"\xE2\x80\xA8\xE2\x80\xA9\"", Kind::string},
    {"\"{[,:]}//\"", Kind::string},
    // containers
    {"[]", Kind::array},
    {"{}", Kind::object},
    {"[[],{},[{}]]", Kind::array},
    {R"({"":0})", Kind::object},
    {R"({"a":1,"A":2,"a ":3," a":4})", Kind::object},
    {R"({"a":{"a":{"a":1}}})", Kind::object},
    {R"([{"a":1},{"a":2}])", Kind::array},
    {R"({"\u00e9":1,"e\u0301":2})", Kind::object},  // alike to the eye, different characters
    {R"({"a\u0000":1,"a":2,"a\u0000b":3})", Kind::object},
    {R"({"a\\b":1,"a\/b":2})", Kind::object},
    {R"({"__proto__":null})", Kind::object},
    // blank space
    {" \t\r\n0\n\r\t ", Kind::number},
    {"\r\n{\r\n}\r\n", Kind::object},
    {"[ ]", Kind::array},
    {"{ \n }", Kind::object},
};

BOOST_AUTO_TEST_SUITE(json_accept)

BOOST_AUTO_TEST_CASE(what_the_grammar_allows_is_accepted_as_its_kind) {
  for (const auto& expected : accepted) {
    BOOST_TEST_CONTEXT(expected.text) {
      const auto tree = parse(expected.text);
      BOOST_TEST_REQUIRE(tree.has_value(), tree.error().message);
      BOOST_TEST(tree->root(expected.text).kind() == expected.kind);
    }
  }
}

BOOST_AUTO_TEST_CASE(sixty_four_levels_are_accepted) {
  for (const std::string_view opening : {"[", "{\"a\":"}) {
    std::string text;
    for (int level = 0; level < 63; ++level)
      text += opening;
    text += "[]" + std::string(63, opening == "[" ? ']' : '}');
    BOOST_TEST(parse(text).has_value());
  }
}

BOOST_AUTO_TEST_CASE(depth_counts_open_containers_not_all_containers) {
  std::string text = "[";
  for (int i = 0; i < 1000; ++i)
    text += "[{}],";
  BOOST_TEST(parse(text + "0]", {.depth_max = 3}).has_value());
  BOOST_TEST(!parse(text + "0]", {.depth_max = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(as_many_values_as_the_limit_are_accepted) {
  BOOST_TEST(parse("[1,2,3,4]", {.nodes_max = 5}).has_value());
  BOOST_TEST(parse(R"({"a":1,"b":[2,3]})", {.nodes_max = 5}).has_value());
  BOOST_TEST(parse("0", {.nodes_max = 1}).has_value());
}

BOOST_AUTO_TEST_CASE(a_million_elements_are_accepted_and_counted) {
  constexpr std::size_t elements = 1'000'000;
  std::string text = "[0";
  for (std::size_t i = 1; i < elements; ++i)
    text += ",1";
  text += "]";
  const auto tree = parse(text);
  BOOST_TEST_REQUIRE(tree.has_value());
  BOOST_TEST(tree->root(text).size() == elements);
  BOOST_TEST(tree->nodes().size() == elements + 1);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_different_names_are_accepted) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i)
    text += "\"name" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text += "\"last\":0}";
  const auto document = parsed(text);
  BOOST_TEST(document.root().size() == 100'001U);
  BOOST_TEST(document.root().find("name99999")->integer().value() == 99'999);
}

BOOST_AUTO_TEST_CASE(very_long_tokens_are_accepted_whole) {
  const std::string digits(100'000, '7');
  const std::string letters = '"' + std::string(1'000'000, 'x') + '"';
  const auto document = parsed("[" + digits + ",-0." + digits + "," + letters + "]");
  auto element = document.root().begin();
  BOOST_TEST((*element).raw() == digits);
  BOOST_TEST((*++element).raw() == "-0." + digits);
  BOOST_TEST((*++element).raw() == letters);
}

BOOST_AUTO_TEST_CASE(a_tree_outlives_the_parsing_and_not_the_text) {
  std::string text = R"({"a":[1,2]})";
  const auto tree = parse(text);
  const std::string moved = std::move(text);
  BOOST_TEST(tree->root(moved).find("a")->raw() == "[1,2]");
}

BOOST_AUTO_TEST_CASE(a_parsed_text_may_be_moved) {
  auto document = parsed(R"([true])");  // short enough to live inside the string object
  const ParsedText moved = std::move(document);
  BOOST_TEST(moved.text() == "[true]");
  BOOST_TEST((*moved.root().begin()).raw() == "true");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
