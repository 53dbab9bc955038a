// Goal: what was appended to the journal and synced is read back, in order, across segments and restarts;
// segments are made whole, given back and dropped as said. Method: a journal on the real file system, read by
// the reader after each step, and the calls it made.
#include "daemon/disk/journal.hpp"

#include <algorithm>

#include "daemon/disk/temporary_name.hpp"
#include "tests/unit/journal_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;

// The calls of these kinds, in the order they were made.
std::vector<CallKind> order_of(const std::vector<Call>& calls, const std::vector<CallKind>& kinds) {
  std::vector<CallKind> order;
  for (const auto& call : calls) {
    if (std::find(kinds.begin(), kinds.end(), call.kind) != kinds.end()) order.push_back(call.kind);
  }
  return order;
}

BOOST_FIXTURE_TEST_SUITE(journal, JournalFixture)

BOOST_AUTO_TEST_CASE(nothing_can_be_appended_before_a_segment_was_started) {
  auto journal = reopen();
  BOOST_TEST(!journal.is_ready());
  BOOST_TEST(!journal.has_room_for(0));
  BOOST_TEST_REQUIRE(start(journal, "a").has_value());
  BOOST_TEST(journal.is_ready());
  BOOST_TEST(!reopen().is_ready());
}

BOOST_AUTO_TEST_CASE(records_are_read_back_in_order_with_all_that_they_say) {
  auto journal = reopen();
  BOOST_TEST_REQUIRE(journal.start_segment({}, {{7, "first"}, {8, ""}}, 0).has_value());
  journal.retire(1);
  BOOST_TEST_REQUIRE(journal.append({9, std::string("nul\0nul", 7)}).has_value());
  BOOST_TEST_REQUIRE(journal.sync().has_value());
  journal.retire(3);
  BOOST_TEST_REQUIRE(journal.append({10, "last"}).has_value());
  BOOST_TEST_REQUIRE(journal.sync().has_value());
  const auto found = read();
  BOOST_TEST(found.is_sound(), found.damage());
  BOOST_TEST(!found.contents.torn);
  BOOST_TEST_REQUIRE(found.records.size() == 4U);
  const std::vector<Seen> expected{{1, 1, 0, 7, "first"},
                                   {1, 2, 0, 8, ""},
                                   {1, 3, 1, 9, std::string("nul\0nul", 7)},
                                   {1, 4, 3, 10, "last"}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(found.records[i].epoch == expected[i].epoch);
    BOOST_TEST(found.records[i].sequence == expected[i].sequence);
    BOOST_TEST(found.records[i].retired == expected[i].retired);
    BOOST_TEST(found.records[i].kind == expected[i].kind);
    BOOST_TEST(found.records[i].payload == expected[i].payload);
  }
  BOOST_TEST((found.contents.end == journal.end()));
}

BOOST_AUTO_TEST_CASE(a_record_is_the_last_that_counts_only_when_it_was_synced) {
  auto journal = journal_of({"a"});
  const auto first = journal.end();
  BOOST_TEST_REQUIRE(journal.append({2, "b"}).has_value());
  BOOST_TEST((journal.end() == first));
  BOOST_TEST_REQUIRE(journal.sync().has_value());
  BOOST_TEST(journal.end().sequence == 2U);
  BOOST_TEST((journal.before_end() == first));
  BOOST_TEST(journal.segments().back().last_sequence == 2U);
}

BOOST_AUTO_TEST_CASE(an_append_is_one_write_and_one_sync_of_data_over_bytes_that_exist) {
  auto journal = journal_of({"a"});
  files.forget_calls();
  add(journal, "b");
  BOOST_TEST_REQUIRE(files.calls().size() == 2U);
  BOOST_TEST((files.calls()[0].kind == CallKind::write_at));
  BOOST_TEST((files.calls()[1].kind == CallKind::sync_data));
  BOOST_TEST(read_file(path(1)).size() == small_segment);
}

BOOST_AUTO_TEST_CASE(a_segment_is_synced_renamed_and_its_name_synced_before_the_one_before_is_cut_off) {
  using enum CallKind;
  auto journal = journal_of({"a"});
  files.forget_calls();
  BOOST_TEST_REQUIRE(start(journal, "b").has_value());
  const auto order = order_of(files.calls(), {write, sync_file, rename, sync_directory, truncate});
  BOOST_TEST((order == std::vector{write, sync_file, rename, sync_directory, sync_file, truncate}));
  const auto& calls = files.calls();
  const auto renamed =
      std::find_if(calls.begin(), calls.end(), [](const Call& call) { return call.kind == rename; });
  BOOST_TEST(is_temporary_name(renamed->name));
  BOOST_TEST(renamed->target == segment_name(2));
}

// What a daemon that was killed had not synced may be read, and count from then on.
BOOST_AUTO_TEST_CASE(what_was_read_is_synced_before_a_new_segment_says_that_it_counts) {
  using enum CallKind;
  (void)journal_of({"a"});
  auto journal = reopen();
  files.forget_calls();
  BOOST_TEST_REQUIRE(start(journal, "b").has_value());
  const auto order = order_of(files.calls(), {open_for_writing, sync_data, create_exclusive, rename});
  BOOST_TEST((order == std::vector{open_for_writing, sync_data, create_exclusive, rename}));
  // Where it cannot be, the store starts all the same: what it still needs is told anew.
  auto next = reopen();
  files.fail_kind(sync_data, 1, 1, EIO);
  BOOST_TEST(start(next, "c").has_value());
  BOOST_TEST(files.was_hit());
}

