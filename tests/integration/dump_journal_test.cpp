// Goal: the journal can be read by people and scripts with the daemon at work or not, and tells what was
// done, by whom and what bytes changed; where it is damaged that is said. Method: holdfastd --dump-journal
// after known commits, each line parsed; a flipped byte.
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "ipc/json/parse.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;

struct Dumped : Store {
  Finished dump() {
    return run_program({{HOLDFASTD_PATH, "--dump-journal", directory().string()}, {}, {}, {}});
  }
  static std::vector<json::ParsedText> lines_of(const std::string& output) {
    std::vector<json::ParsedText> lines;
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);) {
      auto parsed = json::parse_owned(line);
      BOOST_TEST_REQUIRE(parsed.has_value(), line);
      lines.push_back(std::move(*parsed));
    }
    return lines;
  }
  static std::string text(const json::Value& value, std::string_view name) {
    const auto member = value.find(name);
    BOOST_TEST_REQUIRE(member.has_value(), "no " << name);
    return member->is(json::Kind::string) ? member->string() : std::string(member->raw());
  }
  static json::Value first(const json::Value& value, std::string_view name) {
    const auto list = value.find(name);
    BOOST_TEST_REQUIRE(list.has_value());
    for (const json::Value element : *list)
      return element;
    BOOST_FAIL("an empty list: " << name);
    return value;
  }
};

BOOST_FIXTURE_TEST_SUITE(dump_journal, Dumped)

BOOST_AUTO_TEST_CASE(each_record_is_a_line_that_tells_who_did_what_and_which_bytes_changed) {
  client().put("a.json", "{\"n\": 1}\n");
  const std::string change =
      R"({"operations":[{"op":"replace","document":"a.json","path":"/n","value":2.50}],"message":"why","requestId":"id-1"})";
  BOOST_TEST(client().call("Commit", change).error() == "");
  client().put("b.bin", "\xff");
  const auto finished = dump();
  BOOST_TEST(finished.exit_code == 0);
  BOOST_TEST(finished.errors == "");
  const auto lines = lines_of(finished.output);
  BOOST_TEST_REQUIRE(lines.size() >= 4U);
  BOOST_TEST(text(lines[0].root(), "kind") == "checkpoint");
  for (std::size_t i = 0; i < lines.size(); ++i)
    BOOST_TEST(text(lines[i].root(), "sequence") == std::to_string(i + 1));
  std::vector<json::Value> groups;
  for (const auto& line : lines)
    if (text(line.root(), "kind") == "group") groups.push_back(line.root());
  BOOST_TEST_REQUIRE(groups.size() == 3U);
  const auto transaction = first(groups[1], "transactions");
  BOOST_TEST(text(transaction, "revision") == "2");
  BOOST_TEST(text(transaction, "uid") == std::to_string(::geteuid()));
  BOOST_TEST(text(transaction, "message") == "why");
  BOOST_TEST(text(transaction, "requestId") == "id-1");
  const auto operation = first(transaction, "operations");
  BOOST_TEST(text(operation, "op") == "replace");
  BOOST_TEST(text(operation, "path") == "/n");
  BOOST_TEST(text(operation, "value") == "2.50");
  const auto splice = first(first(groups[1], "changes"), "splices");
  BOOST_TEST(text(splice, "offset") == "6");
  BOOST_TEST(text(splice, "removed") == "1");
  BOOST_TEST(text(splice, "inserted") == "2.50");
  BOOST_TEST(text(first(first(groups[2], "changes"), "splices"), "insertedBase64") == "/w==");
}

BOOST_AUTO_TEST_CASE(an_edit_by_hand_and_a_resolved_id_are_told) {
  client().put("a.json", "1\n");
  write_file(path("a.json"), "2\n");
  client().put("a.json", "3\n");
  BOOST_TEST(client().call("Resolve", R"({"requestId":"never-sent"})").text("outcome") == "notApplied");
  daemon().stop();
  const auto output = dump().output;
  BOOST_TEST(output.find(R"("kind":"byHand")") != std::string::npos);
  BOOST_TEST(output.find(R"("kind":"fence")") != std::string::npos);
  BOOST_TEST(text(lines_of(output).back().root(), "kind") == "retire");
}

BOOST_AUTO_TEST_CASE(damage_is_told_and_ends_with_1) {
  for (const auto* bytes : {"1\n", "2\n", "3\n"})
    client().put("a.json", bytes);
  daemon().stop();
  const fs::path segment = *fs::directory_iterator(path(".holdfast/journal"));
  auto bytes = read_file(segment);
  const auto at = bytes.find("a.json");
  BOOST_TEST_REQUIRE(at != std::string::npos);
  bytes[at] = 'b';
  write_file(segment, bytes);
  const auto finished = dump();
  BOOST_TEST(finished.exit_code == 1);
  BOOST_TEST(text(lines_of(finished.output).back().root(), "kind") == "damage");
}

BOOST_AUTO_TEST_CASE(a_directory_without_a_journal_is_told_in_one_line) {
  const auto finished =
      run_program({{HOLDFASTD_PATH, "--dump-journal", outside("none").string()}, {}, {}, {}});
  BOOST_TEST(finished.exit_code == 1);
  BOOST_TEST(finished.output == "");
  BOOST_TEST(finished.errors.find("No such file or directory") != std::string::npos, finished.errors);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
