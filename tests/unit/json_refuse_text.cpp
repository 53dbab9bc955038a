// Goal: what is wrong inside strings and names is refused at its place, and the limits end a hostile text
// early. Method: tables of texts with message, line and column; texts one beyond each limit, and far beyond
// it.
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

struct Place {
  std::string_view text;
  std::size_t line;
  std::size_t column;
};

template <std::size_t n>
void expect_refused(std::string_view message, const Place (&table)[n]) {
  for (const auto& expected : table) {
    BOOST_TEST_CONTEXT("text: " << expected.text) {
      const auto tree = parse(expected.text);
      BOOST_TEST_REQUIRE(!tree.has_value(), "accepted");
      BOOST_TEST(tree.error().message == message);
      BOOST_TEST(tree.error().line == expected.line);
      BOOST_TEST(tree.error().column == expected.column);
    }
  }
}

BOOST_AUTO_TEST_SUITE(json_refuse_text)

BOOST_AUTO_TEST_CASE(ill_formed_utf8_is_refused_where_it_starts) {
  static constexpr Place table[] = {
      {"\"\xC0\x80\"", 1, 2},  // NUL in two bytes
      {"\"\xC0\xAF\"", 1, 2},  // overlong slash
      {"\"\xC1\xBF\"", 1, 2},
      {"\"\xE0\x80\x80\"", 1, 2},
      {"\"\xE0\x9F\xBF\"", 1, 2},
      {"\"\xF0\x80\x80\x80\"", 1, 2},
      {"\"\xF0\x8F\xBF\xBF\"", 1, 2},
      {"\"\xED\xA0\x80\"", 1, 2},  // a surrogate
      {"\"\xED\xBF\xBF\"", 1, 2},
      {"\"\xF4\x90\x80\x80\"", 1, 2},  // above U+10FFFF
      {"\"\xF5\x80\x80\x80\"", 1, 2},
      {"\"\xF8\x88\x80\x80\x80\"", 1, 2},
      {"\"\x80\"", 1, 2},
      {"\"\xBF\"", 1, 2},
      {"\"\xFE\"", 1, 2},
      {"\"\xFF\"", 1, 2},
      {"\"\xC3\"", 1, 2},
      {"\"\xE2\x82\"", 1, 2},
      {"\"\xF0\x9F\x98\"", 1, 2},
      {"\"\xE2x\x82\"", 1, 2},
      {"\"\xF0\x9Fx\"", 1, 2},
      {"\"\xC3\xA9\xC3x\"", 1, 3},
      {"{\"\xC3\":1}", 1, 3},
      {"{\"a\":\"\xE9\"}", 1, 7},
      {"[\n\"\xE9\"]", 2, 2},
      {"\x80", 1, 1},
      {"[\xFF]", 1, 2},
  };
  expect_refused("the text is not well-formed UTF-8", table);
}

BOOST_AUTO_TEST_CASE(half_a_surrogate_pair_is_refused_where_that_shows) {
  static constexpr Place wrong_half[] = {
      {R"("\udc00")", 1, 8},        {R"("ab\udfff")", 1, 10},     {R"("\ud800\ud800")", 1, 10},
      {R"("\ud800\u0041")", 1, 10}, {R"("\uDBFF\uE000")", 1, 10}, {R"({"\udc00":1})", 1, 9},
  };
  expect_refused("a \\u escape is half of a surrogate pair", wrong_half);
  static constexpr Place no_second_half[] = {
      {R"("\ud800")", 1, 8},     {R"("\udbffx")", 1, 8},       {R"("\ud800\n")", 1, 9},
      {R"({"\ud800":1})", 1, 9}, {R"("\ud83d\\ude00")", 1, 9},
  };
  expect_refused("this is not JSON", no_second_half);
}

BOOST_AUTO_TEST_CASE(a_unicode_escape_has_four_digits) {
  static constexpr Place table[] = {
      {R"("\u12")", 1, 6},   {R"("\u12g4")", 1, 6},      {R"("\u")", 1, 4},
      {R"("\u 041")", 1, 4}, {R"("\uD83D\u12")", 1, 12}, {R"("\u+041")", 1, 4},
  };
  expect_refused("a \\u escape needs four hexadecimal digits", table);
}

