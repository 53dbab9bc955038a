// Goal: the command is good in scripts and for people: options anywhere, standard input, $HOLDFAST_SOCKET,
// JSON that parses, text that is clean. Method: runs of the real command against the real daemon.
#include "ipc/json/parse.hpp"
#include "tests/integration/command.hpp"

namespace holdfast::test {
namespace {

BOOST_FIXTURE_TEST_SUITE(command_line, Command)

BOOST_AUTO_TEST_CASE(options_stand_before_or_behind_the_command) {
  check_done(run_bare({"--socket", socket().string(), "put", "a.json"}, "1\n"));
  check_done(run_bare({"put", "a.json", "--socket", socket().string()}, "2\n"));
  check_done(run_bare({"put", "--socket=" + socket().string(), "--if-revision", "2", "a.json", "-"}, "3\n"));
  check_done(run_bare({"put", "a.json", "-", "--if-revision=3", "--socket", socket().string()}, "4\n"));
  BOOST_TEST(file("a.json") == "4\n");
  const auto before = run_bare({"--json", "--socket", socket().string(), "get", "a.json"});
  const auto behind = run_bare({"get", "a.json", "--json", "--socket", socket().string()});
  check_done(behind);
  BOOST_TEST(before.output == behind.output);
}

BOOST_AUTO_TEST_CASE(the_environment_names_the_socket) {
  const std::map<std::string, std::string> here{{"HOLDFAST_SOCKET", socket().string()}};
  check_done(run_bare({"put", "a.json"}, "1\n", here));
  const std::map<std::string, std::string> elsewhere{{"HOLDFAST_SOCKET", outside("none").string()}};
  check_stopped(run_bare({"list"}, "", elsewhere), 3);
  check_done(run_bare({"list", "--socket", socket().string()}, "", elsewhere));
}

BOOST_AUTO_TEST_CASE(content_comes_from_a_file_or_from_standard_input) {
  write_file(outside("input"), "\"file\"\n");
  check_done(run({"put", "a.json", outside("input").string()}, "ignored"));
  BOOST_TEST(file("a.json") == "\"file\"\n");
  check_done(run({"put", "a.json", "-"}, "\"dash\"\n"));
  BOOST_TEST(file("a.json") == "\"dash\"\n");
  check_done(run({"put", "a.json"}, "\"nothing\"\n"));
  BOOST_TEST(file("a.json") == "\"nothing\"\n");
}

BOOST_AUTO_TEST_CASE(every_json_output_parses) {
  const auto check = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const auto finished = run(std::move(arguments), "{\"a\":1}\n");
    check_done(finished);
    BOOST_TEST(json::parse(finished.output).has_value(), finished.output);
    BOOST_TEST(finished.output.ends_with("}\n"));
  };
  check({"put", "a.json"});
  check({"put", "b.conf", "-m", "why \"quoted\""});
  check({"get", "a.json"});
  check({"list"});
  check({"list", "*.none"});
  check({"status"});
  check({"delete", "a.json"});
}

BOOST_AUTO_TEST_CASE(get_prints_the_bytes_and_nothing_else) {
  const std::string bytes("\0\x1b[31m\xff no newline", 17);
  check_done(run({"put", "a.bin"}, bytes));
  BOOST_TEST((run({"get", "a.bin"}).output == bytes));
}

BOOST_AUTO_TEST_CASE(people_see_what_became_of_their_change) {
  BOOST_TEST(run({"put", "a.json"}, "{}\n").output == "a.json: revision 1, 3 bytes\n");
  BOOST_TEST(run({"put", "a.json"}, "{}\n").output == "a.json: unchanged at revision 1\n");
  BOOST_TEST(run({"delete", "a.json"}).output == "a.json: deleted with revision 2\n");
  BOOST_TEST(run({"list"}).output == "no documents\n");
}

BOOST_AUTO_TEST_CASE(list_walks_through_all_pages) {
  daemon().stop();
  for (int i = 0; i < 1500; ++i)
    write_file(path("d" + std::to_string(i)), "x");
  daemon().start();
  const auto text = run({"list"});
  BOOST_TEST(std::count(text.output.begin(), text.output.end(), '\n') == 1501);
  const auto some = run({"list", "d1?", "d2"});
  BOOST_TEST(std::count(some.output.begin(), some.output.end(), '\n') == 12);
  const auto all = run({"list", "--json"});
  const auto parsed = json::parse_owned(all.output);
  BOOST_TEST(parsed->root().find("documents")->size() == 1500U);
}

BOOST_AUTO_TEST_CASE(what_a_client_wrote_cannot_move_the_cursor_of_who_reads_it) {
  check_done(run({"put", "a.json", "-m", "bad\n2000 <error> forged \x1b[31m"}, "{}\n"));
  BOOST_TEST(eventually([&] { return daemon().log().find("forged") != std::string::npos; }));
  BOOST_TEST(daemon().log().find("bad\\x0a2000 <error> forged \\x1b[31m") != std::string::npos,
             daemon().log());
  const auto refused = run({"put", "a.json"}, "{\"a\x1b[31m\": nonsense}");
  check_stopped(refused, 1);
  BOOST_TEST(refused.errors.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_daemon_writes_one_line_a_commit) {
  check_done(run({"put", "a.json", "-m", "first"}, "{}\n"));
  BOOST_TEST(eventually([&] { return daemon().log().find("committed revision 1") != std::string::npos; }));
  const auto log = daemon().log();
  const auto at = log.find("committed revision 1");
  const auto line = log.substr(at, log.find('\n', at) - at);
  for (const auto* part : {"put", "a.json", "first", "uid=", "pid=", "duration="})
    BOOST_TEST(line.find(part) != std::string::npos, line);
  BOOST_TEST(log.find("committed", at + 1) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
