// Goal: a journal that is damaged never makes the store guess: it is served as it lies on the disk and takes
// no change, and says what to do; damage that costs nothing but old history is told and no more. Method:
// stores closed, bytes of their journals changed, and opened again.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : JournalFixture {
  Fixture() {
    for (int i = 1; i <= 4; ++i)
      apply({put("a.json", "[" + std::to_string(i) + "]")});
    apply({put("b.json", "[1]")});
  }
  // Takes changes, and all is as it was.
  void check_well() {
    BOOST_TEST(store->committer().degraded_reason() == "");
    BOOST_TEST(store->revision() == 5U);
    BOOST_TEST(store->revision_of("a.json") == 4U);
    BOOST_TEST(applied_in(apply({put("c.json", "[1]")}))->revision.number == 6U);
  }
  // Serves what lies on the disk, and takes nothing.
  void check_read_only() {
    const auto& reason = store->committer().degraded_reason();
    BOOST_TEST(reason.find("the journal is damaged") != std::string::npos, reason);
    BOOST_TEST(reason.find("restore .holdfast/journal from a backup, or move it away") != std::string::npos,
               reason);
    BOOST_TEST(has_notice(store->notices(), Notice::Kind::degraded));
    BOOST_TEST_REQUIRE(store->find("a.json"));
    BOOST_TEST(store->find("a.json")->content->bytes() == "[4]");
    const auto refusal = refuse({put("a.json", "[5]")});
    BOOST_TEST((refusal.kind == Refusal::Kind::read_only));
    BOOST_TEST(refusal.message.find(reason) != std::string::npos);
    BOOST_TEST(read("a.json") == "[4]");
    BOOST_TEST(store->committer().retire().has_value());
  }
};

BOOST_FIXTURE_TEST_SUITE(commit_journal_damage, Fixture)

BOOST_AUTO_TEST_CASE(a_damaged_record_that_others_follow_makes_the_store_read_only) {
  const auto all = records();
  const auto& record = all.at(all.size() - 3);
  const auto good = read_file(record.segment);
  store.reset();
  // Magic, length, chain, payload, end.
  for (const std::uint64_t at :
       {std::uint64_t{0}, std::uint64_t{16}, std::uint64_t{40}, record.bytes / 2, record.bytes - 9}) {
    BOOST_TEST_INFO_SCOPE("byte " << at << " of a record of " << record.bytes);
    flip_byte(record.segment, record.offset + at);
    const auto damaged = read_file(record.segment);
    open();
    check_read_only();
    store.reset();
    BOOST_TEST((read_file(record.segment) == damaged), "a damaged journal is left as it is");
    BOOST_TEST(segments().size() == 1U);
    write_file(record.segment, good);
  }
  open();
  check_well();
}

BOOST_AUTO_TEST_CASE(a_damaged_header_of_the_newest_segment_makes_the_store_read_only) {
  const auto newest = segments().back();
  const auto good = read_file(newest);
  store.reset();
  for (const std::uint64_t at : {0U, 9U, 40U, 100U, 127U}) {
    BOOST_TEST_INFO_SCOPE("byte " << at);
    flip_byte(newest, at);
    open();
    check_read_only();
    BOOST_TEST(store->committer().degraded_reason().find("another version") != std::string::npos);
    store.reset();
    write_file(newest, good);
  }
  open();
  check_well();
}

BOOST_AUTO_TEST_CASE(a_segment_that_was_emptied_or_cut_makes_the_store_read_only) {
  const auto newest = segments().back();
  const auto good = read_file(newest);
  for (const std::size_t bytes : {0U, 1U, 127U}) {
    store.reset();
    write_file(newest, good.substr(0, bytes));
    open();
    check_read_only();
  }
}

BOOST_AUTO_TEST_CASE(a_read_only_store_still_plans_and_resolves_nothing) {
  const auto first = records().front();
  store.reset();
  flip_byte(first.segment, first.offset + 20);
  open();
  auto dry = request_of({put("a.json", "[5]")});
  dry.dry_run = true;
  const auto planned = store->apply(dry);
  BOOST_TEST_REQUIRE(applied_in(planned) != nullptr, text_of(planned));
  BOOST_TEST(applied_in(planned)->diffs.size() == 1U);
  const auto group = store->committer().apply_group({&dry});
  BOOST_TEST(group.groups == 0U);
}

BOOST_AUTO_TEST_CASE(a_damaged_journal_takes_in_no_edits_and_sweeps_nothing) {
  const auto first = records().front();
  store.reset();
  flip_byte(first.segment, first.offset + 20);
  write(".a.json.0123456789abcdef.tmp", "perhaps the only copy");
  write("b.json", "[9]");
  files.forget_calls();
  open();
  BOOST_TEST(read(".a.json.0123456789abcdef.tmp") == "perhaps the only copy");
  BOOST_TEST(store->find("b.json")->content->bytes() == "[9]");
  BOOST_TEST((refuse({put("b.json", "[5]")}).kind == Refusal::Kind::read_only));
}

BOOST_AUTO_TEST_CASE(a_damaged_journal_that_is_moved_away_starts_anew) {
  const auto first = records().front();
  store.reset();
  flip_byte(first.segment, first.offset + 20);
  open();
  store.reset();
  fs::rename(directory / ".holdfast/journal", directory / ".holdfast/journal.damaged");
  open();
  BOOST_TEST(store->committer().degraded_reason() == "");
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(applied_in(apply({put("a.json", "[5]")}))->revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(damage_in_an_older_segment_costs_history_only) {
  fill_segments(3);
  const auto all = records();
  const auto& record = all.at(2);
  BOOST_TEST_REQUIRE((record.segment == segments().front()));
  const auto revision = store->revision();
  store.reset();
  flip_byte(record.segment, record.offset + record.bytes / 2);
  open();
  BOOST_TEST(store->committer().degraded_reason() == "");
  const auto& notices = store->notices();
  BOOST_TEST(std::any_of(notices.begin(), notices.end(), [](const Notice& notice) {
    return notice.kind == Notice::Kind::left_behind &&
           notice.message.find("old history is lost") != std::string::npos;
  }));
  BOOST_TEST(store->revision() == revision);
  BOOST_TEST(store->revision_of("a.json") == 4U);
  BOOST_TEST(store->revision_of("b.json") == 5U);
  BOOST_TEST(applied_in(apply({put("a.json", "[5]")}))->revision.number == revision + 1);
}

BOOST_AUTO_TEST_CASE(an_older_segment_that_is_gone_costs_history_only) {
  fill_segments(4);
  const auto middle = segments().at(1);
  const auto revision = store->revision();
  store.reset();
  fs::remove(middle);
  open();
  BOOST_TEST(store->committer().degraded_reason() == "");
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::left_behind));
  BOOST_TEST(store->revision() == revision);
  BOOST_TEST(store->revision_of("a.json") == 4U);
}

BOOST_AUTO_TEST_CASE(what_is_no_segment_in_the_directory_of_the_journal_is_left_alone) {
  store.reset();
  write(".holdfast/journal/README", "not ours");
  open();
  check_well();
  BOOST_TEST(read(".holdfast/journal/README") == "not ours");
}

BOOST_AUTO_TEST_CASE(a_begun_record_at_the_end_is_no_damage) {
  die_at(is(CallKind::write_at), {put("a.json", "[5]")});
  open();
  check_well();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