BOOST_AUTO_TEST_CASE(other_escapes_do_not_exist) {
  static constexpr Place table[] = {
      {R"("\x")", 1, 3}, {R"("\'")", 1, 3}, {R"("\U0041")", 1, 3}, {R"("\0")", 1, 3},
      {R"("\a")", 1, 3}, {R"("\v")", 1, 3}, {"\"\\\n\"", 1, 3},    {R"({"\x":1})", 1, 4},
  };
  expect_refused("this is not JSON", table);
}

BOOST_AUTO_TEST_CASE(duplicate_names_are_refused_with_the_second_ones_place) {
  struct Duplicate {
    std::string_view text;
    std::string_view name;  // as it is spelled the second time
    std::size_t line;
    std::size_t column;
  };
  static constexpr Duplicate table[] = {
      {R"({"a":1,"a":2})", R"("a")", 1, 8},
      {R"({"a":1,"a":1})", R"("a")", 1, 8},
      {R"({"":1,"":2})", R"("")", 1, 7},
      {R"({"a":1,"b":2,"a":3})", R"("a")", 1, 14},
      {R"({"b":1,"a":1,"b":2,"a":2})", R"("b")", 1, 14},
      {R"({"a":1,"a":2,"a":3})", R"("a")", 1, 8},
      {"{\"a\":1,\n \"\\u0061\":2}", R"("\u0061")", 2, 2},
      {R"({"\u0061":1,"a":2})", R"("a")", 1, 13},
      {R"({"\u0061":1,"\u0061":2})", R"("\u0061")", 1, 13},
      {R"({"\u004a":1,"\u004A":2})", R"("\u004A")", 1, 13},
      {R"({"a\/b":1,"a/b":2})", R"("a/b")", 1, 11},
      {R"({"\n":1,"\u000a":2})", R"("\u000a")", 1, 9},
      {R"({"\u0000":1,"\u0000":2})", R"("\u0000")", 1, 13},
      {R"({"\"":1,"\u0022":2})", R"("\u0022")", 1, 9},
      {R"({"\\":1,"\u005c":2})", R"("\u005c")", 1, 9},
      {"{\"\xC3\xA9\":1,\"\\u00e9\":2}", R"("\u00e9")", 1, 8},
      {"{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}", "\"\xF0\x9F\x98\x80\"", 1, 19},
      {R"({"o":{"b":1},"l":[{"x":1,"y":2,"x":3}]})", R"("x")", 1, 32},
      {R"({"a":{"c":1,"d":2},"b":0,"a":1})", R"("a")", 1, 26},
      {"{\r\n\t\"a\": 1,\r\n\t\"a\": 2\r\n}", R"("a")", 3, 2},
  };
  for (const auto& expected : table) {
    BOOST_TEST_CONTEXT("text: " << expected.text) {
      const auto tree = parse(expected.text);
      BOOST_TEST_REQUIRE(!tree.has_value(), "accepted");
      BOOST_TEST(tree.error().message ==
                 "the name " + std::string(expected.name) + " stands twice in one object");
      BOOST_TEST(tree.error().line == expected.line);
      BOOST_TEST(tree.error().column == expected.column);
      BOOST_TEST(expected.text.substr(tree.error().offset).starts_with(expected.name));
    }
  }
}

BOOST_AUTO_TEST_CASE(one_duplicate_among_many_names_is_found_wherever_it_stands) {
  const auto seed = std::random_device{}();
  BOOST_TEST_MESSAGE("seed " << seed << ": put it in place of std::random_device to replay");
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    const auto twin = random() % 500;
    const auto place = twin + 1 + random() % 500;
    std::string text = "{";
    std::size_t expected = 0;
    for (unsigned i = 0; i < 1000; ++i) {
      if (i > 0) text += ",";
      if (i == place) expected = text.size();
      text += "\"" + std::to_string(i == place ? twin : i) + "\":{\"0\":[]}";
    }
    const auto tree = parse(text + "}");
    BOOST_TEST_CONTEXT("seed " << seed << " round " << round) {
      BOOST_TEST_REQUIRE(!tree.has_value());
      BOOST_TEST(tree.error().offset == expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(columns_count_characters_and_lines_count_line_feeds) {
  static constexpr Place table[] = {
      {"[1,\n2,\r\n3,\n  x]", 4, 3},
      {"[\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\", x]", 1, 9},
      {"\n\n\n x", 4, 2},
      {"[\r\rx", 1, 4},
      {"[\t\tx", 1, 4},
  };
  expect_refused("this is not JSON", table);
}

BOOST_AUTO_TEST_CASE(sixty_five_levels_are_refused_at_the_sixty_fifth) {
  for (const std::string_view opening : {"[", "{\"a\":"}) {
    for (const std::size_t levels : {std::size_t{65}, std::size_t{100'000}}) {
      std::string text;
      for (std::size_t level = 0; level < levels; ++level)
        text += opening;
      const auto open = parse(text);  // a hostile text need not be whole
      text += "0" + std::string(levels, opening == "[" ? ']' : '}');
      for (const auto& tree : {open, parse(text)}) {
        BOOST_TEST_REQUIRE(!tree.has_value());
        BOOST_TEST(tree.error().message == "nested more than 64 levels deep");
        BOOST_TEST(tree.error().line == 1U);
        BOOST_TEST(tree.error().offset == 64 * opening.size());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(one_value_beyond_the_limit_is_refused_at_its_place) {
  const auto tree = parse("[1,2,\n 3,4]", {.nodes_max = 3});
  BOOST_TEST_REQUIRE(!tree.has_value());
  BOOST_TEST(tree.error().message == "more than 3 values");
  BOOST_TEST(tree.error().line == 2U);
  BOOST_TEST(tree.error().column == 2U);
  BOOST_TEST(!parse(R"({"a":{"b":[]}})", {.nodes_max = 2}).has_value());
  BOOST_TEST(!parse("0", {.nodes_max = 0}).has_value());
}

BOOST_AUTO_TEST_CASE(the_usual_limit_bounds_the_tree_at_64_mebibytes) {
  BOOST_TEST(ParseLimits{}.nodes_max * sizeof(Node) <= 64U << 20);
  const std::string text = "[" + [] {
    std::string elements;
    for (std::size_t i = 0; i < ParseLimits{}.nodes_max; ++i)
      elements += "0,";
    return elements;
  }() + "0]";
  const auto tree = parse(text);
  BOOST_TEST_REQUIRE(!tree.has_value());
  BOOST_TEST(tree.error().message == "more than 4194304 values");
}

BOOST_AUTO_TEST_CASE(start_up_code_gets_an_exception_that_names_the_place) {
  try {
    (void)parse("[\n x").value();
    BOOST_TEST(false, "no exception");
  } catch (const std::runtime_error& error) {
    BOOST_TEST(error.what() == "line 2, column 2: this is not JSON"sv);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
