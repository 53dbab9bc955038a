// Goal: values are equal as RFC 6902 section 4.6 says: numbers by value and exactly, strings by characters,
// members in any order; and spelled alike only where every scalar is. Method: tables of pairs, each also the
// other way round.
#include "ipc/json/equal.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/json_support.hpp"

namespace holdfast::json {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool are_equal(const std::string& left, const std::string& right) {
  const auto a = parsed(left);
  const auto b = parsed(right);
  BOOST_TEST(equal(a.root(), b.root()) == equal(b.root(), a.root()),
             left << " and " << right << ": not both ways");
  return equal(a.root(), b.root());
}

bool are_spelled_alike(const std::string& left, const std::string& right) {
  const auto a = parsed(left);
  const auto b = parsed(right);
  return spelled_alike(a.root(), b.root());
}

const std::string thirty = "123456789012345678901234567890";

BOOST_AUTO_TEST_SUITE(json_equal)

BOOST_AUTO_TEST_CASE(numbers_are_equal_by_value_however_they_are_spelled) {
  const std::string many(400, '7');
  const Pairs alike{{"1", "1.0"},
                    {"1", "1e0"},
                    {"1", "10e-1"},
                    {"1", "0.1E+1"},
                    {"1", "0.00001e5"},
                    {"100", "1e2"},
                    {"100", "1E+2"},
                    {"100", "100.000"},
                    {"0", "-0"},
                    {"0", "0.0"},
                    {"0", "-0.000e7"},
                    {"0", "0e999999999"},
                    {"0", "-0e-999999999"},
                    {"-1.5", "-15e-1"},
                    {"1e400", "10e399"},
                    {"1e-400", "0.1e-399"},
                    {"1e2147483", "10e2147482"},
                    {thirty, thirty + ".0"},
                    {thirty, thirty + "e0"},
                    {thirty + "0", thirty + "e1"},
                    {many, many + ".000"},
                    {many + "e-400", "0." + many},
                    {"1" + std::string(300, '0'), "1e300"}};
  for (const auto& [left, right] : alike)
    BOOST_TEST(are_equal(left, right), left << " and " << right);
}

BOOST_AUTO_TEST_CASE(numbers_that_differ_anywhere_are_different) {
  const std::string many(400, '7');
  const Pairs different{{"1", "-1"},
                        {"1", "2"},
                        {"1", "10"},
                        {"1", "0.1"},
                        {"1", "1.0000000000000000000000000000001"},
                        {"0", "1e-999999"},
                        {"9007199254740992", "9007199254740993"},
                        {"0.1", "0.1000000000000000055511151231257827"},
                        {thirty, thirty.substr(0, 29) + "1"},
                        {thirty, thirty + "0"},
                        {"1e400", "1e401"},
                        {"1e400", "2e400"},
                        {"1e-400", "1e-401"},
                        {"1e2147483", "1e2147482"},
                        {many, many.substr(0, 399) + "8"},
                        {many, "8" + many.substr(1)},
                        {"12", "21"},
                        {"1e1", "1.1"},
                        {"101", "11"}};
  for (const auto& [left, right] : different)
    BOOST_TEST(!are_equal(left, right), left << " and " << right);
}

BOOST_AUTO_TEST_CASE(exponents_larger_than_any_number_are_no_obstacle) {
  // The parser refuses most of these; what compares them must not overflow all the same.
  const std::string huge(40, '9');
  BOOST_TEST(equal_numbers("0e" + huge, "0"));
  BOOST_TEST(equal_numbers("1e" + huge, "1e" + huge));
  BOOST_TEST(!equal_numbers("1e" + huge, "1e-" + huge));
  BOOST_TEST(!equal_numbers("1e" + huge, "1"));
  BOOST_TEST(!equal_numbers("1e-" + huge, "0"));
}

BOOST_AUTO_TEST_CASE(strings_are_equal_by_characters) {
  const Pairs alike{{R"("")", R"("")"},
                    {R"("a")", R"("\u0061")"},
                    {"\"\xC3\xA9\"", R"("\u00e9")"},
                    {R"("\u00E9")", R"("\u00e9")"},
                    {"\"\xF0\x9F\x98\x80\"", R"("\ud83d\ude00")"},
                    {R"("a/b")", R"("a\/b")"},
                    {R"("\n\t\"\\")", R"("\u000a\u0009\u0022\u005c")"},
                    {R"("\u0000")", R"("\u0000")"}};
  for (const auto& [left, right] : alike)
    BOOST_TEST(are_equal(left, right), left << " and " << right);
  const Pairs different{{R"("a")", R"("A")"},
                        {R"("a")", R"("a ")"},
                        {R"("a")", R"("ab")"},
                        {R"("")", R"("\u0000")"},
                        {R"("\n")", R"("n")"},
                        {R"("a\\b")", R"("a\b")"},
                        {"\"e\xCC\x81\"", "\"\xC3\xA9\""},  // other characters, though they look the same
                        {R"("1")", "1"},
                        {R"("true")", "true"},
                        {R"("null")", "null"}};
  for (const auto& [left, right] : different)
    BOOST_TEST(!are_equal(left, right), left << " and " << right);
}

BOOST_AUTO_TEST_CASE(containers_are_equal_by_what_they_hold) {
  const Pairs alike{
      {"[]", "[ ]"},
      {"{}", "{\n}"},
      {"[1,2]", "[ 1.0 , 2 ]"},
      {R"({"a":1,"b":2})", R"({"b":2,"a":1})"},
      {R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3,"b":2})"},
      {R"({"a":{"x":[1,{"y":null}],"z":true}})", R"({"\u0061":{"z":true,"x":[1e0,{"y":null}]}})"},
      {R"({"\u00e9":1,"":2})", "{\"\":2,\"\xC3\xA9\":1}"}};
  for (const auto& [left, right] : alike)
    BOOST_TEST(are_equal(left, right), left << " and " << right);
  const Pairs different{{"[]", "{}"},
                        {"[1,2]", "[2,1]"},
                        {"[1]", "[1,1]"},
                        {"[]", "[[]]"},
                        {"[[],1]", "[[1]]"},
                        {"[[1],[]]", "[[],[1]]"},
                        {R"({"a":1})", R"({"b":1})"},
                        {R"({"a":1,"b":2})", R"({"a":2,"b":1})"},
                        {R"({"a":1,"b":2})", R"({"a":1,"c":2})"},
                        {R"({"a":1})", R"({"a":1,"b":1})"},
                        {R"({"a":{"b":1}})", R"({"a":{"b":2}})"},
                        {"true", "false"},
                        {"null", "false"}};
  for (const auto& [left, right] : different)
    BOOST_TEST(!are_equal(left, right), left << " and " << right);
}