BOOST_AUTO_TEST_CASE(a_restart_goes_on_behind_what_it_read_in_a_new_segment) {
  (void)journal_of({"a", "b"});
  auto journal = journal_of({"c", "d"});
  BOOST_TEST(journal.epoch() == 2U);
  const auto found = read();
  BOOST_TEST(found.payloads() == "a b c d");
  BOOST_TEST(found.is_sound(), found.damage());
  BOOST_TEST(found.contents.end.sequence == 4U);
  BOOST_TEST(found.records[2].retired == 2U);
  BOOST_TEST(found.records[3].retired == 2U);
}

BOOST_AUTO_TEST_CASE(a_segment_has_room_up_to_its_last_byte) {
  auto journal = journal_of({"a"});
  const auto room = small_segment - offset_behind({1}) - StoredRecord::header_bytes;
  BOOST_TEST(room % 8 == 0U);
  BOOST_TEST(journal.has_room_for(room));
  BOOST_TEST(!journal.has_room_for(room + 1));
  const std::string payload(room, 'x');
  add(journal, payload);
  BOOST_TEST(!journal.has_room_for(0));
  BOOST_TEST(read_file(path(1)).size() == small_segment);
  BOOST_TEST(read().payloads() == "a " + payload);
  BOOST_TEST_REQUIRE(start(journal, "b").has_value());
  BOOST_TEST(read_file(path(1)).size() == small_segment);
  BOOST_TEST(read().payloads() == "a " + payload + " b");
}

BOOST_AUTO_TEST_CASE(a_record_larger_than_a_segment_gets_one_that_fits) {
  auto journal = journal_of({"a"});
  const std::string first(3 * small_segment, 'f');
  const std::string next(5 * small_segment + 3, 'n');
  BOOST_TEST_REQUIRE(journal.start_segment(journal.end(), {{1, first}}, next.size()).has_value());
  BOOST_TEST(journal.has_room_for(next.size()));
  BOOST_TEST(!journal.has_room_for(next.size() + 8));
  add(journal, next);
  const auto found = read();
  BOOST_TEST(found.is_sound(), found.damage());
  BOOST_TEST(found.records.size() == 3U);
  BOOST_TEST((found.records.back().payload == next));
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_segment_is_given_back_when_the_next_one_is_there) {
  auto journal = journal_of({"a", "b"});
  BOOST_TEST(read_file(path(1)).size() == small_segment);
  BOOST_TEST_REQUIRE(start(journal, "c").has_value());
  BOOST_TEST(read_file(path(1)).size() == offset_behind({1, 1}));
  BOOST_TEST(journal.segments().front().file_bytes == offset_behind({1, 1}));
  // By a restart too.
  auto restarted = reopen();
  BOOST_TEST_REQUIRE(start(restarted, "d").has_value());
  BOOST_TEST(read_file(path(2)).size() == offset_behind({1}));
  BOOST_TEST(read_file(path(3)).size() == small_segment);
  BOOST_TEST(read().payloads() == "a b c d");
}

BOOST_AUTO_TEST_CASE(its_list_of_segments_is_what_a_reader_finds) {
  (void)journal_of({"a", "b"});
  auto journal = journal_of({"c", "d"});
  BOOST_TEST_REQUIRE(start(journal, "e").has_value());
  const auto found = read().contents.segments;
  BOOST_TEST_REQUIRE(found.size() == 3U);
  BOOST_TEST_REQUIRE(journal.segments().size() == 3U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST(journal.segments()[i].epoch == found[i].epoch);
    BOOST_TEST(journal.segments()[i].file_bytes == found[i].file_bytes);
    BOOST_TEST(journal.segments()[i].last_sequence == found[i].last_sequence);
    BOOST_TEST(journal.segments()[i].modified_ns == found[i].modified_ns);
  }
}

BOOST_AUTO_TEST_CASE(the_oldest_segment_can_be_dropped_and_the_rest_reads_as_before) {
  auto journal = journal_of({"a", "b"});
  BOOST_TEST_REQUIRE(start(journal, "c").has_value());
  BOOST_TEST_REQUIRE(start(journal, "d").has_value());
  for (const auto& [payloads, epoch] : {std::pair{"c d", 1}, {"d", 2}}) {
    BOOST_TEST_REQUIRE(journal.drop_oldest().has_value());
    BOOST_TEST(!std::filesystem::exists(path(static_cast<std::uint64_t>(epoch))));
    BOOST_TEST(read().payloads() == payloads);
    BOOST_TEST(read().is_sound(), read().damage());
    BOOST_TEST((files.calls().back().kind != CallKind::unlink));
  }
  BOOST_TEST(journal.segments().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_segment_that_could_not_be_dropped_is_dropped_again) {
  for (const auto kind : {CallKind::unlink, CallKind::open_directory, CallKind::sync_directory}) {
    auto journal = journal_of({"a"});
    BOOST_TEST_REQUIRE(start(journal, "b").has_value());
    const auto before = journal.segments().size();
    files.fail_kind(kind, 1, 1, EIO);
    BOOST_TEST(!journal.drop_oldest().has_value());
    BOOST_TEST(journal.segments().size() == before);
    files.heal();
    BOOST_TEST(journal.drop_oldest().has_value());
    BOOST_TEST(journal.segments().size() == before - 1);
    BOOST_TEST(read().is_sound(), read().damage());
  }
  BOOST_TEST(syncs_repeated_after_failure(files.calls()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
