// Goal: a commit that a crash cut short is finished if its record counts, and never happened if it does not;
// what somebody changed meanwhile stays theirs (promises 1, 3 and 8). Method: the process dies at a chosen
// call of a real commit; the files are changed by hand, or not; then a restart.
#include "daemon/commit/redo.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : JournalFixture {
  Fixture() { apply({put("a.json", "[1]"), put("b.json", "[1]")}); }

  // The process dies as soon as the record counts, before anything of it is visible.
  void commit_and_die(std::vector<Operation> operations) {
    const auto before = documents_below(directory.path());
    die_behind(is(CallKind::sync_data), std::move(operations));
    BOOST_TEST_REQUIRE((documents_below(directory.path()) == before));
  }
  [[nodiscard]] bool was_told_of(const std::string& document) const {
    const auto& all = store->notices();
    return std::any_of(all.begin(), all.end(), [&](const Notice& notice) {
      return notice.kind == Notice::Kind::recovered && notice.document == document;
    });
  }
  void check_left_nothing() const {
    BOOST_TEST(temporary_files_below(directory.path()).empty());
    BOOST_TEST(store->committer().degraded_reason() == "");
  }
};

BOOST_FIXTURE_TEST_SUITE(commit_redo, Fixture)

BOOST_AUTO_TEST_CASE(a_commit_whose_record_counts_is_finished) {
  commit_and_die({put("a.json", "[2]")});
  open();
  BOOST_TEST(read("a.json") == "[2]");
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->revision_of("b.json") == 1U);
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::recovered));
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
  check_left_nothing();
  BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(a_commit_whose_record_does_not_count_never_happened) {
  die_at(is(CallKind::write_at), {put("a.json", "[2]"), remove("b.json")});
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(read("b.json") == "[1]");
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(store->revision_of("a.json") == 1U);
  check_left_nothing();
  BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(a_commit_that_was_only_staged_never_happened) {
  die_behind([](const Call& call) { return call.kind == CallKind::write; }, {put("a.json", "[2]")});
  BOOST_TEST(!temporary_files_below(directory.path()).empty());
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision() == 1U);
  check_left_nothing();
}

BOOST_AUTO_TEST_CASE(a_document_whose_rename_took_place_has_the_revision_and_the_time_of_its_commit) {
  die_behind(publishes("a.json"), {put("a.json", "[2]")});
  const auto group = decode_group(records().back().payload);
  BOOST_TEST_REQUIRE(group.has_value());
  open();
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->find("a.json")->modified == group->time);
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
}

BOOST_AUTO_TEST_CASE(a_document_finished_by_recovery_has_the_time_of_its_commit) {
  commit_and_die({put("a.json", "[2]")});
  const auto group = decode_group(records().back().payload);
  open();
  BOOST_TEST(store->find("a.json")->modified == group->time);
  open();
  BOOST_TEST(store->find("a.json")->modified == group->time);
}

BOOST_AUTO_TEST_CASE(a_commit_of_several_documents_is_finished_wherever_it_was_cut) {
  const std::vector<std::pair<std::string, JournalFixture::Fits>> cuts{
      {"its record was written", is(CallKind::write_at)}, {"its record counts", is(CallKind::sync_data)},
      {"a.json was replaced", publishes("a.json")},       {"new.json was made", publishes("new.json")},
      {"b.json was removed", publishes("b.json")},
  };
  for (const auto& [moment, fits] : cuts) {
    BOOST_TEST_INFO_SCOPE("cut when " << moment);
    Fixture run;
    run.die_behind(fits, {put("a.json", "[2]"), put("x/y/new.json", "[2]"), remove("b.json")});
    run.open();
    const std::map<std::string, std::string> expected{{"a.json", "[2]"}, {"x/y/new.json", "[2]"}};
    BOOST_TEST((documents_below(run.directory.path()) == expected));
    BOOST_TEST(run.store->revision() == 2U);
    BOOST_TEST(run.store->revision_of("a.json") == 2U);
    BOOST_TEST(run.store->revision_of("x/y/new.json") == 2U);
    BOOST_TEST(!run.store->find("b.json"));
    run.check_left_nothing();
  }
}

BOOST_AUTO_TEST_CASE(a_document_is_made_though_its_directory_went_away) {
  commit_and_die({put("x/y/new.json", "[2]")});
  fs::remove_all(directory / "x");
  open();
  BOOST_TEST(read("x/y/new.json") == "[2]");
  BOOST_TEST(store->revision_of("x/y/new.json") == 2U);
}

BOOST_AUTO_TEST_CASE(a_deletion_is_finished) {
  commit_and_die({remove("a.json")});
  open();
  BOOST_TEST(!fs::exists(directory / "a.json"));
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(applied_in(apply({put("a.json", "[3]", 0)}))->revision.number == 3U);
}

