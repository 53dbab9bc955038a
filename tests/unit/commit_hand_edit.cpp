// Goal: what people do to the files is taken in, each edit as a revision of its own, and never overwritten
// unasked (RELIABILITY.md 2.6). Method: a real store; the files are changed behind its back between commits.
#include <fcntl.h>
#include <sys/stat.h>

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
  Fixture() { apply({put("a.json", "[1]")}); }
  // A commit on another document does not look at a.json; one that changes nothing does.
  Outcome look() { return store->apply({put("a.json", "[1]")}); }
};

// The change of a document that an outcome tells of.
const StateChange* change_of(const Outcome& outcome, const std::string& document, std::size_t index = 0) {
  for (const auto& change : outcome.changes) {
    if (change.name.text() == document && index-- == 0) return &change;
  }
  return nullptr;
}

BOOST_FIXTURE_TEST_SUITE(commit_hand_edit, Fixture)

BOOST_AUTO_TEST_CASE(an_edit_becomes_a_revision_before_the_commit_gets_its_own) {
  write("a.json", "[2]");
  const auto outcome = apply({put("a.json", "[3]")});
  BOOST_TEST(applied_in(outcome)->revision.number == 3U);
  const auto *edit = change_of(outcome, "a.json"), *commit = change_of(outcome, "a.json", 1);
  BOOST_TEST_REQUIRE((edit != nullptr && commit != nullptr));
  BOOST_TEST(edit->now->revision.number == 2U);
  BOOST_TEST(edit->now->content->bytes() == "[2]");
  BOOST_TEST(commit->now->revision.number == 3U);
  BOOST_TEST(has_notice(outcome.notices, Notice::Kind::imported));
}

BOOST_AUTO_TEST_CASE(an_edit_with_the_bytes_of_the_commit_leaves_nothing_to_change) {
  write("a.json", "[2]");
  const auto outcome = apply({put("a.json", "[2]")});
  BOOST_TEST(!applied_in(outcome)->changed);
  BOOST_TEST(store->revision_of("a.json") == 2U);
}

BOOST_AUTO_TEST_CASE(an_edit_fails_a_commit_bound_to_the_revision_before_it) {
  write("a.json", "[2]");
  const auto refusal = refuse({put("a.json", "[3]", 1)});
  BOOST_TEST((refusal.kind == Refusal::Kind::revision_mismatch));
  BOOST_TEST(refusal.actual.number == 2U);
  BOOST_TEST(read("a.json") == "[2]");
  BOOST_TEST(store->revision() == 2U);  // taken in all the same
}

BOOST_AUTO_TEST_CASE(an_edit_of_the_same_size_with_the_old_times_is_seen) {
  struct stat before {};
  BOOST_TEST_REQUIRE(::stat((directory / "a.json").c_str(), &before) == 0);
  write("a.json", "[2]");
  const timespec times[2] = {before.st_atim, before.st_mtim};
  BOOST_TEST_REQUIRE(::utimensat(AT_FDCWD, (directory / "a.json").c_str(), times, 0) == 0);
  apply({put("other.json", "1")});
  const auto refusal = refuse({put("a.json", "[3]", 1)});
  BOOST_TEST(refusal.actual.number > 1U);
}

BOOST_AUTO_TEST_CASE(edits_right_after_each_other_are_each_a_revision) {
  for (std::uint64_t i = 2; i < 30; ++i) {
    write("a.json", "[" + std::to_string(i % 10) + "]");
    const auto outcome = refuse({put("a.json", "[]", 1)});
    BOOST_TEST(outcome.actual.number == i);
  }
}

