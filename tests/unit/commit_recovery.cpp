// Goal: whatever people left while nobody looked, recovery brings it to a state that can be served, and
// counts on where it stopped. Method: stores closed, their directories changed, and opened again. Commits cut
// short: commit_redo.
#include "daemon/commit/recovery.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(commit_recovery, JournalFixture)

BOOST_AUTO_TEST_CASE(files_found_in_a_fresh_directory_get_revision_1) {
  store.reset();
  fs::remove_all(directory / ".holdfast");
  write("a.json", "[1]");
  write("x/b.bin", "b");
  open();
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(store->revision_of("x/b.bin") == 1U);
}

BOOST_AUTO_TEST_CASE(an_empty_directory_starts_at_revision_0) {
  BOOST_TEST(store->revision() == 0U);
  BOOST_TEST(applied_in(apply({put("a.json", "[1]")}))->revision.number == 1U);
}

BOOST_AUTO_TEST_CASE(a_directory_whose_journal_was_moved_away_starts_counting_anew) {
  for (int i = 0; i < 5; ++i)
    apply({put("a.json", "[" + std::to_string(i) + "]")});
  store.reset();
  fs::remove_all(directory / ".holdfast/journal");
  open();
  BOOST_TEST(read("a.json") == "[4]");
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(store->committer().degraded_reason() == "");
  BOOST_TEST(applied_in(apply({put("a.json", "[5]")}))->revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(revisions_and_times_survive_a_restart) {
  apply({put("a.json", "[1]")});
  apply({put("b.json", "[1]")});
  const auto modified = store->find("a.json")->modified;
  for (int i = 0; i < 3; ++i) {
    open();
    BOOST_TEST(store->revision() == 2U);
    BOOST_TEST(store->revision_of("a.json") == 1U);
    BOOST_TEST(store->find("a.json")->modified == modified);
    BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
    BOOST_TEST(!has_notice(store->notices(), Notice::Kind::recovered));
  }
}

BOOST_AUTO_TEST_CASE(an_edit_while_nobody_looked_is_one_new_revision) {
  apply({put("a.json", "[1]"), put("b.json", "[1]"), put("c.json", "[1]")});
  store.reset();
  write("a.json", "[2]");
  write("b.json", "[2]");
  open();
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->revision_of("b.json") == 2U);
  BOOST_TEST(store->revision_of("c.json") == 1U);
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::imported));
  open();
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(an_edit_while_nobody_looked_is_written_down_as_made_by_hand) {
  apply({put("a.json", "[1]")});
  store.reset();
  write("a.json", "[2]");
  open();
  const auto all = records();
  BOOST_TEST_REQUIRE(all.size() > 1U);
  const auto& last = all[all.size() - 2];
  BOOST_TEST_REQUIRE((last.kind == RecordKind::group));
  const auto group = decode_group(last.payload);
  BOOST_TEST_REQUIRE(group.has_value());
  BOOST_TEST((group->transactions.at(0).kind == JournaledTransaction::Kind::by_hand));
  BOOST_TEST(group->transactions[0].revision.number == 2U);
  BOOST_TEST(group->changes.at(0).by_hand);
  BOOST_TEST(group->changes[0].digest_after == store->find("a.json")->digest);
}

BOOST_AUTO_TEST_CASE(a_removal_while_nobody_looked_is_a_revision) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  BOOST_TEST_REQUIRE(store->committer().retire().has_value());
  store.reset();
  fs::remove(directory / "a.json");
  open();
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(!store->find("a.json"));
  open();
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(a_directory_that_became_a_link_takes_its_documents_away) {
  apply({put("x/a.json", "[1]"), put("b.json", "[1]")});
  const TemporaryDirectory elsewhere;
  write_file(elsewhere / "a.json", "[1]");
  store.reset();
  fs::remove_all(directory / "x");
  fs::create_directory_symlink(elsewhere.path(), directory / "x");
  open();
  BOOST_TEST(!store->find("x/a.json"));
  BOOST_TEST(store->revision_of("b.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_made_invalid_while_nobody_looked_is_flagged_and_not_served) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  store.reset();
  write("a.json", "[1");
  open();
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::invalid_on_disk));
  BOOST_TEST(!store->find("a.json")->valid());
  BOOST_TEST(!store->find("a.json")->content);
  BOOST_TEST((refuse({put("a.json", "[2]")}).kind == Refusal::Kind::invalid_on_disk));
  BOOST_TEST(applied_in(store->apply({put("b.json", "[2]")})) != nullptr);
  write("a.json", "[3]");
  BOOST_TEST(applied_in(store->apply({put("a.json", "[4]")})) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_file_that_stays_invalid_over_restarts_keeps_the_revision_of_its_last_good_version) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  store.reset();
  write("a.json", "[1");
  for (int i = 0; i < 3; ++i) {
    open();
    BOOST_TEST(store->revision_of("a.json") == 1U);
    BOOST_TEST(store->revision() == 1U);
  }
  store.reset();
  write("a.json", "[1]");
  open();
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(store->find("a.json")->valid());
}

