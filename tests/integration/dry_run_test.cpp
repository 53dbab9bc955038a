// Goal: --dry-run shows what a command would change and changes nothing; what people see at a terminal is
// coloured and harmless, what programs get is exact. Method: every writing command with and without a
// terminal.
#include "ipc/json/parse.hpp"
#include "tests/integration/command.hpp"
#include "tests/support/pseudo_terminal.hpp"

namespace holdfast::test {
namespace {

struct Document : Command {
  Document() { client().put("a.json", "{\n  \"x\": 1,\n  \"y\": 2\n}\n"); }

  // What a dry run prints; nothing may be changed by it.
  std::string dry(std::vector<std::string> arguments, const std::string& input = {}) {
    const auto before = documents_below(directory());
    arguments.emplace_back("--dry-run");
    const auto finished = run(std::move(arguments), input);
    check_done(finished);
    BOOST_TEST((documents_below(directory()) == before));
    BOOST_TEST(client().call("Status").integer("revision") == 1);
    return finished.output;
  }

  [[nodiscard]] std::string seen(std::vector<std::string> arguments,
                                 std::map<std::string, std::string> environment) {
    arguments.insert(arguments.begin(), {HOLDFAST_PATH, "--socket", socket().string()});
    environment.try_emplace("NO_COLOR", "");
    environment.try_emplace("TERM", "xterm");
    PseudoTerminal terminal({std::move(arguments), {}, std::move(environment), {}});
    BOOST_TEST(terminal.finish().value_or(-1) == 0);
    return terminal.shown();
  }
};

void check_holds(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t at = 0;
  for (const auto& part : parts) {
    at = text.find(part, at);
    BOOST_TEST_REQUIRE(at != std::string::npos, part + " is not in: " + text);
    at += part.size();
  }
}

BOOST_FIXTURE_TEST_SUITE(dry_run, Document)

BOOST_AUTO_TEST_CASE(every_writing_command_shows_its_diff_and_writes_nothing) {
  const std::string x_to_3 = "@@ -1,4 +1,4 @@\n {\n-  \"x\": 1,\n+  \"x\": 3,\n   \"y\": 2\n }\n";
  check_holds(dry({"set", "a.json", "/x", "3"}), {"--- ", "a.json", "\n+++ ", "a.json", x_to_3});
  check_holds(dry({"put", "a.json"}, "{\n  \"x\": 3,\n  \"y\": 2\n}\n"), {x_to_3});
  check_holds(dry({"merge", "a.json", "{\"x\": 3}"}), {x_to_3});
  check_holds(dry({"apply", "-", "--document", "a.json"}, R"([{"op":"replace","path":"/x","value":3}])"),
              {x_to_3});
  check_holds(dry({"set", "a.json", "/z", "3"}), {"+  \"z\": 3\n"});
  check_holds(dry({"add", "a.json", "/z", "3"}), {"+  \"z\": 3\n"});
  check_holds(dry({"unset", "a.json", "/x"}), {"-  \"x\": 1,\n"});
  check_holds(dry({"delete", "a.json"}), {"--- ", "-{\n", "-}\n"});
  check_holds(dry({"put", "new.txt"}, "text\n"), {"--- ", "+++ ", "new.txt", "+text\n"});
}

BOOST_AUTO_TEST_CASE(nothing_to_do_is_said) {
  BOOST_TEST(dry({"set", "a.json", "/x", "1"}) == "no change\n");
  BOOST_TEST(dry({"put", "a.json"}, file("a.json")) == "no change\n");
  BOOST_TEST(dry({"put", "empty.txt"}) == "only empty documents would come or go\n");
  BOOST_TEST(dry({"test", "a.json", "/x", "1"}) == "a.json: as expected at revision 1\n");
}

BOOST_AUTO_TEST_CASE(a_dry_run_is_refused_as_the_change_would_be) {
  check_stopped(run({"set", "a.json", "/none/x", "1", "--dry-run"}), 1);
  check_stopped(run({"set", "a.json", "/x", "1", "--if-revision", "7", "--dry-run"}), 1);
  check_stopped(run({"put", "a.json", "--dry-run"}, "nonsense"), 1);
  check_stopped(run({"delete", "none.json", "--dry-run"}), 1);
}

BOOST_AUTO_TEST_CASE(programs_get_the_reply) {
  const auto output = dry({"set", "a.json", "/x", "3", "--json"});
  const auto reply = json::parse_owned(output);
  BOOST_TEST_REQUIRE(reply.has_value());
  BOOST_TEST(reply->root().find("outcome")->string() == "planned");
  BOOST_TEST(reply->root().find("diffs")->size() == 1U);
}

BOOST_AUTO_TEST_CASE(at_a_terminal_a_diff_has_the_colours_of_git) {
  const auto shown = seen({"set", "a.json", "/x", "3", "--dry-run"}, {});
  check_holds(shown, {"\x1b[1m--- ", "\x1b[m\n", "\x1b[1m+++ ", "\x1b[36m@@ -1,4 +1,4 @@\x1b[m\n",
                      "\x1b[31m-  \"x\": 1,\x1b[m\n", "\x1b[32m+  \"x\": 3,\x1b[m\n"});
  const auto plain = dry({"set", "a.json", "/x", "3"});
  BOOST_TEST(seen({"set", "a.json", "/x", "3", "--dry-run"}, {{"NO_COLOR", "1"}}) == plain);
  BOOST_TEST(seen({"set", "a.json", "/x", "3", "--dry-run"}, {{"TERM", "dumb"}}) == plain);
}

BOOST_AUTO_TEST_CASE(at_a_terminal_the_name_in_a_confirmation_is_bold) {
  BOOST_TEST(seen({"set", "a.json", "/x", "3"}, {}) == "\x1b[1ma.json\x1b[m: revision 2, 23 bytes\n");
  BOOST_TEST(seen({"test", "a.json", "/x", "3"}, {}) == "\x1b[1ma.json\x1b[m: as expected at revision 2\n");
  BOOST_TEST(seen({"set", "a.json", "/x", "4"}, {{"NO_COLOR", "1"}}) == "a.json: revision 3, 23 bytes\n");
}

BOOST_AUTO_TEST_CASE(a_document_cannot_move_the_cursor_of_who_reads_its_diff) {
  const std::string bytes = "a\tb\x1b[2J\r\x07 caf\xC3\xA9\n";
  write_file(outside("hostile"), bytes);
  const std::vector<std::string> command{"put", "new.txt", outside("hostile").string(), "--dry-run"};
  const auto shown = seen(command, {{"NO_COLOR", "1"}});
  check_holds(shown, {"+a\tb\\x1b[2J\\x0d\\x07 caf\xC3\xA9\n"});
  BOOST_TEST(shown.find('\x1b') == std::string::npos);
  check_holds(run(command).output, {"+" + bytes});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