BOOST_AUTO_TEST_CASE(a_file_replaced_by_an_editor_is_seen) {
  replace_file(directory / "a.json", "[2]");
  BOOST_TEST(refuse({put("a.json", "[3]", 1)}).actual.number == 2U);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_only_touched_gets_no_revision) {
  fs::last_write_time(directory / "a.json", fs::file_time_type::clock::now());
  BOOST_TEST(!applied_in(look())->changed);
  BOOST_TEST(store->revision() == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_replaced_by_one_with_the_same_bytes_gets_no_revision) {
  replace_file(directory / "a.json", "[1]");
  BOOST_TEST(!applied_in(look())->changed);
  BOOST_TEST(store->revision() == 1U);
  // Nor does the next commit mind.
  BOOST_TEST(applied_in(apply({put("a.json", "[2]", 1)}))->revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(a_mode_set_by_hand_is_kept_by_the_next_commit) {
  fs::permissions(directory / "a.json", fs::perms(0600));
  apply({put("a.json", "[2]", 1)});
  BOOST_TEST((fs::status(directory / "a.json").permissions() == fs::perms(0600)));
}

BOOST_AUTO_TEST_CASE(a_removed_file_is_a_revision_and_can_be_made_anew) {
  fs::remove(directory / "a.json");
  const auto outcome = apply({put("a.json", "[2]", 0)});
  const auto* gone = change_of(outcome, "a.json");
  BOOST_TEST_REQUIRE(gone != nullptr);
  BOOST_TEST(!gone->now);
  BOOST_TEST(applied_in(outcome)->revision.number == 3U);
  BOOST_TEST(read("a.json") == "[2]");
}

BOOST_AUTO_TEST_CASE(deleting_what_was_removed_by_hand_is_refused) {
  fs::remove(directory / "a.json");
  BOOST_TEST((refuse({remove("a.json")}).kind == Refusal::Kind::no_such_document));
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(a_directory_removed_with_its_documents_is_noticed) {
  apply({put("x/y/b.json", "[1]")});
  fs::remove_all(directory / "x");
  const auto outcome = apply({put("x/y/b.json", "[2]", 0)});
  BOOST_TEST(applied_in(outcome)->revision.number == 4U);
}

BOOST_AUTO_TEST_CASE(a_new_file_is_taken_in_when_it_is_named) {
  write("new.json", "[1]");
  BOOST_TEST((refuse({put("new.json", "[2]", 0)}).kind == Refusal::Kind::revision_mismatch));
  BOOST_TEST(store->revision_of("new.json") == 2U);
}

BOOST_AUTO_TEST_CASE(an_invalid_edit_is_flagged_kept_and_leaves_the_last_good_revision_in_force) {
  write("a.json", "[1");
  const auto outcome = store->apply({put("a.json", "[2]")});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::invalid_on_disk));
  BOOST_TEST(has_notice(outcome.notices, Notice::Kind::invalid_on_disk));
  const auto now = store->find("a.json");
  BOOST_TEST(!now->valid());
  BOOST_TEST(now->content->bytes() == "[1]");
  BOOST_TEST(now->revision.number == 1U);
  BOOST_TEST(now->digest == disk::digest_of("[1]"));
  BOOST_TEST(read("a.json") == "[1");
  BOOST_TEST(store->revision() == 1U);
}

BOOST_AUTO_TEST_CASE(an_invalid_edit_is_told_once) {
  write("a.json", "[1");
  BOOST_TEST(has_notice(store->apply({put("a.json", "[2]")}).notices, Notice::Kind::invalid_on_disk));
  BOOST_TEST(!has_notice(store->apply({put("a.json", "[2]")}).notices, Notice::Kind::invalid_on_disk));
  write("a.json", "[[1");
  BOOST_TEST(has_notice(store->apply({put("a.json", "[2]")}).notices, Notice::Kind::invalid_on_disk));
}

BOOST_AUTO_TEST_CASE(a_corrected_edit_is_a_new_revision) {
  write("a.json", "[1");
  (void)refuse({put("a.json", "[2]")});
  write("a.json", "[1, 2]");
  const auto outcome = apply({put("a.json", "[3]")});
  BOOST_TEST(change_of(outcome, "a.json")->now->revision.number == 2U);
  BOOST_TEST(applied_in(outcome)->revision.number == 3U);
  BOOST_TEST(store->find("a.json")->valid());
}

BOOST_AUTO_TEST_CASE(the_last_good_bytes_put_back_are_the_last_good_revision) {
  write("a.json", "[1");
  (void)refuse({put("a.json", "[2]")});
  write("a.json", "[1]");
  const auto outcome = look();
  BOOST_TEST_REQUIRE(applied_in(outcome) != nullptr, text_of(outcome));
  BOOST_TEST(!applied_in(outcome)->changed);
  BOOST_TEST(store->find("a.json")->valid());
  BOOST_TEST(store->revision_of("a.json") == 1U);
}

BOOST_AUTO_TEST_CASE(an_invalid_file_that_was_never_good_is_refused_and_can_be_corrected) {
  write("new.json", "nonsense");
  BOOST_TEST((refuse({put("new.json", "[]")}).kind == Refusal::Kind::invalid_on_disk));
  BOOST_TEST(store->revision_of("new.json") == 0U);
  write("new.json", "[]");
  BOOST_TEST(!applied_in(apply({put("new.json", "[]")}))->changed);
  BOOST_TEST(store->revision_of("new.json") == 2U);
}

BOOST_AUTO_TEST_CASE(an_invalid_file_that_is_removed_is_gone) {
  write("a.json", "[1");
  (void)refuse({put("a.json", "[2]")});
  fs::remove(directory / "a.json");
  BOOST_TEST(applied_in(apply({put("a.json", "[3]", 0)}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(a_link_in_place_of_a_document_is_refused_and_never_written_through) {
  const TemporaryDirectory elsewhere;
  write_file(elsewhere / "target", "theirs");
  fs::remove(directory / "a.json");
  fs::create_symlink(elsewhere / "target", directory / "a.json");
  for (const auto& operation : {put("a.json", "[2]"), remove("a.json")}) {
    const auto refusal = refuse({operation});
    BOOST_TEST((refusal.kind == Refusal::Kind::storage_failed));
    BOOST_TEST(refusal.cause->code.value() == ELOOP);
    BOOST_TEST(refusal.document == "a.json");
  }
  BOOST_TEST(read_file(elsewhere / "target") == "theirs");
  BOOST_TEST(fs::is_symlink(directory / "a.json"));
}

BOOST_AUTO_TEST_CASE(a_second_name_of_a_document_refuses_its_change) {
  fs::create_hard_link(directory / "a.json", directory / "b.json");
  BOOST_TEST(refuse({put("a.json", "[2]")}).cause->code.value() == EMLINK);
}

BOOST_AUTO_TEST_CASE(a_fifo_or_a_directory_in_place_of_a_document_refuses_its_change) {
  fs::remove(directory / "a.json");
  BOOST_TEST_REQUIRE(::mkfifo((directory / "a.json").c_str(), 0600) == 0);
  BOOST_TEST(refuse({put("a.json", "[2]")}).cause->code.value() == EINVAL);
  fs::remove(directory / "a.json");
  fs::create_directory(directory / "a.json");
  BOOST_TEST(refuse({put("a.json", "[2]")}).cause->code.value() == EISDIR);
}

BOOST_AUTO_TEST_CASE(an_edit_is_synced_and_written_down_before_it_is_told_of) {
  write("a.json", "[2]");
  files.forget_calls();
  (void)refuse({put("a.json", "[3]", 1)});
  std::vector<std::string> order;
  for (const auto& call : files.calls()) {
    const bool sync = call.kind == CallKind::sync_file || call.kind == CallKind::sync_data ||
                      call.kind == CallKind::sync_directory;
    if (sync || call.kind == CallKind::write_at) order.emplace_back(name_of(call.kind));
  }
  const std::vector<std::string> expected{"sync_file", "sync_directory", "write_at", "sync_data"};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_edit_that_cannot_be_made_durable_is_not_told_of) {
  write("a.json", "[2]");
  files.fail_kind(CallKind::sync_file, 1, 1, EIO);
  const auto outcome = store->apply({put("a.json", "[3]")});
  BOOST_TEST(refusal_in(outcome)->cause->code.value() == EIO);
  BOOST_TEST(outcome.changes.empty());
  BOOST_TEST(store->revision() == 1U);
  files.heal();
  BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(several_edits_seen_by_one_commit_share_a_revision) {
  apply({put("b.json", "[1]")});
  write("a.json", "[2]");
  write("b.json", "[2]");
  const auto outcome = apply({put("a.json", "[3]"), put("b.json", "[3]")});
  BOOST_TEST(change_of(outcome, "a.json")->now->revision.number == 3U);
  BOOST_TEST(change_of(outcome, "b.json")->now->revision.number == 3U);
  BOOST_TEST(applied_in(outcome)->revision.number == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