BOOST_AUTO_TEST_CASE(an_obstacle_under_a_documents_name_does_not_keep_the_store_from_opening) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  store.reset();
  fs::create_hard_link(directory / "a.json", directory / "second-name.json");
  open();
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::left_behind));
  BOOST_TEST(!store->find("a.json"));
  BOOST_TEST(store->find("b.json"));
}

BOOST_AUTO_TEST_CASE(an_unreadable_document_stops_the_start) {
  apply({put("a.json", "[1]")});
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::open_for_reading && call.name == "a.json")
      files.fail_kind(CallKind::read, 1, 1, EIO);
  });
  BOOST_TEST(error_of_open() == EIO);
  files.on_call({});
  files.heal();
  open();
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(an_unreadable_journal_stops_the_start_and_is_not_taken_for_an_empty_one) {
  apply({put("a.json", "[1]")});
  apply({put("a.json", "[2]")});
  for (const int error : {EACCES, EIO, EMFILE}) {
    for (const auto kind :
         {CallKind::open_directory, CallKind::list, CallKind::open_for_reading, CallKind::read}) {
      // The first directory opened is `.holdfast`.
      files.fail_kind(kind, kind == CallKind::open_directory ? 2 : 1, FailingFileSystem::for_ever, error);
      BOOST_TEST(error_of_open() == error, name_of(kind));
      files.heal();
    }
  }
  open();
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(a_document_in_a_directory_that_cannot_be_opened_is_not_taken_for_removed) {
  apply({put("x/a.json", "[1]")});
  for (const int error : {EACCES, EIO, EMFILE}) {
    files.heal();
    files.fail_named(CallKind::open_directory, "x", error);
    BOOST_TEST(error_of_open() == error);
  }
  files.heal();
  open();
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(store->revision_of("x/a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_document_larger_than_allowed_is_not_served_but_does_not_stop_the_start) {
  apply({put("a.json", "[1,2,3]"), put("b", "1")});
  options.limits.document_bytes_max = 5;
  open();
  BOOST_TEST(!store->find("a.json"));
  BOOST_TEST(store->find("b"));
  BOOST_TEST(read("a.json") == "[1,2,3]");
}

BOOST_AUTO_TEST_CASE(a_clean_stop_leaves_nothing_to_recover) {
  apply({put("a.json", "[1]")});
  BOOST_TEST((records().back().kind == RecordKind::group));
  BOOST_TEST_REQUIRE(store->committer().retire().has_value());
  BOOST_TEST((records().back().kind == RecordKind::retire));
  open();
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::recovered));
}

BOOST_AUTO_TEST_CASE(retiring_twice_writes_one_record) {
  apply({put("a.json", "[1]")});
  BOOST_TEST_REQUIRE(store->committer().retire().has_value());
  const auto before = records().size();
  files.forget_calls();
  BOOST_TEST(store->committer().retire().has_value());
  BOOST_TEST(records().size() == before);
  BOOST_TEST(files.calls().empty());
}

BOOST_AUTO_TEST_CASE(an_edit_back_to_what_a_retired_commit_replaced_is_kept) {
  apply({put("a.json", "[1]")});
  apply({put("a.json", "[2]")});
  BOOST_TEST_REQUIRE(store->committer().retire().has_value());
  store.reset();
  write("a.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