BOOST_AUTO_TEST_CASE(equal_values_may_be_spelled_differently) {
  for (const auto& [left, right] :
       Pairs{{"1", "1.0"}, {R"(["a"])", R"(["\u0061"])"}, {R"({"a":1e2})", R"({"a":100})"}}) {
    BOOST_TEST(are_equal(left, right));
    BOOST_TEST(!are_spelled_alike(left, right), left << " and " << right);
  }
  for (const auto& [left, right] : Pairs{{R"({"a":1.0,"b":["x"]})", "{ \"b\" : [ \"x\" ],\n\"a\":1.0}"},
                                         {R"({"a":1})", R"({"\u0061":1})"},
                                         {"[1, 2]", "[1,2]"}}) {
    BOOST_TEST(are_spelled_alike(left, right), left << " and " << right);
  }
}

BOOST_AUTO_TEST_CASE(a_value_is_compared_as_part_of_its_text) {
  const auto document = parsed(R"({"a":[1,2],"b":[ 1, 2 ],"c":[1,2,3]})");
  const auto root = document.root();
  BOOST_TEST(equal(*root.find("a"), *root.find("b")));
  BOOST_TEST(!equal(*root.find("a"), *root.find("c")));
  BOOST_TEST(!spelled_alike(*root.find("b"), *root.find("c")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
