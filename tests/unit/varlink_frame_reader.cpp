// Goal: messages come out whole and in order however the stream is cut, and a peer cannot make the reader
// hold more than one byte beyond its limit. Method: the same stream fed in every way; sizes around the limit;
// the offered span is summed up.
#include "ipc/varlink/frame_reader.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::varlink {
namespace {

using Messages = std::vector<std::string>;

// Puts bytes in as a socket would: as many at a time as the reader offers.
void feed(FrameReader& reader, std::string_view bytes, Messages& taken) {
  while (!bytes.empty()) {
    const auto room = reader.writable();
    BOOST_TEST_REQUIRE(!room.empty());
    const auto count = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), count);
    reader.written(count);
    bytes.remove_prefix(count);
    while (auto message = reader.next())
      taken.push_back(std::move(*message));
    if (reader.too_large()) return;
  }
}

std::string stream_of(const Messages& messages) {
  std::string stream;
  for (const auto& message : messages)
    stream.append(message).push_back('\0');
  return stream;
}

BOOST_AUTO_TEST_SUITE(varlink_frame_reader)

BOOST_AUTO_TEST_CASE(a_stream_cut_at_any_byte_gives_the_same_messages) {
  const Messages messages = {"{\"method\":\"a.b.C\"}", "", "x", "{}", "\xC3\xA9", ""};
  const auto stream = stream_of(messages);
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    FrameReader reader(100);
    Messages taken;
    feed(reader, std::string_view(stream).substr(0, cut), taken);
    const bool whole = cut == 0 || stream[cut - 1] == '\0';
    BOOST_TEST(reader.partial() == !whole);
    feed(reader, std::string_view(stream).substr(cut), taken);
    BOOST_TEST(taken == messages, boost::test_tools::per_element());
    BOOST_TEST(!reader.partial());
  }
}

