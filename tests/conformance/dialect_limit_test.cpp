// Goal: what one peer can make the server hold is bounded (PROTOCOL section 10), and at the bound exactly the
// right thing happens. Method: raw bytes just below, at and above each limit, set small where the shipped one
// is large.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "tests/conformance/dialect_server.hpp"
#include "tests/conformance/raw_socket.hpp"

namespace holdfast::conformance {
namespace {

constexpr std::size_t shipped_message_bytes_max = 16 * 1024 * 1024 - 4096;

const std::string echo_begin = R"({"method":"org.example.dialect.Echo","parameters":{"text":")";
const std::string echo_end = R"("}})";
std::string echo(const std::string& text) {
  return echo_begin + text + echo_end;
}
std::string echo_reply(const std::string& text) {
  return R"({"parameters":{"text":")" + text + R"("}})";
}
// A call of exactly so many bytes.
std::string echo_of(std::size_t bytes) {
  return echo(std::string(bytes - echo("").size(), 'x'));
}

std::string large(std::size_t bytes) {
  return R"({"method":"org.example.dialect.Large","parameters":{"bytes":)" + std::to_string(bytes) + "}}" +
         '\0';
}

void is_bounded_at(DialectServer& server, std::size_t limit) {
  for (const std::size_t bytes : {limit - 1, limit}) {
    RawSocket socket(server.path());
    const auto call = echo_of(bytes);
    BOOST_TEST(call.size() == bytes);
    // Behind another one, so that it does not begin where a read does.
    BOOST_TEST(socket.send(echo("1") + '\0' + call + '\0' + echo("2") + '\0'));
    BOOST_TEST(socket.reply() == echo_reply("1"));
    BOOST_TEST(socket.reply().size() == bytes - echo("").size() + echo_reply("").size());
    BOOST_TEST(socket.reply() == echo_reply("2"));
  }
  BOOST_TEST(server.bad_messages().empty());
  RawSocket socket(server.path());
  socket.send_message(echo("1"));
  socket.send_message(echo_of(limit + 1));
  BOOST_TEST(socket.reply() == echo_reply("1"));
  BOOST_TEST(socket.ended());
  BOOST_TEST(server.bad_messages().size() == 1U);
}

BOOST_AUTO_TEST_SUITE(dialect_of_limits)

