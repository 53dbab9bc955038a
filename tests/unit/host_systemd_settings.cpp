// Goal: the settings file is strict, every key has the range it says, and what --print-settings prints is
// read back as the same. Method: each key at, below and above its bounds; broken texts and the place their
// errors name.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "daemon/host/nearest_name.hpp"
#include "daemon/host/settings.hpp"

namespace holdfast::host {
namespace {

struct Range {
  const char* key;
  std::uint64_t least;
  std::uint64_t most;
};

// As the README and the refusals give them.
const std::vector<Range> ranges{{"documentBytesMax", 1, 11534336},
                                {"commitBytesMax", 1, 67108864},
                                {"commitDocumentsMax", 1, 1024},
                                {"commitWorkBytesMax", 1048576, 68719476736},
                                {"depthMax", 1, 1000},
                                {"queueRequestsMax", 1, 1000000},
                                {"queueBytesMax", 1, 1073741824},
                                {"connectionsMax", 16, 1000000},
                                {"connectionsPerUserMax", 1, 1000000},
                                {"messageBytesMax", 4096, 16773120},
                                {"callsInFlightMax", 1, 4096},
                                {"outputBytesMax", 4096, 1073741824},
                                {"journalSegmentBytes", 65536, 1073741824},
                                {"journalBytesMax", 16777216, 1099511627776},
                                {"journalRecordsMax", 1, 1000000000},
                                {"journalDaysMax", 1, 36500},
                                {"drainTimeoutMilliseconds", 0, 3600000}};

auto parse_one(const std::string& key, const std::string& value) {
  return parse_settings("{\"" + key + "\": " + value + "}");
}

std::string error_of(std::string_view text) {
  const auto settings = parse_settings(text);
  return settings ? "no error" : settings.error();
}

std::uint64_t limit_of(const Settings& settings, const std::string& key) {
  for (const auto& [name, value] : limits_of(settings)) {
    if (name == key) return value;
  }
  throw std::runtime_error("no limit " + key);
}

void check_refused(const Range& range, const std::string& value) {
  const auto settings = parse_one(range.key, value);
  BOOST_TEST_CONTEXT(range.key << " = " << value) {
    BOOST_TEST_REQUIRE(settings.has_error());
    BOOST_TEST(settings.error() == "line 1, column 2: \"" + std::string(range.key) +
                                       "\" must be a whole number from " + std::to_string(range.least) +
                                       " to " + std::to_string(range.most));
  }
}

BOOST_AUTO_TEST_SUITE(host_settings)

BOOST_AUTO_TEST_CASE(every_number_is_taken_within_its_range) {
  BOOST_TEST(limits_of(Settings()).size() == ranges.size());
  for (const auto& range : ranges) {
    for (const auto value : {range.least, range.most}) {
      const auto settings = parse_one(range.key, std::to_string(value));
      BOOST_TEST_CONTEXT(range.key << " = " << value) {
        BOOST_TEST_REQUIRE(settings.has_value());
        BOOST_TEST(limit_of(*settings, range.key) == value);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_number_is_refused_outside_its_range_and_as_anything_else) {
  for (const auto& range : ranges) {
    if (range.least > 0) check_refused(range, std::to_string(range.least - 1));
    check_refused(range, std::to_string(range.most + 1));
    for (const char* value : {"-1", "1.5", "\"64\"", "true", "null", "[]", "{}", "99999999999999999999"})
      check_refused(range, value);
  }
}

BOOST_AUTO_TEST_CASE(the_mode_is_four_octal_digits) {
  BOOST_TEST(parse_one("newFileMode", "\"0640\"")->committer.new_file_mode == 0640U);
  BOOST_TEST(parse_one("newFileMode", "\"0777\"")->committer.new_file_mode == 0777U);
  for (const char* value :
       {"\"640\"", "\"1644\"", "\"0648\"", "\"06440\"", "\"\"", "420", "null", "\"0x44\""})
    BOOST_TEST_CONTEXT(value) BOOST_TEST(parse_one("newFileMode", value).has_error());
}

BOOST_AUTO_TEST_CASE(the_level_is_one_of_six) {
  for (const char* level : {"debug", "info", "notice", "warning", "error", "critical"}) {
    const auto settings = parse_one("logLevel", "\"" + std::string(level) + "\"");
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(service::name_of(settings->log_level) == level);
  }
  for (const char* value : {"\"Info\"", "\"\"", "3", "\"verbose\"", "null"})
    BOOST_TEST_CONTEXT(value) BOOST_TEST(parse_one("logLevel", value).has_error());
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_with_its_place_and_the_nearest_name) {
  BOOST_TEST(error_of("{\n  \"depthMax\": 5,\n  \"queueByteMax\": 5\n}\n") ==
             "line 3, column 3: unknown setting \"queueByteMax\"; do you mean \"queueBytesMax\"?");
  BOOST_TEST(error_of(R"({"loglevel": "info"})") ==
             "line 1, column 2: unknown setting \"loglevel\"; do you mean \"logLevel\"?");
  BOOST_TEST(error_of(R"({"entirelyDifferent": 1})") ==
             "line 1, column 2: unknown setting \"entirelyDifferent\"");
}

BOOST_AUTO_TEST_CASE(what_is_no_object_or_no_strict_json_is_refused_with_its_place) {
  for (const char* text : {"", "[]", "5", "{", "{} {}", "{\"depthMax\": 5,}",
                           "{\"depthMax\": 5, \"depthMax\": 6}", "// no comments\n{}", "\xEF\xBB\xBF{}"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(error_of(text).starts_with("line 1, column "));
  BOOST_TEST(error_of("{\n\n  \"depthMax\": five\n}").starts_with("line 3, column "));
}

BOOST_AUTO_TEST_CASE(an_empty_object_means_the_defaults) {
  BOOST_TEST(settings_text(*parse_settings("{}")) == settings_text(Settings()));
}

BOOST_AUTO_TEST_CASE(the_printed_text_is_read_back_as_the_same) {
  std::string text = "{\"newFileMode\": \"0600\", \"logLevel\": \"critical\"";
  std::uint64_t distinct = 5000;
  for (const auto& range : ranges)
    text += ", \"" + std::string(range.key) +
            "\": " + std::to_string(std::clamp(distinct++, range.least, range.most));
  const auto changed = parse_settings(text + "}");
  BOOST_TEST_REQUIRE(changed.has_value());
  for (const auto& settings : {Settings(), *changed}) {
    const auto printed = settings_text(settings);
    const auto read = parse_settings(printed);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(settings_text(*read) == printed);
    BOOST_TEST((limits_of(*read) == limits_of(settings)));
    BOOST_TEST(read->committer.new_file_mode == settings.committer.new_file_mode);
    BOOST_TEST((read->log_level == settings.log_level));
    BOOST_TEST(read->listener.session.parse.depth_max == settings.listener.session.parse.depth_max);
  }
  BOOST_TEST(settings_text(*changed) != settings_text(Settings()));
}

BOOST_AUTO_TEST_CASE(a_message_may_nest_deeper_than_the_document_in_it) {
  const auto settings = parse_one("depthMax", "1000");
  BOOST_TEST(settings->committer.limits.parse.depth_max == 1000U);
  BOOST_TEST(settings->listener.session.parse.depth_max > 1000U);
}

BOOST_AUTO_TEST_CASE(a_missing_file_means_the_defaults_only_where_it_is_optional) {
  BOOST_TEST(read_settings({"", false}).has_value());
  BOOST_TEST(read_settings({"/absent/settings.json", true}).has_value());
  BOOST_TEST(read_settings({"/absent/settings.json", false}).error() ==
             "cannot read the settings file /absent/settings.json");
  BOOST_TEST(read_settings({"/", true}).has_error());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(host_nearest_name)

BOOST_AUTO_TEST_CASE(the_name_with_the_fewest_changes_is_nearest) {
  const std::vector<std::string> known{"depthMax", "logLevel", "queueBytesMax", "queueRequestsMax"};
  BOOST_TEST(nearest_name("depthMax", known) == "depthMax");
  BOOST_TEST(nearest_name("dephtMax", known) == "depthMax");
  BOOST_TEST(nearest_name("queueBytes", known) == "queueBytesMax");
  BOOST_TEST(nearest_name("loLevel", known) == "logLevel");
}

BOOST_AUTO_TEST_CASE(no_name_is_better_than_a_far_one) {
  BOOST_TEST(nearest_name("zzzzzzzz", {"depthMax", "logLevel"}).empty());
  BOOST_TEST(nearest_name("", {"depthMax"}).empty());
  BOOST_TEST(nearest_name("depthMax", {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
