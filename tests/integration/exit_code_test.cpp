// Goal: each of the command's exit codes 0..6 means what it says, with exactly one line on standard error and
// nothing on standard output. Method: one situation each, made with the real daemon, with none, or with one
// that breaks off.
#include <sys/resource.h>
#include <sys/stat.h>

#include "ipc/json/parse.hpp"
#include "tests/integration/command.hpp"
#include "tests/integration/fake_server.hpp"

namespace holdfast::test {
namespace {

struct NoDaemon : Command {
  NoDaemon() : Command("", Begin::stopped) {}
};

BOOST_AUTO_TEST_SUITE(exit_code)

BOOST_FIXTURE_TEST_CASE(done_is_0, Command) {
  check_done(run({"put", "a.json"}, "{}\n"));
  check_done(run({"get", "a.json"}));
  check_done(run({"list"}));
  check_done(run({"status"}));
  check_done(run({"delete", "a.json"}));
  check_done(run({"list"}));
  check_done(run({"--help"}));
}

BOOST_FIXTURE_TEST_CASE(refused_by_the_store_is_1, Command) {
  check_stopped(run({"get", "none.json"}), 1);
  check_stopped(run({"get", "../none"}), 1);
  check_stopped(run({"delete", "none.json"}), 1);
  check_stopped(run({"put", "a.json"}, "{\n  \"a\": nonsense\n}"), 1);
  check_stopped(run({"put", "a\nb.json"}, "{}"), 1);
  check_stopped(run({"put", "--if-revision", "7", "a.json"}, "{}"), 1);
  check_stopped(run({"put", "large.bin"}, std::string(8 * 1024 * 1024 + 1, 'x')), 1);
}

BOOST_FIXTURE_TEST_CASE(wrong_use_is_2, Command) {
  check_stopped(run({}), 2);
  check_stopped(run({"frobnicate"}), 2);
  check_stopped(run({"two\nlines"}), 2);
  check_stopped(run({"get"}), 2);
  check_stopped(run({"get", "a", "/b", "c"}), 2);
  check_stopped(run({"get", "a", "--unknown"}), 2);
  check_stopped(run({"put", "a.json", "--if-revision", "-1"}), 2);
  check_stopped(run({"put", "a.json", "--if-revision", "many"}), 2);
  check_stopped(run({"put", "a.json", outside("no-such-file").string()}), 2);
  check_stopped(run({"put", "a.json", directory().string()}), 2);
  check_stopped(run({"get", "caf\xe9"}), 2);
  check_stopped(run({"put", "-m", "caf\xe9", "a.json"}, "{}"), 2);
  if (is_root()) return skip_loudly("an unreadable file", "root reads everything");
  write_file(outside("locked"), "{}");
  ::chmod(outside("locked").c_str(), 0);
  check_stopped(run({"put", "a.json", outside("locked").string()}), 2);
}

BOOST_FIXTURE_TEST_CASE(an_unreadable_file_is_2, Command) {
  if (!is_root())
    return skip_loudly("an unreadable file of another user", "only root may become another user");
  write_file(outside("locked"), "{}");
  ::chmod(outside("locked").c_str(), 0600);
  write_file(outside("holdfast"), read_file(HOLDFAST_PATH));
  ::chmod(outside("holdfast").c_str(), 0755);
  check_stopped(run_program({{outside("holdfast").string(), "--socket", socket().string(), "put", "a.json",
                              outside("locked").string()},
                             {},
                             {},
                             become(stranger, stranger)}),
                2);
}

BOOST_FIXTURE_TEST_CASE(an_unreachable_daemon_is_3, NoDaemon) {
  for (const auto* command : {"list", "status"})
    check_stopped(run({command}), 3);
  check_stopped(run({"get", "a.json"}), 3);
  check_stopped(run({"put", "a.json"}, "{}"), 3);
  check_stopped(run({"delete", "a.json"}), 3);
  write_file(socket(), "no socket");
  check_stopped(run({"list"}), 3);
  check_stopped(run_bare({"--socket", std::string(200, 'x'), "list"}), 3);
  check_stopped(run_bare({"--socket", "", "list"}), 3);
}

BOOST_FIXTURE_TEST_CASE(a_read_that_breaks_off_is_3, NoDaemon) {
  const FakeServer server(socket(), {""});
  check_stopped(run({"get", "a.json"}), 3);
}

BOOST_FIXTURE_TEST_CASE(an_answer_that_is_not_varlink_is_3, NoDaemon) {
  const FakeServer server(socket(), {std::string("HTTP/1.1 400\r\n\0", 15)});
  check_stopped(run({"list"}), 3);
}

BOOST_FIXTURE_TEST_CASE(somebody_without_rights_gets_4, Command) {
  if (!is_root()) return skip_loudly("another user's rights", "only root may become another user");
  write_file(outside("holdfast"), read_file(HOLDFAST_PATH));
  ::chmod(outside("holdfast").c_str(), 0755);
  client().put("a.json", "{}\n");
  const std::vector<std::vector<std::string>> commands{
      {"list"}, {"status"}, {"get", "a.json"}, {"put", "a.json"}, {"delete", "a.json"}, {"get", "none.json"}};
  for (auto arguments : commands) {
    arguments.insert(arguments.begin(), {outside("holdfast").string(), "--socket", socket().string()});
    check_stopped(run_program({arguments, "{}", {}, become(stranger, stranger)}), 4);
  }
  BOOST_TEST(file("a.json") == "{}\n");
}

BOOST_FIXTURE_TEST_CASE(a_disk_that_takes_no_more_is_5, NoDaemon) {
  // A limit on the size of files stands for a full disk: it needs neither rights nor a disk.
  daemon().options().prepare = [] {
    const rlimit limit{5'000'000, 5'000'000};
    (void)::setrlimit(RLIMIT_FSIZE, &limit);
  };
  daemon().start();
  check_done(run({"put", "a.json"}, "{}\n"));
  check_stopped(run({"put", "a.json"}, "\"" + std::string(6'000'000, 'x') + "\""), 5);
  BOOST_TEST(file("a.json") == "{}\n");
  BOOST_TEST(strays() == "");
  check_done(run({"put", "a.json"}, "[]\n"));
}

BOOST_FIXTURE_TEST_CASE(a_change_whose_answer_is_lost_is_6, NoDaemon) {
  {
    const FakeServer server(socket(), {""});
    check_stopped(run({"put", "a.json"}, "{}"), 6);
  }
  std::filesystem::remove(socket());
  {
    const FakeServer server(socket(), {"{\"parameters\":"});
    check_stopped(run({"delete", "a.json"}), 6);
  }
  std::filesystem::remove(socket());
  const std::string unknown =
      R"({"error":"io.holdfast.config.OutcomeUnknown","parameters":{"message":"who\nknows"}})";
  const FakeServer server(socket(), {unknown + '\0'});
  check_stopped(run({"put", "a.json"}, "{}"), 6);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
