// Goal: pipelining (PROTOCOL sections 3 and 10): replies in the order of the calls whatever order they are
// made in, a read-ahead window of 64, and which calls start beside which. Method: calls that stay unanswered
// until the test says so, sent as raw bytes; what must not happen is given a short while to happen.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "tests/conformance/dialect_server.hpp"
#include "tests/conformance/raw_socket.hpp"

namespace holdfast::conformance {
namespace {

constexpr int window = 64;

std::string call(const std::string& method, const std::string& parameters) {
  return R"({"method":"org.example.dialect.)" + method + R"(","parameters":)" + parameters + "}" + '\0';
}
std::string numbered(const std::string& method, int number) {
  return call(method, R"({"number":)" + std::to_string(number) + "}");
}
std::string echo(const std::string& text) {
  return call("Echo", R"({"text":")" + text + R"("})");
}

std::string numbered_reply(int number) {
  return R"({"parameters":{"number":)" + std::to_string(number) + "}}";
}
std::string echo_reply(const std::string& text) {
  return R"({"parameters":{"text":")" + text + R"("}})";
}

void give_it_time() {
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
}

struct Connected {
  DialectServer server;
  RawSocket socket{server.path()};
};

BOOST_FIXTURE_TEST_SUITE(dialect_of_order, Connected)

BOOST_AUTO_TEST_CASE(two_hundred_calls_in_one_send_are_answered_in_order) {
  std::string calls;
  for (int i = 0; i < 200; ++i)
    calls += echo(std::to_string(i));
  BOOST_TEST(socket.send(calls));
  for (int i = 0; i < 200; ++i)
    BOOST_TEST(socket.reply() == echo_reply(std::to_string(i)));
  BOOST_TEST(!socket.hears_something());
}

BOOST_AUTO_TEST_CASE(a_failed_call_does_not_cancel_later_ones) {
  BOOST_TEST(socket.send(echo("1") + call("Echo", "{}") + call("None", "{}") + echo("2")));
  BOOST_TEST(socket.reply() == echo_reply("1"));
  BOOST_TEST(socket.reply().find("InvalidParameter") != std::string::npos);
  BOOST_TEST(socket.reply().find("MethodNotFound") != std::string::npos);
  BOOST_TEST(socket.reply() == echo_reply("2"));
}

BOOST_AUTO_TEST_CASE(exactly_a_window_of_calls_is_read_ahead) {
  std::string calls;
  for (int i = 0; i < 100; ++i)
    calls += numbered("Queued", i);
  BOOST_TEST(socket.send(calls));
  BOOST_TEST(server.wait_for_started("Queued", window));
  give_it_time();
  BOOST_TEST(server.started("Queued") == static_cast<std::size_t>(window));

  for (int i = 0; i < 10; ++i)
    server.answer(i);
  BOOST_TEST(server.wait_for_started("Queued", window + 10));
  give_it_time();
  BOOST_TEST(server.started("Queued") == static_cast<std::size_t>(window + 10));

  for (int i = 10; i < 100; ++i) {
    BOOST_TEST(server.wait_for_started("Queued", static_cast<std::size_t>(i) + 1));
    server.answer(i);
  }
  for (int i = 0; i < 100; ++i)
    BOOST_TEST(socket.reply() == numbered_reply(i));
}

BOOST_AUTO_TEST_CASE(calls_answered_in_reverse_are_replied_to_in_order) {
  std::string calls;
  for (int i = 0; i < window; ++i)
    calls += numbered("Queued", i);
  BOOST_TEST(socket.send(calls));
  BOOST_TEST(server.wait_for_started("Queued", window));
  for (int i = window - 1; i > 0; --i)
    server.answer(i);
  BOOST_TEST(!socket.hears_something());
  server.answer(0);
  for (int i = 0; i < window; ++i)
    BOOST_TEST(socket.reply() == numbered_reply(i));
}

BOOST_AUTO_TEST_CASE(a_window_answered_in_reverse_does_not_open_before_its_first_is_answered) {
  std::string calls;
  for (int i = 0; i < 2 * window; ++i)
    calls += numbered("Queued", i);
  BOOST_TEST(socket.send(calls));
  BOOST_TEST(server.wait_for_started("Queued", window));
  for (int i = window - 1; i > 0; --i)
    server.answer(i);
  give_it_time();
  BOOST_TEST(server.started("Queued") == static_cast<std::size_t>(window));
  server.answer(0);
  BOOST_TEST(server.wait_for_started("Queued", 2 * window));
}

BOOST_AUTO_TEST_CASE(an_ordinary_call_waits_behind_unanswered_queued_ones) {
  BOOST_TEST(socket.send(numbered("Queued", 1) + numbered("Queued", 2) + echo("3") + numbered("Queued", 4)));
  BOOST_TEST(server.wait_for_started("Queued", 2));
  server.answer(1);
  BOOST_TEST(socket.reply() == numbered_reply(1));
  give_it_time();
  BOOST_TEST(server.started("Echo") == 0U);
  BOOST_TEST(server.started("Queued") == 2U);
  server.answer(2);
  BOOST_TEST(socket.reply() == numbered_reply(2));
  BOOST_TEST(socket.reply() == echo_reply("3"));
  BOOST_TEST(server.wait_for_started("Queued", 3));
  server.answer(4);
  BOOST_TEST(socket.reply() == numbered_reply(4));
}

BOOST_AUTO_TEST_CASE(a_queued_call_waits_behind_an_unanswered_ordinary_one) {
  BOOST_TEST(socket.send(numbered("Alone", 1) + numbered("Queued", 2)));
  BOOST_TEST(server.wait_for_started("Alone", 1));
  give_it_time();
  BOOST_TEST(server.started("Queued") == 0U);
  server.answer(1);
  BOOST_TEST(server.wait_for_started("Queued", 1));
  server.answer(2);
  BOOST_TEST(socket.reply() == numbered_reply(1));
  BOOST_TEST(socket.reply() == numbered_reply(2));
}

BOOST_AUTO_TEST_CASE(connections_do_not_wait_for_each_other) {
  RawSocket other(server.path());
  BOOST_TEST(socket.send(numbered("Alone", 1)));
  BOOST_TEST(server.wait_for_started("Alone", 1));
  BOOST_TEST(other.send(echo("2")));
  BOOST_TEST(other.reply() == echo_reply("2"));
  server.answer(1);
  BOOST_TEST(socket.reply() == numbered_reply(1));
}

BOOST_AUTO_TEST_CASE(who_stops_sending_still_gets_all_replies) {
  std::string calls;
  for (int i = 0; i < 100; ++i)
    calls += numbered("Queued", i);
  BOOST_TEST(socket.send(calls));
  socket.finish_sending();
  for (int i = 0; i < 100; ++i) {
    BOOST_TEST(server.wait_for_started("Queued", static_cast<std::size_t>(i) + 1));
    server.answer(i);
  }
  for (int i = 0; i < 100; ++i)
    BOOST_TEST(socket.reply() == numbered_reply(i));
  BOOST_TEST(socket.ended());
  BOOST_TEST(server.wait_for_connections(0));
}

BOOST_AUTO_TEST_CASE(who_stops_sending_within_a_message_gets_the_replies_to_whole_ones) {
  BOOST_TEST(socket.send(echo("1") + R"({"method":)"));
  socket.finish_sending();
  BOOST_TEST(socket.reply() == echo_reply("1"));
  BOOST_TEST(socket.ended());
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_connection_that_has_gone_is_dropped) {
  {
    RawSocket leaving(server.path());
    BOOST_TEST(leaving.send(numbered("Queued", 1) + numbered("Queued", 2)));
    BOOST_TEST(server.wait_for_started("Queued", 2));
  }
  server.answer(1);
  server.answer(2);
  BOOST_TEST(server.wait_for_connections(1));
  BOOST_TEST(socket.send(echo("3")));
  BOOST_TEST(socket.reply() == echo_reply("3"));
}

BOOST_AUTO_TEST_CASE(draining_answers_what_was_read_then_closes) {
  RawSocket idle(server.path());
  BOOST_TEST(idle.send(echo("0")));
  BOOST_TEST(idle.reply() == echo_reply("0"));
  BOOST_TEST(socket.send(numbered("Queued", 1)));
  BOOST_TEST(server.wait_for_started("Queued", 1));
  server.drain();
  BOOST_TEST(idle.ended());
  BOOST_TEST(!socket.hears_something());
  server.answer(1);
  BOOST_TEST(socket.reply() == numbered_reply(1));
  BOOST_TEST(socket.ended());
  BOOST_TEST(server.wait_for_drained());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