BOOST_AUTO_TEST_CASE(a_message_of_the_limit_is_taken_and_one_byte_more_ends_the_connection) {
  for (const std::size_t limit : {200U, 4096U, 65'535U, 65'536U, 65'537U, 200'000U}) {
    BOOST_TEST_CONTEXT("limit " << limit) {
      DialectServer server({.message_bytes_max = limit});
      is_bounded_at(server, limit);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_shipped_limit_is_16_mib_less_a_page) {
  DialectServer server;
  is_bounded_at(server, shipped_message_bytes_max);
}

BOOST_AUTO_TEST_CASE(a_message_without_end_is_given_up_at_the_limit) {
  DialectServer server({.message_bytes_max = 100'000});
  RawSocket socket(server.path());
  BOOST_TEST(socket.send(std::string(100'000, ' ')));
  socket.wait_until_taken();
  BOOST_TEST(!socket.hears_something());
  socket.send(" ");
  BOOST_TEST(socket.ended());
}

BOOST_AUTO_TEST_CASE(a_message_may_be_split_anywhere) {
  DialectServer server;
  RawSocket socket(server.path());
  const auto text = "h\xc3\xa9 \xf0\x9f\x94\x92 end";
  const auto messages = echo(text) + '\0' + echo("2") + '\0';
  for (std::size_t at = 1; at < messages.size(); ++at) {
    socket.send(messages.substr(0, at));
    socket.wait_until_taken();
    socket.send(messages.substr(at));
    BOOST_TEST_CONTEXT("split behind byte " << at) {
      BOOST_TEST(socket.reply() == echo_reply(text));
      BOOST_TEST(socket.reply() == echo_reply("2"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_message_may_come_byte_by_byte) {
  DialectServer server;
  RawSocket socket(server.path());
  for (const char byte : echo("slow") + '\0') {
    socket.send(std::string(1, byte));
    socket.wait_until_taken();
  }
  BOOST_TEST(socket.reply() == echo_reply("slow"));
}

BOOST_AUTO_TEST_CASE(who_does_not_read_is_not_worked_for_without_bound) {
  constexpr std::size_t calls = 400;
  constexpr std::size_t reply_bytes = 65'536;
  constexpr std::size_t output_bytes_max = 1'048'576;
  // One more than fits, and what the kernel's socket buffer takes (some 200 KiB by default).
  constexpr std::size_t bound = output_bytes_max / reply_bytes + 1 + 15;
  DialectServer server({.output_bytes_max = output_bytes_max});
  RawSocket socket(server.path());
  // In one piece: as many small ones would fill the kernel's buffer by their overhead before the server reads
  // them.
  std::string all;
  for (std::size_t i = 0; i < calls; ++i)
    all += large(reply_bytes);
  BOOST_TEST(socket.send(all));
  BOOST_TEST(server.wait_for_started("Large", output_bytes_max / reply_bytes));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  BOOST_TEST(server.started("Large") <= bound);
  BOOST_TEST(RawSocket(server.path()).ask(echo("others are served")) == echo_reply("others are served"));

  for (std::size_t i = 0; i < calls; ++i)
    BOOST_TEST(socket.reply().size() == reply_bytes + echo_reply("").size());
  BOOST_TEST(server.started("Large") == calls);
}

BOOST_AUTO_TEST_CASE(who_does_not_read_is_dropped_in_the_end) {
  DialectServer server({.output_bytes_max = 65'536, .stall_timeout = std::chrono::milliseconds(300)});
  RawSocket socket(server.path());
  for (int i = 0; i < 20; ++i)
    BOOST_TEST(socket.send(large(65'536)));
  BOOST_TEST(server.wait_for_started("Large", 2));
  BOOST_TEST(server.connections() == 1U);
  BOOST_TEST(server.wait_for_connections(0));
  BOOST_TEST(server.bad_messages().size() == 1U);
  BOOST_TEST(server.started("Large") < 20U);
}

BOOST_AUTO_TEST_CASE(who_begins_a_message_and_stalls_is_dropped_but_idling_is_free) {
  DialectServer server({.stall_timeout = std::chrono::milliseconds(300)});
  RawSocket idle(server.path());
  BOOST_TEST(idle.ask(echo("1")) == echo_reply("1"));
  RawSocket stalled(server.path());
  stalled.send(R"({"method")");
  BOOST_TEST(stalled.ended());
  BOOST_TEST(idle.ask(echo("2")) == echo_reply("2"));
  BOOST_TEST(server.bad_messages().size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_waits_for_an_answer_within_a_next_message_does_not_stall_for_the_window) {
  DialectServer server({.stall_timeout = std::chrono::milliseconds(300)});
  RawSocket socket(server.path());
  std::string calls;
  for (int i = 0; i < 64; ++i) {
    calls +=
        R"({"method":"org.example.dialect.Queued","parameters":{"number":)" + std::to_string(i) + "}}" + '\0';
  }
  // The window is full: it is us, not the peer, who do not read the rest.
  socket.send(calls + echo_begin);
  BOOST_TEST(server.wait_for_started("Queued", 64));
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  BOOST_TEST(socket.send(echo_end + '\0'));
  for (int i = 0; i < 64; ++i)
    server.answer(i);
  for (int i = 0; i < 64; ++i)
    BOOST_TEST(socket.reply() == R"({"parameters":{"number":)" + std::to_string(i) + "}}");
  BOOST_TEST(socket.reply() == echo_reply(""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
