// Goal: a change whose connection breaks is sent again by its id and made once, also over a restart of the
// daemon, and what stays unknown is called so. Method: one that breaks off after the call and then answers;
// the real daemon, killed between the commit and the reply by stopping it there.
#include <csignal>
#include <thread>

#include "ipc/client/commit.hpp"
#include "ipc/json/parse.hpp"
#include "tests/integration/command.hpp"
#include "tests/integration/fake_server.hpp"

namespace holdfast::test {
namespace {

struct NoDaemon : Command {
  NoDaemon() : Command("", Begin::stopped) {}
};

const std::string committed =
    std::string(R"({"parameters":{"outcome":"committed","revision":1,"documents":[],"applied":[]}})") + '\0';

std::string id_in(const std::string& call) {
  const auto parsed = json::parse_owned(call);
  BOOST_TEST_REQUIRE(parsed.has_value(), call);
  const auto parameters = parsed->root().find("parameters");
  BOOST_TEST_REQUIRE(parameters.has_value());
  const auto id = parameters->find("requestId");
  return id ? id->string() : std::string();
}

BOOST_AUTO_TEST_SUITE(resend)

BOOST_FIXTURE_TEST_CASE(a_call_whose_connection_broke_is_sent_again_with_the_same_id, NoDaemon) {
  const FakeServer server(socket(), {"", "{\"parameters\":", committed});
  check_done(run({"put", "a.json"}, "{}"));
  const auto calls = server.calls();
  BOOST_TEST_REQUIRE(calls.size() == 3U);
  BOOST_TEST(calls[1] == calls[0]);
  BOOST_TEST(calls[2] == calls[0]);
  BOOST_TEST(id_in(calls[0]).size() == 32U);
}

BOOST_FIXTURE_TEST_CASE(each_commit_has_an_id_of_its_own_and_a_dry_run_none, NoDaemon) {
  const FakeServer server(socket(), {committed, committed, committed});
  check_done(run({"put", "a.json"}, "{}"));
  check_done(run({"delete", "a.json"}));
  (void)run({"put", "--dry-run", "a.json"}, "{}");
  const auto calls = server.calls();
  BOOST_TEST_REQUIRE(calls.size() == 3U);
  BOOST_TEST(id_in(calls[0]) != id_in(calls[1]));
  BOOST_TEST(id_in(calls[2]) == "");
}

BOOST_FIXTURE_TEST_CASE(what_a_read_only_store_says_to_a_call_sent_again_is_not_the_answer, NoDaemon) {
  const std::string read_only =
      std::string(
          R"({"error":"io.holdfast.config.ReadOnly","parameters":{"reason":"degraded","message":"no"}})") +
      '\0';
  const FakeServer server(socket(), {"", read_only});
  client::CommitOptions options;
  options.patience = std::chrono::milliseconds(0);
  const auto lost = client::commit(socket().string(), R"({"operations":[]})", options);
  BOOST_TEST((lost.error().kind == client::Failure::Kind::connection_lost));
  options.patience = std::chrono::milliseconds(300);
  options.connection.timeout = std::chrono::milliseconds(300);
  const FakeServer other(outside("other"), {"", read_only});
  const auto unknown = client::commit(outside("other").string(), R"({"operations":[]})", options);
  BOOST_TEST_REQUIRE(!unknown.has_value());
  BOOST_TEST((unknown.error().kind == client::Failure::Kind::connection_lost));
}

BOOST_FIXTURE_TEST_CASE(a_change_survives_the_death_of_the_daemon_and_is_made_once, Command) {
  client().put("a.json", "{\"n\": 0}\n");
  // Stopped, so that the call waits in the socket; then killed, so that its connection breaks; then started
  // anew.
  for (int i = 1; i <= 5; ++i) {
    ::kill(daemon().pid(), SIGSTOP);
    Finished finished;
    std::thread asking([&] { finished = run({"set", "a.json", "/n", std::to_string(i)}); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    daemon().kill();
    daemon().start();
    asking.join();
    check_done(finished);
    BOOST_TEST(file("a.json") == "{\"n\": " + std::to_string(i) + "}\n");
    BOOST_TEST(client().get("a.json").document_revision() == i + 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