BOOST_AUTO_TEST_CASE(a_stream_that_comes_byte_by_byte_gives_the_same_messages) {
  const Messages messages = {"first", "", "second", std::string(99, 'x'), std::string(100, 'y')};
  FrameReader reader(100);
  Messages taken;
  for (const char byte : stream_of(messages))
    feed(reader, {&byte, 1}, taken);
  BOOST_TEST(taken == messages, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_thousand_messages_that_come_at_once_are_taken_one_by_one) {
  Messages messages;
  for (int i = 0; i < 1000; ++i)
    messages.push_back("message " + std::to_string(i));
  const auto stream = stream_of(messages);
  FrameReader reader(64);
  Messages taken;
  for (std::size_t at = 0; at < stream.size();) {  // all that fits is put in before anything is taken
    const auto room = reader.writable();
    const auto count = std::min(room.size(), stream.size() - at);
    std::memcpy(room.data(), stream.data() + at, count);
    reader.written(count);
    at += count;
    while (auto message = reader.next())
      taken.push_back(std::move(*message));
    BOOST_TEST_REQUIRE(!reader.too_large());
  }
  BOOST_TEST(taken == messages, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_limit_counts_the_bytes_before_the_nul) {
  for (const std::size_t limit : {std::size_t{1}, std::size_t{64}, std::size_t{65'535}, std::size_t{65'536},
                                  std::size_t{65'537}, std::size_t{200'000}, std::size_t{1'048'576}}) {
    for (const std::size_t size : {limit - 1, limit}) {
      FrameReader reader(limit);
      Messages taken;
      feed(reader, "a" + std::string(1, '\0') + std::string(size, 'x') + std::string(1, '\0'), taken);
      BOOST_TEST_REQUIRE(taken.size() == 2U);
      BOOST_TEST(taken[1].size() == size);
      BOOST_TEST(!reader.too_large());
    }
    for (const auto* ending : {"", "x", "\0x"}) {
      FrameReader reader(limit);
      Messages taken;
      feed(reader, std::string(limit + 1, 'x') + std::string(ending, 1), taken);
      BOOST_TEST(taken.empty());
      BOOST_TEST(reader.too_large());
      BOOST_TEST(!reader.next().has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(messages_before_one_that_is_too_large_are_still_taken) {
  FrameReader reader(4);
  Messages taken;
  feed(reader, std::string("ab\0cdef\0ghijk\0", 14), taken);
  const Messages expected = {"ab", "cdef"};
  BOOST_TEST(taken == expected, boost::test_tools::per_element());
  BOOST_TEST(reader.too_large());
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_behind_a_message_that_is_too_large) {
  FrameReader reader(4);
  Messages taken;
  feed(reader, "xxxxx", taken);
  BOOST_TEST_REQUIRE(reader.too_large());
  const auto room = reader.writable();
  room[0] = '\0';
  reader.written(1);
  BOOST_TEST(!reader.next().has_value());
  BOOST_TEST(reader.too_large());
}

BOOST_AUTO_TEST_CASE(an_endless_message_makes_it_keep_one_byte_beyond_the_limit_at_most) {
  for (const std::size_t limit : {std::size_t{10}, std::size_t{65'535}, std::size_t{65'536},
                                  std::size_t{100'000}, std::size_t{1'000'000}}) {
    for (const bool after_another : {false, true}) {
      FrameReader reader(limit);
      Messages taken;
      if (after_another) feed(reader, std::string("before\0x", 8), taken);
      std::size_t kept = after_another ? 1 : 0;
      while (!reader.too_large()) {
        const auto room = reader.writable();
        kept += room.size();
        BOOST_TEST_REQUIRE(kept <= std::max(limit, std::size_t{65'536}) + 1);
        std::fill(room.begin(), room.end(), 'x');
        reader.written(room.size());
        (void)reader.next();
      }
      BOOST_TEST(kept == limit + 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_idle_reader_keeps_little_after_a_large_message) {
  FrameReader reader(1'000'000);
  Messages taken;
  feed(reader, std::string(1'000'000, 'x') + std::string(1, '\0'), taken);
  BOOST_TEST_REQUIRE(taken.size() == 1U);
  BOOST_TEST(reader.writable().size() <= 65'536U);
  feed(reader, std::string("small\0", 6), taken);
  BOOST_TEST(taken.back() == "small");
}

BOOST_AUTO_TEST_CASE(a_reader_grows_with_what_arrives_not_with_the_limit) {
  FrameReader reader(16 * 1024 * 1024);
  BOOST_TEST(reader.writable().size() <= 65'536U);
}

BOOST_AUTO_TEST_CASE(the_start_of_a_message_survives_the_making_of_room) {
  FrameReader reader(200'000);
  Messages messages;
  for (int i = 0; i < 50; ++i)
    messages.emplace_back(static_cast<std::size_t>(i * 997 % 70'000), static_cast<char>('a' + i % 26));
  messages.emplace_back(200'000, 'z');
  Messages taken;
  feed(reader, stream_of(messages), taken);
  BOOST_TEST_REQUIRE(taken.size() == messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i)
    BOOST_TEST((taken[i] == messages[i]));
}

BOOST_AUTO_TEST_CASE(random_cuts_of_a_random_stream_give_its_messages) {
  const auto seed = std::random_device{}();
  BOOST_TEST_MESSAGE("seed " << seed << ": put it in place of std::random_device to replay");
  std::mt19937 random(seed);
  for (int round = 0; round < 100; ++round) {
    Messages messages;
    for (auto count = random() % 40; count > 0; --count) {
      messages.emplace_back(random() % (random() % 8 == 0 ? 90'000 : 50),
                            static_cast<char>('a' + random() % 26));
    }
    const auto stream = stream_of(messages);
    FrameReader reader(90'000);
    Messages taken;
    for (std::size_t at = 0; at < stream.size();) {
      const auto count =
          std::min<std::size_t>(1 + random() % (random() % 4 == 0 ? 100'000 : 30), stream.size() - at);
      feed(reader, std::string_view(stream).substr(at, count), taken);
      at += count;
    }
    BOOST_TEST_REQUIRE((taken == messages), "seed " << seed << " round " << round);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::varlink