BOOST_AUTO_TEST_CASE(what_was_changed_in_one_place_of_a_large_document_is_finished_from_the_splices) {
  const std::string filling(100'000, 'x');
  apply({put("large.json", "{\"n\": 1, \"filling\": \"" + filling + "\"}\n")});
  commit_and_die({edit(Operation::Kind::replace, "large.json", "/n", "12345")});
  BOOST_TEST(records().back().payload.size() < 2000U);
  open();
  BOOST_TEST((read("large.json") == "{\"n\": 12345, \"filling\": \"" + filling + "\"}\n"));
}

BOOST_AUTO_TEST_CASE(a_finished_document_keeps_its_mode) {
  fs::permissions(directory / "a.json", fs::perms(0640));
  commit_and_die({put("a.json", "[2]"), put("new.json", "[2]")});
  open();
  BOOST_TEST((fs::status(directory / "a.json").permissions() == fs::perms(0640)));
  BOOST_TEST((fs::status(directory / "new.json").permissions() == fs::perms(0644)));
}

BOOST_AUTO_TEST_CASE(a_staged_file_with_other_bytes_than_meant_is_not_used) {
  commit_and_die({put("a.json", "[2]"), put("b.json", "[2]")});
  for (const auto& stale : temporary_files_below(directory.path()))
    write(stale, "[3]");
  open();
  BOOST_TEST(read("a.json") == "[2]");
  BOOST_TEST(read("b.json") == "[2]");
  check_left_nothing();
}

BOOST_AUTO_TEST_CASE(an_edit_made_after_the_crash_is_kept_while_the_rest_is_finished) {
  commit_and_die({put("a.json", "[2]"), put("b.json", "[2]")});
  write("a.json", "[9]");
  open();
  BOOST_TEST(read("a.json") == "[9]");
  BOOST_TEST(read("b.json") == "[2]");
  BOOST_TEST(store->revision_of("b.json") == 2U);
  BOOST_TEST(store->revision_of("a.json") == 3U);
  BOOST_TEST(was_told_of("a.json"));
  BOOST_TEST(has_notice(store->notices(), Notice::Kind::imported));
  open();
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(the_old_bytes_in_another_file_are_somebodys_edit_and_are_kept) {
  commit_and_die({put("a.json", "[2]"), remove("b.json")});
  replace_file(directory / "a.json", "[1]");
  replace_file(directory / "b.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(read("b.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 3U);
  BOOST_TEST(store->revision_of("b.json") == 3U);
  BOOST_TEST(was_told_of("a.json"));
}

BOOST_AUTO_TEST_CASE(an_edit_that_comes_to_the_new_bytes_is_the_commit) {
  commit_and_die({put("a.json", "[2]")});
  replace_file(directory / "a.json", "[2]");
  open();
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::imported));
}

BOOST_AUTO_TEST_CASE(a_document_removed_by_hand_after_the_crash_stays_removed) {
  commit_and_die({put("a.json", "[2]"), put("b.json", "[2]")});
  fs::remove(directory / "a.json");
  open();
  BOOST_TEST(!fs::exists(directory / "a.json"));
  BOOST_TEST(!store->find("a.json"));
  BOOST_TEST(read("b.json") == "[2]");
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(a_name_taken_by_hand_after_the_crash_is_kept) {
  commit_and_die({put("new.json", "[2]")});
  write("new.json", "[9]");
  open();
  BOOST_TEST(read("new.json") == "[9]");
  BOOST_TEST(store->revision_of("new.json") == 3U);
}

BOOST_AUTO_TEST_CASE(something_odd_in_place_of_a_document_does_not_keep_the_store_from_opening) {
  commit_and_die({put("a.json", "[2]"), put("b.json", "[2]")});
  fs::remove(directory / "a.json");
  fs::create_symlink("b.json", directory / "a.json");
  open();
  BOOST_TEST(fs::is_symlink(directory / "a.json"));
  BOOST_TEST(read_file(directory / "b.json") == "[2]");
  BOOST_TEST(was_told_of("a.json"));
}

BOOST_AUTO_TEST_CASE(a_directory_replaced_by_a_file_does_not_keep_the_store_from_opening) {
  apply({put("x/c.json", "[1]")});
  commit_and_die({put("x/c.json", "[2]"), put("b.json", "[2]")});
  fs::remove_all(directory / "x");
  write("x", "a file");
  open();
  BOOST_TEST(read("x") == "a file");
  BOOST_TEST(read("b.json") == "[2]");
  BOOST_TEST(!store->find("x/c.json"));
}

BOOST_AUTO_TEST_CASE(a_name_deleted_by_a_commit_and_made_anew_by_hand_is_not_deleted_again) {
  const std::ifstream held(directory / "a.json");  // so that the kernel gives the new file another inode
  apply({remove("a.json"), remove("b.json")});
  write("a.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->find("a.json"));
}

BOOST_AUTO_TEST_CASE(a_commit_that_was_answered_is_not_done_again_over_a_later_edit) {
  const std::ifstream held(directory / "a.json");  // so that the kernel gives the new file another inode
  apply({put("a.json", "[2]")});
  store.reset();
  replace_file(directory / "a.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_CASE(an_inode_number_that_the_kernel_gave_out_again_does_not_make_an_edit_look_old) {
  const auto inode_of = [this] {
    struct stat found {};
    BOOST_TEST_REQUIRE(::stat((directory / "a.json").c_str(), &found) == 0);
    return found.st_ino;
  };
  const auto before = inode_of();
  apply({put("a.json", "[2]")});
  store.reset();
  // Behind the tick of the file system's clock in which the old one was made.
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  replace_file(directory / "a.json", "[1]");
  if (inode_of() != before) BOOST_TEST_MESSAGE("the file system gives no number out again at once");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_CASE(a_group_of_requests_is_finished_with_all_of_its_revisions) {
  const auto first = request_of({put("a.json", "[2]")}), second = request_of({put("b.json", "[2]")});
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::sync_data) files.die_at(1);
  });
  (void)store->committer().apply_group({&first, &second});
  store.reset();
  files.on_call({});
  files.heal();
  open();
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->revision_of("b.json") == 3U);
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(recovery_writes_down_that_it_is_done_before_anything_else_is_taken) {
  commit_and_die({put("a.json", "[2]")});
  open();
  BOOST_TEST((records().back().kind == RecordKind::retire));
  store.reset();
  replace_file(directory / "a.json", "[1]");
  open();
  BOOST_TEST(read("a.json") == "[1]");
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
