// Goal: what the journal knows survives the change of segments, retention and failures of its own; what was
// called off stays so. Method: small segments on the real file system, calls made to fail, restarts.
#include "daemon/commit/store_journal.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;

struct Fixture : JournalFixture {
  Fixture() { apply({put("a.json", "[1]"), put("b.json", "[1]")}); }

  // Revision, time and bytes of each document.
  [[nodiscard]] std::string told() const {
    std::string all = std::to_string(store->revision()) + "\n";
    for (const auto& [document, state] : store->state().documents)
      all += document.text() + " " + std::to_string(state->revision.number) + " " + state->modified + " " +
             state->digest + "\n";
    return all;
  }
  // Refused, with nothing changed now nor after a restart; then the store goes on as if nothing had been.
  void check_not_applied(const Outcome& outcome) {
    BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr, text_of(outcome));
    BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::storage_failed), text_of(outcome));
    files.heal();
    BOOST_TEST(store->committer().degraded_reason() == "");
    const auto before = told();
    for (int restarts = 0; restarts < 2; ++restarts) {
      BOOST_TEST(read("a.json") == "[1]");
      BOOST_TEST(read("b.json") == "[1]");
      BOOST_TEST(temporary_files_below(directory.path()).empty());
      open();
      BOOST_TEST(told() == before);
    }
    BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 2U);
    open();
    BOOST_TEST(read("a.json") == "[3]");
    BOOST_TEST(store->revision_of("a.json") == 2U);
  }
};

BOOST_FIXTURE_TEST_SUITE(commit_journal, Fixture)

BOOST_AUTO_TEST_CASE(a_group_is_one_record) {
  const auto before = records().size();
  apply({put("a.json", "[2]"), put("c.json", "[2]"), remove("b.json")});
  BOOST_TEST(records().size() == before + 1);
  const auto group = decode_group(records().back().payload);
  BOOST_TEST_REQUIRE(group.has_value());
  BOOST_TEST(group->transactions.size() == 1U);
  BOOST_TEST(group->changes.size() == 3U);
  BOOST_TEST(group->revision().number == 2U);
}

BOOST_AUTO_TEST_CASE(a_record_tells_who_asked_for_what_and_why) {
  auto request = request_of({edit(Operation::Kind::add, "a.json", "/-", "{\"id\": 1.0}")});
  request.message = "why";
  request.request_id = "one";
  request.uid = 1000;
  request.gid = 1001;
  request.pid = 4242;
  BOOST_TEST(applied_in(store->apply(request)) != nullptr);
  const auto transaction = decode_group(records().back().payload)->transactions.at(0);
  BOOST_TEST(transaction.message == "why");
  BOOST_TEST(transaction.request_id == "one");
  BOOST_TEST(transaction.uid == 1000U);
  BOOST_TEST(transaction.gid == 1001U);
  BOOST_TEST(transaction.pid == 4242U);
  BOOST_TEST(transaction.operations.at(0).path == "/1");
  BOOST_TEST(*transaction.operations[0].value == "{\"id\": 1.0}");
  BOOST_TEST(transaction.documents.at(0).revision.number == 2U);
  BOOST_TEST(transaction.documents[0].digest == store->find("a.json")->digest);
}

BOOST_AUTO_TEST_CASE(a_commit_that_changes_nothing_writes_nothing) {
  const auto before = records().size();
  files.forget_calls();
  BOOST_TEST(!applied_in(apply({put("a.json", "[1]")}))->changed);
  BOOST_TEST(records().size() == before);
  BOOST_TEST(std::none_of(files.calls().begin(), files.calls().end(), is(CallKind::write_at)));
}

BOOST_AUTO_TEST_CASE(all_is_known_after_many_segments_and_a_restart) {
  for (int i = 0; segments().size() < 5; ++i)
    apply({put("d" + std::to_string(i % 40) + ".json",
               "\"" + std::string(700, static_cast<char>('a' + i % 26)) + "\"")});
  const auto before = told();
  open();
  BOOST_TEST(told() == before);
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
}

