// Goal: the questions one may ask a Value are answered as its header says, also for what it is not.
// Method: one small document, and a table for integers.
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include "ipc/json/parse.hpp"
#include "tests/unit/json_support.hpp"

namespace holdfast::json {
namespace {

BOOST_AUTO_TEST_SUITE(json_value)

BOOST_AUTO_TEST_CASE(find_compares_characters_not_spellings) {
  const auto document = parsed(R"({"a\/b":1,"\u00e9":2,"":3,"a":{"inner":4},"n\u0000l":5,"q\"":6})");
  const auto root = document.root();
  BOOST_TEST(root.find("a/b")->integer().value() == 1);
  BOOST_TEST(root.find("\xC3\xA9")->integer().value() == 2);
  BOOST_TEST(root.find("")->integer().value() == 3);
  BOOST_TEST(root.find(std::string_view("n\0l", 3))->integer().value() == 5);
  BOOST_TEST(root.find("q\"")->integer().value() == 6);
  for (const auto* absent : {"inner", "A", "a\\/b", "\\u00e9", "n", "q", "\"a\"", "1"}) {
    BOOST_TEST(!root.find(absent).has_value(), absent);
  }
}

BOOST_AUTO_TEST_CASE(find_in_what_is_no_object_finds_nothing) {
  for (const auto* text : {"[\"a\"]", "\"a\"", "1", "null", "true", "{}", "[]"}) {
    BOOST_TEST(!parsed(text).root().find("a").has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(size_counts_children_only) {
  const std::pair<const char*, std::size_t> table[] = {
      {"[]", 0},           {"{}", 0},
      {"[ ]", 0},          {"1", 0},
      {"\"ab\"", 0},       {"null", 0},
      {"[1]", 1},          {"[[1,2,3]]", 1},
      {"[[],{},[[]]]", 3}, {R"({"a":{"b":1,"c":2},"d":[1,2,3]})", 2}};
  for (const auto& [text, size] : table)
    BOOST_TEST(parsed(text).root().size() == size, text);
}

BOOST_AUTO_TEST_CASE(iteration_yields_children_in_the_order_of_the_text) {
  const auto document = parsed(R"({"z":1,"a":[true,{"x":null}],"m":"s"})");
  std::vector<std::string> keys;
  std::vector<std::string> spellings;
  for (const Value member : document.root()) {
    keys.push_back(member.key());
    spellings.emplace_back(member.raw());
  }
  const std::vector<std::string> expected_keys = {"z", "a", "m"};
  const std::vector<std::string> expected = {"1", R"([true,{"x":null}])", R"("s")"};
  BOOST_TEST(keys == expected_keys, boost::test_tools::per_element());
  BOOST_TEST(spellings == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(iteration_over_a_scalar_yields_nothing) {
  const auto document = parsed("[1,2]");
  for (const Value element : document.root()) {
    for (const Value below : element)
      BOOST_TEST(false, below.raw());
  }
}

BOOST_AUTO_TEST_CASE(keys_are_decoded_and_elements_have_none) {
  const auto document = parsed(R"({"\u0061\n\"":[1]})");
  const auto member = *document.root().begin();
  BOOST_TEST(member.key() == "a\n\"");
  BOOST_TEST((*member.begin()).key().empty());
  BOOST_TEST(document.root().key().empty());
}

BOOST_AUTO_TEST_CASE(an_integer_is_one_by_spelling_and_by_size) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const std::pair<const char*, std::int64_t> good[] = {{"0", 0},
                                                       {"-0", 0},
                                                       {"1", 1},
                                                       {"-1", -1},
                                                       {"9007199254740993", 9007199254740993},
                                                       {"9223372036854775807", most},
                                                       {"-9223372036854775808", least}};
  for (const auto& [text, number] : good) {
    const auto integer = parsed(text).root().integer();
    BOOST_TEST_REQUIRE(integer.has_value(), text);
    BOOST_TEST(*integer == number);
  }
  for (const auto* text : {"1.0", "1e3", "1E0", "0.0", "-0.0", "9223372036854775808", "-9223372036854775809",
                           "18446744073709551615", "123456789012345678901234567890", "\"1\"", "true", "null",
                           "[1]", "{\"a\":1}"}) {
    BOOST_TEST(!parsed(text).root().integer().has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(booleans_and_strings_are_told) {
  const auto document = parsed(R"([true,false,"a\u00e9\n"])");
  auto element = document.root().begin();
  BOOST_TEST((*element).boolean());
  BOOST_TEST(!(*++element).boolean());
  BOOST_TEST((*++element).string() == "a\xC3\xA9\n");
}

BOOST_AUTO_TEST_CASE(every_value_knows_the_whole_text) {
  const std::string text = R"( {"a":[1]} )";
  const auto document = parsed(text);
  BOOST_TEST(document.root().text() == text);
  BOOST_TEST((*document.root().find("a")->begin()).text() == text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
