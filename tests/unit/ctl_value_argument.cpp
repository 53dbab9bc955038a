// Goal: what a person gives as a value travels as meant: JSON in its own spelling, anything else as a string
// of exactly these characters. Method: one text of each kind through the pure functions of the argument.
#include "ipc/ctl/value_argument.hpp"

#include <boost/test/unit_test.hpp>

#include "ipc/ctl/edits.hpp"
#include "ipc/ctl/report.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::ctl {
namespace {

// The line of the Stop, and checks that it is one of wrong use.
template <class Function>
std::string usage_line(const Function& function) {
  try {
    (void)function();
  } catch (const Stop& stop) {
    BOOST_TEST(static_cast<int>(stop.code()) == static_cast<int>(Exit::usage));
    return stop.what();
  }
  BOOST_ERROR("did not stop");
  return "";
}

BOOST_AUTO_TEST_SUITE(ctl_value_argument)

BOOST_AUTO_TEST_CASE(json_keeps_its_spelling_and_loses_the_blanks_around_it) {
  for (const std::string text : {"5", "-5", "1.0", "1e3", "-0", "123456789012345678901234567890", "true",
                                 "null", "\"caf\\u00e9\"", "[1, 2 ]", "{\"b\":1,\n \"a\" : {}}"})
    BOOST_TEST(json_text_of(text, false) == text);
  BOOST_TEST(json_text_of("\n 7\n", false) == "7");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_a_string_of_exactly_these_characters) {
  BOOST_TEST(json_text_of("web-amber", false) == "\"web-amber\"");
  BOOST_TEST(json_text_of("", false) == "\"\"");
  BOOST_TEST(json_text_of(" a\tb\n", false) == "\" a\\tb\\n\"");
  BOOST_TEST(json_text_of("True", false) == "\"True\"");
  BOOST_TEST(json_text_of("05", false) == "\"05\"");
  BOOST_TEST(json_text_of("192.0.2.1", false) == "\"192.0.2.1\"");
  BOOST_TEST(json_text_of("\"open", false) == "\"\\\"open\"");
  BOOST_TEST(json_text_of("{\"a\":1,\"a\":2}", false) == "\"{\\\"a\\\":1,\\\"a\\\":2}\"");
}

BOOST_AUTO_TEST_CASE(a_string_that_is_asked_for_is_one_whatever_it_looks_like) {
  BOOST_TEST(json_text_of("5", true) == "\"5\"");
  BOOST_TEST(json_text_of("null", true) == "\"null\"");
  BOOST_TEST(json_text_of("\"q\"", true) == "\"\\\"q\\\"\"");
}

BOOST_AUTO_TEST_CASE(bytes_that_json_cannot_carry_are_refused) {
  BOOST_TEST(usage_line([] { return json_text_of("caf\xe9", false); }) == "the value must be UTF-8");
  BOOST_TEST(usage_line([] { return json_text_of("caf\xe9", true); }) == "the value must be UTF-8");
  BOOST_TEST(usage_line([] { return demand_json("\"\xe9\""); }) == "the value must be UTF-8");
}

BOOST_AUTO_TEST_CASE(where_json_is_demanded_a_fault_has_its_line_and_column) {
  BOOST_TEST(demand_json(" {\"a\": 1.0} ") == "{\"a\": 1.0}");
  const auto line = usage_line([] { return demand_json("{\n  \"a\": nonsense\n}"); });
  BOOST_TEST(line.starts_with("the value is not JSON: line 2, column 8: "), line);
}

BOOST_AUTO_TEST_CASE(a_value_comes_from_the_argument_or_from_a_file_never_from_both) {
  const test::TemporaryDirectory place;
  const auto file = (place / "value").string();
  test::write_file(file, "from the file\n");
  BOOST_TEST(characters_of({"word", true, "", false}) == "word");
  BOOST_TEST(characters_of({"", true, "", false}) == "");
  BOOST_TEST(characters_of({"", false, file, false}) == "from the file\n");
  BOOST_TEST(usage_line([&] {
               return characters_of({"", true, file, false});
             }).find("exclude") != std::string::npos);
  BOOST_TEST(usage_line([] {
               return characters_of({"", false, "", false});
             }).find("required") != std::string::npos);
  const auto missing = (place / "missing").string();
  BOOST_TEST(usage_line([&] {
               return characters_of({"", false, missing, false});
             }) == "cannot read " + missing);
}

BOOST_AUTO_TEST_CASE(only_a_number_or_a_dash_names_an_element_that_set_must_not_make) {
  for (const auto* path : {"/hosts/0", "/0", "/hosts/17", "/hosts/007", "/hosts/-", "-"})
    BOOST_TEST(names_element(path), path);
  for (const auto* path :
       {"", "/", "/hosts", "/0/name", "/hosts/name=7", "/hosts/1a", "/hosts/-1", "/hosts/1.0"})
    BOOST_TEST(!names_element(path), path);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::ctl
