// Goal: whatever a crash or people left, recovery brings it to a state that can be served, keeps what was
// acknowledged, and counts on where it stopped. Method: stores closed, their directories and ledgers changed,
// and opened again.
#include "daemon/commit/recovery.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "daemon/disk/digest.hpp"
#include "tests/unit/commit_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : StoreFixture {
  // What a process would leave that died after its ledger was durable: an intent, and staged files.
  void intend(std::vector<IntendedChange> changes) {
    Ledger ledger = ledger_of(store->state());
    ledger.intent = Intent{store->state().revision.next(), "then", std::move(changes)};
    BOOST_TEST_REQUIRE(write_ledger(store->directory(), ledger).has_value());
  }
  // A staged version, and what the ledger says of it.
  IntendedChange staged(const std::string& document, const std::string& bytes) {
    const auto before = store->find(document);
    const std::string temporary = "." + document + ".0123456789abcdef.tmp";
    write(temporary, bytes);
    return {test::name(document), before ? before->digest : "", disk::digest_of(bytes), temporary,
            store->state().revision.next()};
  }
  IntendedChange deletion(const std::string& document) {
    return {test::name(document), store->find(document)->digest, "", "", store->state().revision.next()};
  }
};

BOOST_FIXTURE_TEST_SUITE(commit_recovery, Fixture)

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

BOOST_AUTO_TEST_CASE(a_removal_while_nobody_looked_is_a_revision) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
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

BOOST_AUTO_TEST_CASE(an_obstacle_under_a_documents_name_does_not_keep_the_store_from_opening) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  store.reset();
  fs::create_hard_link(directory / "a.json", directory / "second-name.json");
  open();
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::left_behind));
  BOOST_TEST(!store->find("a.json"));
  BOOST_TEST(store->find("b.json"));
}

BOOST_AUTO_TEST_CASE(a_single_document_whose_rename_took_place_has_the_intended_revision) {
  apply({put("a.json", "[1]")});
  intend({staged("a.json", "[2]")});
  fs::rename(directory / ".a.json.0123456789abcdef.tmp", directory / "a.json");
  open();
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->find("a.json")->modified == "then");
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
}

BOOST_AUTO_TEST_CASE(a_single_document_whose_rename_did_not_take_place_stays_and_its_number_is_left_out) {
  apply({put("a.json", "[1]")});
  intend({staged("a.json", "[2]")});
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 1U);
  BOOST_TEST(temporary_files_below(directory.path()).empty());
  BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(a_commit_of_several_documents_is_finished) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  intend({staged("a.json", "[2]"), staged("new.json", "[2]"), deletion("b.json")});
  fs::rename(directory / ".a.json.0123456789abcdef.tmp", directory / "a.json");
  open();
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::recovered));
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->revision_of("new.json") == 2U);
  BOOST_TEST(!store->find("b.json"));
  BOOST_TEST(temporary_files_below(directory.path()).empty());
}

BOOST_AUTO_TEST_CASE(a_commit_of_several_documents_that_was_called_off_stays_so) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  intend({staged("a.json", "[2]"), staged("b.json", "[2]")});
  fs::remove(directory / ".b.json.0123456789abcdef.tmp");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(read("b.json") == "[1]");
  BOOST_TEST(temporary_files_below(directory.path()).empty());
}

BOOST_AUTO_TEST_CASE(a_staged_file_with_other_bytes_than_intended_is_not_used) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  intend({staged("a.json", "[2]"), staged("b.json", "[2]")});
  write(".b.json.0123456789abcdef.tmp", "[3]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(read("b.json") == "[1]");
}

BOOST_AUTO_TEST_CASE(an_edit_made_after_the_crash_is_kept_while_the_rest_is_finished) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  intend({staged("a.json", "[2]"), staged("b.json", "[2]")});
  write("a.json", "[9]");
  open();
  BOOST_TEST(read("a.json") == "[9]");
  BOOST_TEST(read("b.json") == "[2]");
  BOOST_TEST(store->revision_of("b.json") == 2U);
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_CASE(something_odd_in_place_of_an_intended_document_does_not_keep_the_store_from_opening) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  intend({staged("a.json", "[2]"), staged("b.json", "[2]")});
  fs::remove(directory / "a.json");
  fs::create_symlink("b.json", directory / "a.json");
  open();
  BOOST_TEST(fs::is_symlink(directory / "a.json"));
}

BOOST_AUTO_TEST_CASE(a_name_deleted_by_a_commit_and_made_anew_by_hand_is_not_deleted_again) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  apply({remove("a.json"), remove("b.json")});
  write("a.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
}

BOOST_AUTO_TEST_CASE(a_damaged_ledger_stops_the_start_and_is_left_as_it_is) {
  apply({put("a.json", "[1]")});
  write(".holdfast/ledger.json", "{");
  BOOST_TEST(error_of_open() == EBADMSG);
  BOOST_TEST(read(".holdfast/ledger.json") == "{");
  BOOST_TEST(read("a.json") == "[1]");
}

BOOST_AUTO_TEST_CASE(an_unreadable_document_stops_the_start) {
  apply({put("a.json", "[1]")});
  files.fail_kind(CallKind::read, 2, 1, EIO);  // the first is the ledger's
  BOOST_TEST(error_of_open() == EIO);
  files.heal();
  open();
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_document_in_a_directory_that_cannot_be_opened_is_not_taken_for_removed) {
  apply({put("x/a.json", "[1]")});
  for (const int error : {EACCES, EIO, EMFILE}) {
    // Opened first: `.holdfast`; then by the walks.
    files.heal();
    files.fail_kind(CallKind::open_directory, 2, FailingFileSystem::for_ever, error);
    BOOST_TEST(error_of_open() == error);
  }
  files.heal();
  open();
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(store->revision_of("x/a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_clean_stop_leaves_no_intent) {
  apply({put("a.json", "[1]")});
  BOOST_TEST_REQUIRE(store->committer().retire().has_value());
  BOOST_TEST(read(".holdfast/ledger.json").find("intent") == std::string::npos);
  open();
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(a_document_larger_than_allowed_is_not_served_but_does_not_stop_the_start) {
  apply({put("a.json", "[1,2,3]"), put("b", "1")});
  options.limits.document_bytes_max = 5;
  open();
  BOOST_TEST(!store->find("a.json"));
  BOOST_TEST(store->find("b"));
  BOOST_TEST(read("a.json") == "[1,2,3]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
