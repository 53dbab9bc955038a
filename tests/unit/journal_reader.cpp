// Goal: a reader of the journal takes what counts and nothing else, and tells a torn tail, which a crash
// leaves, from damage, which none does (E73). Method: a journal on the real file system whose files are
// changed behind its back as a crash or a bad disk would.
#include "daemon/disk/journal_reader.hpp"

#include <sys/resource.h>

#include <algorithm>

#include "tests/unit/journal_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;
constexpr std::size_t sector = 512;

// Every byte of it is different from zero and from its neighbours.
std::string long_payload(std::size_t size) {
  std::string payload;
  for (std::size_t i = 0; i < size; ++i)
    payload.push_back(static_cast<char>(1 + i % 250));
  return payload;
}

// Segment 1 with three records that were synced, `before` as its bytes then, and a fourth one of several
// sectors, not synced.
struct TornFixture : JournalFixture {
  std::string before, after;
  std::uint64_t begin = 0, end = 0;

  TornFixture() {
    auto journal = journal_of({"a", "b", "c"});
    before = read_file(path(1));
    const auto payload = long_payload(1200);
    BOOST_TEST_REQUIRE(journal.append({2, payload}).has_value());
    after = read_file(path(1));
    begin = offset_behind({1, 1, 1});
    end = begin + StoredRecord::header_bytes + payload.size();
  }
  void check_torn(const std::string& bytes, const std::string& what) {
    put(1, bytes);
    const auto found = read();
    BOOST_TEST(found.payloads() == "a b c", what);
    BOOST_TEST(found.is_sound(), what << found.damage());
    BOOST_TEST(found.contents.used_bytes == begin, what);
    BOOST_TEST(found.contents.end.sequence == 3U, what);
    BOOST_TEST(found.contents.torn == (bytes != before), what);
  }
};

BOOST_FIXTURE_TEST_SUITE(journal_reader, JournalFixture)