BOOST_AUTO_TEST_CASE(a_commit_larger_than_a_segment_gets_one_of_its_size) {
  const std::string large = "\"" + std::string(100'000, 'x') + "\"";
  apply({put("large.json", large)});
  apply({put("large.json", "[1]")});
  const auto before = told();
  open();
  BOOST_TEST(told() == before);
  die_behind(is(CallKind::sync_data), {put("large.json", large)});
  open();
  BOOST_TEST((read("large.json") == large));
}

BOOST_AUTO_TEST_CASE(old_segments_go_by_size_and_the_documents_stay_known) {
  options.journal.retention.bytes_max = 40 * 1024;
  open();
  std::set<std::filesystem::path> seen;
  for (int i = 0; seen.size() < 12; ++i) {
    apply({put("fill.json", "\"" + std::string(1500, static_cast<char>('a' + i % 26)) + "\"")});
    for (const auto& segment : segments())
      seen.insert(segment);
    BOOST_TEST(journal_bytes() <= options.journal.retention.bytes_max + options.journal.segment_bytes);
  }
  const auto before = told();
  open();
  BOOST_TEST(told() == before);
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(old_segments_go_by_the_number_of_their_records) {
  options.journal.retention.records_max = 20;
  open();
  for (int i = 0; i < 100; ++i)
    apply({put("fill.json", "\"" + std::string(1500, static_cast<char>('a' + i % 26)) + "\"")});
  // The newest, and as many as hold twenty records.
  BOOST_TEST(segments().size() <= 6U);
  BOOST_TEST(records().size() >= 20U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(old_segments_go_by_their_age) {
  fill_segments(4);
  for (const auto& segment : segments())
    std::filesystem::last_write_time(segment,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(3));
  options.journal.retention.age_max = std::chrono::hours(2);
  const auto before = told();
  open();
  BOOST_TEST(segments().size() < 4U);
  BOOST_TEST(told() == before);
  open();
  BOOST_TEST(told() == before);
}

BOOST_AUTO_TEST_CASE(a_segment_that_cannot_be_dropped_stays_and_costs_nothing) {
  options.journal.retention.bytes_max = 20 * 1024;
  files.fail_kind(CallKind::unlink, 1, FailingFileSystem::for_ever, EIO);
  fill_segments(5);
  files.heal();
  open();
  BOOST_TEST(segments().size() < 5U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_commit_whose_record_cannot_be_written_is_not_applied_and_a_new_segment_begins) {
  const auto before = segments().size();
  files.fail_kind(CallKind::write_at, 1, 1, EIO);
  const auto outcome = store->apply({put("a.json", "[2]"), remove("b.json")});
  BOOST_TEST(segments().size() == before + 1);
  check_not_applied(outcome);
}

BOOST_AUTO_TEST_CASE(a_commit_whose_record_cannot_be_synced_is_not_applied_and_a_new_segment_begins) {
  const auto before = segments().size();
  files.fail_kind(CallKind::sync_data, 1, 1, EIO);
  const auto outcome = store->apply({put("a.json", "[2]"), remove("b.json")});
  BOOST_TEST(segments().size() == before + 1);
  check_not_applied(outcome);
}

BOOST_AUTO_TEST_CASE(a_commit_that_counts_and_cannot_be_made_visible_is_called_off_for_good) {
  files.fail_named(CallKind::rename, ".a.json.", EROFS);
  const auto outcome = store->apply({put("a.json", "[2]"), put("b.json", "[2]")});
  BOOST_TEST((records().back().kind == RecordKind::abort));
  check_not_applied(outcome);
}

BOOST_AUTO_TEST_CASE(a_commit_that_cannot_be_called_off_in_its_segment_is_cut_off_by_a_new_one) {
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::rename && call.target == "a.json") {
      files.fail_kind(CallKind::rename, 1, 1, EROFS);
      files.fail_kind(CallKind::write_at, 1, 1, EIO);
    }
  });
  const auto before = segments().size();
  const auto outcome = store->apply({put("a.json", "[2]")});
  files.on_call({});
  BOOST_TEST(segments().size() == before + 1);
  check_not_applied(outcome);
}

BOOST_AUTO_TEST_CASE(a_commit_whose_documents_cannot_be_made_durable_is_called_off) {
  files.fail_kind(CallKind::sync_file, 1, 2, EIO);
  const auto outcome = store->apply({put("a.json", "[2]")});
  BOOST_TEST((records().back().kind == RecordKind::abort));
  check_not_applied(outcome);
}

BOOST_AUTO_TEST_CASE(a_commit_that_cannot_be_cut_off_is_unknown_and_the_store_read_only) {
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::sync_data) files.fail_call(1, EIO, Persistence::every_call);
  });
  files.fail_kind(CallKind::sync_data, 1, 1, EIO);
  const auto outcome = store->apply({put("a.json", "[2]")});
  files.on_call({});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::outcome_unknown));
  BOOST_TEST(store->committer().degraded_reason() != "");
  files.heal();
  BOOST_TEST((refuse({put("b.json", "[2]")}).kind == Refusal::Kind::read_only));
  open();
  const auto now = read("a.json");
  BOOST_TEST((now == "[1]" || now == "[2]"));
  BOOST_TEST(store->committer().degraded_reason() == "");
  open();
  BOOST_TEST(read("a.json") == now);
}

BOOST_AUTO_TEST_CASE(a_full_disk_refuses_a_commit_that_needs_a_new_segment_and_heals_by_itself) {
  const std::string large = "\"" + std::string(50'000, 'x') + "\"";
  files.on_call([this](const Call& call) {
    // Where the journal makes room; the document is staged by then.
    if (call.kind == CallKind::create_exclusive && call.name.starts_with(".0000"))
      files.fail_kind(CallKind::reserve, 1, 1, ENOSPC);
  });
  const auto refusal = refuse({put("a.json", large)});
  files.on_call({});
  BOOST_TEST((refusal.kind == Refusal::Kind::storage_full), refusal.message);
  BOOST_TEST(temporary_files_below(directory.path()).empty());
  files.heal();
  BOOST_TEST(applied_in(apply({put("a.json", large)}))->revision.number == 2U);
  open();
  BOOST_TEST((read("a.json") == large));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
