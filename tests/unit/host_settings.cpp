// Goal: a settings file means what it says, and a mistake in it is told by line and column instead of being
// ignored. Method: texts of settings.
#include "daemon/host/settings.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

namespace holdfast::host {
namespace {

std::string error_of(const std::string& text) {
  const auto parsed = parse_settings(text);
  return parsed ? "" : parsed.error();
}

BOOST_AUTO_TEST_SUITE(host_settings)

BOOST_AUTO_TEST_CASE(an_empty_object_is_the_defaults) {
  const auto parsed = parse_settings("{}");
  BOOST_TEST_REQUIRE(parsed.has_value(), parsed.error());
  const Settings defaults;
  BOOST_TEST((limits_of(*parsed) == limits_of(defaults)));
  BOOST_TEST(parsed->committer.new_file_mode == 0644U);
  BOOST_TEST((parsed->log_level == service::Severity::info));
}

BOOST_AUTO_TEST_CASE(every_number_can_be_set_to_its_default) {
  for (const auto& [key, value] : limits_of(Settings())) {
    const auto parsed = parse_settings("{\"" + key + "\": " + std::to_string(value) + "}");
    BOOST_TEST(parsed.has_value(), key << ": " << (parsed ? "" : parsed.error()));
  }
}

BOOST_AUTO_TEST_CASE(a_number_that_is_set_is_the_one_that_shows) {
  std::map<std::string, std::uint64_t> ranges;
  for (const auto& [key, value] : limits_of(Settings())) {
    const std::uint64_t other = value - 1;
    const auto parsed = parse_settings("{\"" + key + "\":" + std::to_string(other) + "}");
    BOOST_TEST_REQUIRE(parsed.has_value(), key << ": " << parsed.error());
    for (const auto& [shown, now] : limits_of(*parsed))
      BOOST_TEST(now == (shown == key ? other : now), shown);
    const auto limits = limits_of(*parsed);
    BOOST_TEST((std::find(limits.begin(), limits.end(), std::pair(key, other)) != limits.end()), key);
  }
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range_or_of_another_kind_are_refused_with_the_range) {
  for (const std::string value :
       {"0", "-1", "99999999999999999999", "1.5", "\"5\"", "null", "true", "[]", "1e3"}) {
    const auto error = error_of("{\"documentBytesMax\": " + value + "}");
    BOOST_TEST(error.starts_with("line 1, column 2: "), value << ": " << error);
    BOOST_TEST(error.find("whole number from 1 to") != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_CASE(the_ends_of_a_range_belong_to_it) {
  BOOST_TEST(parse_settings(R"({"documentBytesMax":11534336})").has_value());
  BOOST_TEST(!parse_settings(R"({"documentBytesMax":11534337})").has_value());
  BOOST_TEST(parse_settings(R"({"depthMax":1})").has_value());
  BOOST_TEST(parse_settings(R"({"depthMax":1000})").has_value());
  BOOST_TEST(!parse_settings(R"({"depthMax":1001})").has_value());
  BOOST_TEST(!parse_settings(R"({"connectionsMax":15})").has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_at_its_place) {
  BOOST_TEST(error_of("{\n  \"depthMax\": 5,\n    \"dephtMax\": 6\n}") ==
             "line 3, column 5: unknown setting \"dephtMax\"; do you mean \"depthMax\"?");
}

BOOST_AUTO_TEST_CASE(what_is_no_strict_json_is_refused_at_its_place) {
  BOOST_TEST(error_of("{\n \"depthMax\": 5,\n}").starts_with("line 3, column 1: "));
  for (const std::string text : {"", "{", "{\"depthMax\":5,\"depthMax\":6}", "{} {}", "// no comments\n{}"})
    BOOST_TEST(error_of(text).starts_with("line 1, column "), text << ": " << error_of(text));
}

BOOST_AUTO_TEST_CASE(anything_but_an_object_is_refused) {
  for (const std::string text : {"[]", "null", "5", "\"depthMax\""})
    BOOST_TEST(error_of(text).find("object") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(a_mode_is_four_octal_digits_in_quotes) {
  BOOST_TEST(parse_settings(R"({"newFileMode":"0640"})")->committer.new_file_mode == 0640U);
  for (const std::string mode :
       {"\"640\"", "640", "\"0648\"", "\"4755\"", "\"00644\"", "\"\"", "\"rw-r\"", "null"})
    BOOST_TEST(error_of("{\"newFileMode\":" + mode + "}").find("octal") != std::string::npos, mode);
}

BOOST_AUTO_TEST_CASE(a_log_level_is_one_of_the_six) {
  using service::Severity;
  BOOST_TEST((parse_settings(R"({"logLevel":"debug"})")->log_level == Severity::debug));
  BOOST_TEST((parse_settings(R"({"logLevel":"critical"})")->log_level == Severity::critical));
  for (const std::string level : {"\"Info\"", "\"\"", "\"trace\"", "3", "null"})
    BOOST_TEST(error_of("{\"logLevel\":" + level + "}").find("\"warning\"") != std::string::npos, level);
}

BOOST_AUTO_TEST_CASE(messages_may_be_deeper_than_the_documents_in_them) {
  const auto parsed = parse_settings(R"({"depthMax":100})");
  BOOST_TEST(parsed->committer.limits.parse.depth_max == 100U);
  BOOST_TEST(parsed->listener.session.parse.depth_max == 164U);
  BOOST_TEST(Settings().listener.session.parse.depth_max == 128U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