BOOST_AUTO_TEST_CASE(an_epoch_is_written_with_sixteen_digits_and_read_back) {
  BOOST_TEST(segment_name(42) == "000000000000002a");
  BOOST_TEST(segment_name(~0ULL) == "ffffffffffffffff");
  for (const std::uint64_t epoch : {0ULL, 42ULL, 0x0123456789ABCDEFULL, ~0ULL})
    BOOST_TEST(epoch_of(segment_name(epoch)).value() == epoch);
  for (const char* name :
       {"", "2a", "000000000000002A", "000000000000002g", "00000000000000002a", ".000000000000002a", "lock"})
    BOOST_TEST(!epoch_of(name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(a_directory_without_segments_holds_no_records) {
  write_file(directory / "lock", "");
  const auto found = read();
  BOOST_TEST(found.records.empty());
  BOOST_TEST(found.is_sound());
  BOOST_TEST(found.contents.segments.empty());
  BOOST_TEST(found.contents.epoch_max == 0U);
  BOOST_TEST((found.contents.end == RecordPosition()));
}

BOOST_FIXTURE_TEST_CASE(a_record_that_arrived_whole_counts_though_nobody_waited_for_it, TornFixture) {
  put(1, after);
  BOOST_TEST(read().records.size() == 4U);
  // What fills it up to the next record may be missing.
  put(1, after.substr(0, end) + before.substr(end));
  BOOST_TEST(read().records.size() == 4U);
}

BOOST_FIXTURE_TEST_CASE(each_beginning_of_a_record_is_a_torn_tail, TornFixture) {
  for (auto at = begin; at < end; ++at)
    check_torn(after.substr(0, at) + before.substr(at), "cut at " + std::to_string(at));
}

BOOST_FIXTURE_TEST_CASE(each_beginning_of_a_record_without_a_sector_within_is_a_torn_tail, TornFixture) {
  const auto middle = (begin + end) / 2 / sector * sector;
  for (auto at = middle + 1; at <= end; ++at) {
    auto bytes = after.substr(0, at) + before.substr(at);
    bytes.replace(middle, sector, std::string(sector, '\0'));
    check_torn(bytes, "cut at " + std::to_string(at));
  }
}

BOOST_FIXTURE_TEST_CASE(whichever_sectors_of_a_record_arrive_is_a_torn_tail, TornFixture) {
  const auto first = begin / sector;
  const auto sectors = (end - 1) / sector + 1 - first;
  BOOST_TEST_REQUIRE(sectors >= 3U);
  const unsigned all = (1U << sectors) - 1;
  for (unsigned arrived = 0; arrived < all; ++arrived) {
    auto bytes = before;
    for (std::size_t i = 0; i < sectors; ++i) {
      const auto at = (first + i) * sector;
      if ((arrived >> i & 1U) != 0) bytes.replace(at, sector, after, at, sector);
    }
    check_torn(bytes, "sectors " + std::to_string(arrived));
  }
}

BOOST_AUTO_TEST_CASE(a_bad_record_with_a_good_one_behind_it_is_damage) {
  (void)journal_of({"a", "bbbbbbbb", "c"});
  const auto sound = read_file(path(1));
  const auto begin = offset_behind({1});
  for (auto at = begin; at < offset_behind({1, 8}); ++at) {
    flip(1, at, at % 8);
    const auto found = read();
    BOOST_TEST_REQUIRE(found.contents.fatal_damage.has_value(), "byte " << at);
    BOOST_TEST(found.contents.fatal_damage->epoch == 1U);
    BOOST_TEST(found.contents.fatal_damage->offset == begin);
    BOOST_TEST(found.payloads() == "a");
    put(1, sound);
  }
  BOOST_TEST(read().is_sound());
}

BOOST_AUTO_TEST_CASE(a_whole_record_in_a_place_that_is_not_its_own_is_damage) {
  (void)journal_of({"a", "b", "c"});
  auto bytes = read_file(path(1));
  const auto size = record_bytes(1);
  bytes.replace(offset_behind({1, 1, 1}), size, bytes, offset_behind({1}), size);  // "b" once more
  put(1, bytes);
  const auto found = read();
  BOOST_TEST(found.payloads() == "a b c");
  BOOST_TEST(found.contents.fatal_damage.has_value());
}

BOOST_AUTO_TEST_CASE(what_was_durable_before_the_first_use_is_never_a_torn_tail) {
  auto journal = reopen();
  BOOST_TEST_REQUIRE(journal.start_segment({}, {{1, "a"}, {2, "b"}}, 0).has_value());
  const auto sound = read_file(path(1));
  for (const auto offset : {offset_behind({}), offset_behind({1})}) {
    flip(1, offset + 50);
    const auto found = read();
    BOOST_TEST_REQUIRE(found.contents.fatal_damage.has_value());
    BOOST_TEST(found.contents.fatal_damage->offset == offset);
    put(1, sound);
  }
  add(journal, "c");
  flip(1, offset_behind({1, 1}) + 50);
  BOOST_TEST(read().is_sound());
}

// Bytes of a document are in the payload as they are, so the payload may look like a record to whoever does
// not know the salt, and to nobody else.
BOOST_AUTO_TEST_CASE(a_record_within_the_content_of_a_torn_one_is_not_taken_for_one) {
  for (const bool knows_salt : {false, true}) {
    TemporaryDirectory other;
    root = files.open_root(other.path()).value();
    auto journal = journal_of({"a"});
    const auto segment_path = other / segment_name(1);
    const auto salt = decode_header(read_file(segment_path)).value().salt;
    StoredRecord imitation{1, 3, 0, 2, {}, "not agreed on", {}};
    const auto payload = encode(imitation, knows_salt ? salt : salt + 1) + "and more";
    BOOST_TEST_REQUIRE(journal.append({2, payload}).has_value());
    auto bytes = read_file(segment_path);
    bytes[offset_behind({1}) + StoredRecord::header_bytes + payload.size() - 1] = 0;
    write_file(segment_path, bytes);
    const auto found = read();
    BOOST_TEST(found.payloads() == "a");
    BOOST_TEST(found.is_sound() == !knows_salt);
    root = files.open_root(directory.path()).value();
  }
}

BOOST_AUTO_TEST_CASE(records_behind_the_cut_do_not_count) {
  auto journal = journal_of({"a", "b", "c"});
  BOOST_TEST_REQUIRE(journal.start_segment(journal.before_end(), {{1, "d"}}, 0).has_value());
  add(journal, "e");
  const auto found = read();
  BOOST_TEST(found.payloads() == "a b d e");
  BOOST_TEST(found.is_sound(), found.damage());
  BOOST_TEST(found.contents.segments.front().last_sequence == 2U);
  BOOST_TEST(journal.segments().front().last_sequence == 2U);
  BOOST_TEST(found.contents.end.sequence == 4U);
}

BOOST_AUTO_TEST_CASE(a_segment_that_was_given_up_does_not_count_if_a_later_one_goes_back_behind_it) {
  auto journal = journal_of({"a", "b", "c"});
  // The sync of the directory fails: segment 2 is there, and is not said to be.
  files.fail_kind(CallKind::sync_directory, 1, 1, EIO);
  BOOST_TEST(!start(journal, "d").has_value());
  files.heal();
  BOOST_TEST_REQUIRE(journal.start_segment(journal.before_end(), {{1, "e"}}, 0).has_value());
  const auto found = read();
  BOOST_TEST(found.payloads() == "a b e");
  BOOST_TEST(found.is_sound(), found.damage());
  BOOST_TEST(found.contents.segments.size() == 3U);
}

// Four segments: "a b", "c d", "e f", "g".
struct FourSegments : JournalFixture {
  FourSegments() {
    auto journal = journal_of({"a", "b"});
    for (const auto& [first, second] : {std::pair{"c", "d"}, {"e", "f"}}) {
      BOOST_TEST_REQUIRE(start(journal, first).has_value());
      add(journal, second);
    }
    BOOST_TEST_REQUIRE(start(journal, "g").has_value());
    BOOST_TEST_REQUIRE(read().payloads() == "a b c d e f g");
  }
  void check_history_damage(const std::string& payloads) {
    const auto found = read();
    BOOST_TEST(found.payloads() == payloads);
    BOOST_TEST(!found.contents.history_damage.empty());
    BOOST_TEST(!found.contents.fatal_damage.has_value());
    BOOST_TEST(found.contents.end.sequence == 7U);
    BOOST_TEST(found.contents.epoch_max == 4U);
  }
};

BOOST_FIXTURE_TEST_CASE(a_damaged_header_is_fatal_in_the_newest_segment_only, FourSegments) {
  flip(2, 20);
  check_history_damage("a b e f g");
  flip(4, 20);
  const auto found = read();
  BOOST_TEST_REQUIRE(found.contents.fatal_damage.has_value());
  BOOST_TEST(found.contents.fatal_damage->epoch == 4U);
  BOOST_TEST(found.contents.fatal_damage->message.find("header") != std::string::npos);
  BOOST_TEST(found.contents.epoch_max == 4U);
}

BOOST_FIXTURE_TEST_CASE(a_missing_segment_within_is_damage_of_history, FourSegments) {
  std::filesystem::remove(path(2));
  check_history_damage("a b e f g");
}

BOOST_FIXTURE_TEST_CASE(a_missing_oldest_segment_is_as_if_it_had_been_dropped, FourSegments) {
  std::filesystem::remove(path(1));
  const auto found = read();
  BOOST_TEST(found.payloads() == "c d e f g");
  BOOST_TEST(found.is_sound(), found.damage());
}

BOOST_FIXTURE_TEST_CASE(a_missing_newest_segment_is_fatal, FourSegments) {
  std::filesystem::remove(path(4));
  BOOST_TEST(read().contents.fatal_damage.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_newest_segment_that_was_cut_off_is_fatal, FourSegments) {
  const auto bytes = read_file(path(4));
  for (const auto size :
       {bytes.size() - 1, std::size_t{SegmentHeader::encoded_bytes}, std::size_t{5}, std::size_t{0}}) {
    put(4, bytes.substr(0, size));
    BOOST_TEST(read().contents.fatal_damage.has_value(), "size " << size);
  }
}

BOOST_FIXTURE_TEST_CASE(a_segment_under_a_name_that_is_not_its_own_is_damaged, FourSegments) {
  std::filesystem::rename(path(4), path(5));
  const auto found = read();
  BOOST_TEST(found.contents.fatal_damage.has_value());
  BOOST_TEST(found.contents.epoch_max == 5U);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_of_an_older_segment_is_damage_of_history, FourSegments) {
  flip(2, offset_behind({1}) + 50);
  check_history_damage("a b c e f g");
}

BOOST_FIXTURE_TEST_CASE(a_chain_broken_between_segments_is_damage_of_history, FourSegments) {
  auto bytes = read_file(path(3));
  auto header = decode_header(bytes).value();
  header.previous.hash[0] ^= 1U;
  bytes.replace(0, SegmentHeader::encoded_bytes, encode(header));
  put(3, bytes);
  check_history_damage("a b c d g");
}

BOOST_AUTO_TEST_CASE(there_may_be_more_segments_than_descriptors) {
  for (int i = 0; i < 80; ++i)
    (void)journal_of({"a"});
  rlimit usual{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
  const rlimit few{40, usual.rlim_max};
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  const auto contents = read_journal(files, root, [](const StoredRecord&) {});
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
  BOOST_TEST_REQUIRE(contents.has_value(), contents.error().text());
  BOOST_TEST(contents->segments.size() == 80U);
}

BOOST_AUTO_TEST_CASE(a_segment_that_cannot_be_read_is_an_error_and_no_damage) {
  (void)journal_of({"a"});
  files.fail_kind(CallKind::read, 2, 1, EIO);
  const auto contents = read_journal(files, root, [](const StoredRecord&) {});
  BOOST_TEST_REQUIRE(!contents.has_value());
  BOOST_TEST(contents.error().code.value() == EIO);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
