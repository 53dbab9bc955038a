// Goal: no sequence of bytes, whole, torn or endless, harms the daemon or who else it serves
// (RELIABILITY 3.3, 1-8, 10). Method: each through a raw socket, and after each another client is served and
// nothing is left or changed.
#include <random>
#include <thread>

#include "tests/integration/siege.hpp"

namespace holdfast::test {
namespace {

using namespace std::string_literals;

constexpr std::size_t message_bytes_max = 16 * 1024 * 1024 - 4096;
const std::string get_call = R"({"method":"io.holdfast.config.Get","parameters":{"document":"a.json"}})";

// A good call of exactly so many bytes: white space around the object is legal.
std::string padded_call(std::size_t bytes) {
  return get_call + std::string(bytes - get_call.size(), ' ');
}

BOOST_FIXTURE_TEST_SUITE(bad_frame, Siege)

BOOST_AUTO_TEST_CASE(an_empty_message_ends_the_connection) {
  check_closed_after("\0"s);
  check_closed_after("\0\0\0\0"s);
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(an_endless_message_is_cut_off) {
  auto raw = attacker();
  const std::string part(1024 * 1024, ' ');
  bool open = true;
  for (int i = 0; i < 64 && open; ++i)
    open = raw.send(part);
  BOOST_TEST((!open || raw.ended()));
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_message_may_have_the_limit_and_not_a_byte_more) {
  for (const std::size_t bytes : {message_bytes_max - 1, message_bytes_max}) {
    auto raw = attacker();
    BOOST_TEST(raw.send_message(padded_call(bytes)));
    const auto answer = raw.receive();
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST(reply_from("Get", *answer).content() == "{\"a\": 1}\n");
  }
  check_closed_after(padded_call(message_bytes_max + 1) + '\0');
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(what_was_asked_before_a_bad_message_is_answered) {
  auto raw = attacker();
  BOOST_TEST(raw.send(get_call + '\0' + get_call + '\0' + "nonsense\0"s + get_call + '\0'));
  BOOST_TEST(raw.receive().has_value());
  BOOST_TEST(raw.receive().has_value());
  BOOST_TEST(!raw.receive().has_value());
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(who_stops_in_the_middle_keeps_nobody_waiting) {
  std::vector<RawSocket> silent;
  for (int i = 0; i < 50; ++i) {
    silent.push_back(attacker());
    silent.back().send(std::string_view(get_call).substr(0, static_cast<std::size_t>(i)));
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_slow_sender_is_served_and_keeps_nobody_waiting) {
  auto raw = attacker();
  for (const char c : get_call) {
    BOOST_TEST(raw.send(std::string_view(&c, 1)));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  check_unharmed();
  BOOST_TEST(raw.send("\0"s));
  BOOST_TEST(raw.receive().has_value());
}

BOOST_AUTO_TEST_CASE(half_a_message_and_a_close_do_nothing) {
  const std::string put = "{\"method\":\"io.holdfast.config.Commit\",\"parameters\":" +
                          commit_parameters({put_operation("a.json", "2\n")}) + "}";
  for (std::size_t cut = 1; cut <= put.size(); cut += 7) {
    auto raw = attacker();
    raw.send(std::string_view(put).substr(0, cut));
    if (cut % 2 == 0) raw.finish_sending();
    if (cut % 2 == 0) BOOST_TEST(raw.ended());
  }
  auto whole_without_nul = attacker();
  whole_without_nul.send(put);
  whole_without_nul.finish_sending();
  BOOST_TEST(whole_without_nul.ended());
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_message_may_come_in_any_two_pieces) {
  auto raw = attacker();
  for (std::size_t cut = 0; cut <= get_call.size(); ++cut) {
    BOOST_TEST(raw.send(get_call.substr(0, cut)));
    if (cut % 8 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    BOOST_TEST(raw.send(get_call.substr(cut) + '\0'));
    BOOST_TEST(raw.receive().has_value());
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_thousand_messages_may_come_at_once) {
  auto raw = attacker();
  std::string all;
  for (int i = 0; i < 1000; ++i)
    all += get_call + '\0';
  std::thread sender([&] { (void)raw.send(all); });
  for (int i = 0; i < 1000; ++i) {
    const auto answer = raw.receive();
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST(reply_from("Get", *answer).document_revision() == 1);
  }
  sender.join();
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(commits_in_a_pipeline_take_effect_in_order) {
  auto store = client();
  for (int i = 0; i < 200; ++i)
    store.send("Commit", commit_parameters({put_operation("a.json", std::to_string(i) + "\n")}));
  std::int64_t last = 2;
  for (int i = 0; i < 200; ++i) {
    const auto reply = store.receive("Commit");
    BOOST_TEST(reply.integer("revision") == ++last);
  }
  BOOST_TEST(file("a.json") == "199\n");
  store.put("a.json", "{\"a\": 1}\n");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(who_never_takes_replies_keeps_nobody_waiting) {
  std::vector<RawSocket> deaf;
  for (int i = 0; i < 8; ++i) {
    deaf.push_back(attacker());
    std::string all;
    for (int n = 0; n < 200; ++n)
      all += get_call + '\0';
    deaf.back().send(all);
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(many_connections_come_and_go) {
  for (std::size_t i = 0; i < scaled(3000); ++i)
    (void)attacker();
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(random_bytes_end_the_connection) {
  std::mt19937_64 random(seed_for("integration_bad_input --run_test=bad_frame"));
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 2000 + 1, ' ');
    for (char& c : bytes)
      c = static_cast<char>(random());
    auto raw = attacker();
    raw.send(bytes + '\0');
    BOOST_TEST(!raw.receive().has_value());
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_good_message_with_random_damage_does_no_harm) {
  std::mt19937_64 random(seed_for("integration_bad_input --run_test=bad_frame"));
  const std::string good = "{\"method\":\"io.holdfast.config.Commit\",\"parameters\":" +
                           commit_parameters({put_operation("../a.json", "2\n")}) + "}";
  for (int round = 0; round < 500; ++round) {
    std::string bytes = good;
    for (std::uint64_t i = random() % 4; i < 4; ++i)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    auto raw = attacker();
    raw.send(bytes + '\0');
    raw.finish_sending();
    while (raw.receive()) {
    }
  }
  auto store = client();
  BOOST_TEST(store.call("Status").text("state") == "ready");
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
