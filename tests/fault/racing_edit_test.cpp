// Goal: an edit by hand in any gap of a commit is not lost without a word: it is on the disk, or it was taken
// in as a revision, or the commit was refused (promise 8). Method: a hook edits the document before call N,
// for every N and for several habits of editors. Known and left out: the gap between the last look at the
// target and its rename, which only an exchange of both names could close (RELIABILITY.md 2.6).
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/scenario.hpp"
#include "tests/support/failing_file_system.hpp"

namespace holdfast::test {
namespace {

const std::string by_hand = "{\"version\":\"by hand\"}\n";

struct Habit {
  std::string name;
  std::function<void(const std::filesystem::path&)> edit;
};

const std::vector<Habit>& habits() {
  static const std::vector<Habit> all{
      {"written in place", [](const auto& path) { write_file(path, by_hand); }},
      {"replaced by another file", [](const auto& path) { replace_file(path, by_hand); }},
      {"removed", [](const auto& path) { std::filesystem::remove(path); }},
  };
  return all;
}

// Whether the bytes were made known as a revision of this document.
bool was_taken_in(const commit::Outcome& outcome, const std::string& document) {
  return std::any_of(outcome.changes.begin(), outcome.changes.end(), [&](const auto& change) {
    return change.name.text() == document && (!change.now || change.now->content->bytes() == by_hand);
  });
}

// Returns whether call `number` was reached.
bool edit_at(const Scenario& scenario, const Prepared& prepared, const Habit& habit, std::size_t number) {
  TemporaryDirectory directory;
  prepared.copy_to(directory);
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  files.elide_syncs();
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
  const std::string document = scenario.request.operations.front().document.text();
  std::size_t count = 0;
  bool reached = false, in_known_gap = false;
  files.on_call([&](const Call& call) {
    if (++count != number) return;
    reached = true;
    const bool publishes = (call.kind == CallKind::rename && call.target == document) ||
                           (call.kind == CallKind::unlink && call.name == document);
    // A new document is renamed so that it replaces nothing: there is no gap.
    in_known_gap = publishes && scenario.before.contains(document);
    if (!in_known_gap) habit.edit(directory / document);
  });
  const auto outcome = (*store)->apply(scenario.request);
  if (!reached || in_known_gap) return reached;
  const auto now = documents_below(directory.path());
  const bool there = habit.name == "removed" ? !now.contains(document)
                                             : now.contains(document) && now.at(document) == by_hand;
  const bool never_existed = habit.name == "removed" && !scenario.before.contains(document);
  BOOST_TEST((there || never_existed || was_taken_in(outcome, document)),
             "the edit is lost; the answer was: " << text_of(outcome));
  if (applied_in(outcome) && !there && scenario.request.operations.front().bytes)
    BOOST_TEST(now.at(document) == *scenario.request.operations.front().bytes);
  BOOST_TEST(temporary_files_below(directory.path()).empty());
  BOOST_TEST(store.value()->committer().degraded_reason() == "");
  return true;
}

BOOST_AUTO_TEST_SUITE(racing_edit)

BOOST_AUTO_TEST_CASE(an_edit_by_hand_in_any_gap_is_kept_or_taken_in) {
  std::size_t runs = 0;
  for (const std::size_t which : {0U, 1U, 3U}) {  // replace, create, delete
    const auto& scenario = scenarios()[which];
    const Prepared prepared(scenario);
    for (const auto& habit : habits()) {
      for (std::size_t number = 1;; ++number) {
        BOOST_TEST_INFO_SCOPE(scenario.name << ", " << habit.name << " before call " << number);
        if (!edit_at(scenario, prepared, habit, number)) break;
        ++runs;
      }
    }
  }
  std::cout << runs << " edits in gaps\n";
}

BOOST_AUTO_TEST_CASE(a_commit_bound_to_a_revision_is_refused_when_an_edit_comes_first) {
  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  BOOST_TEST_REQUIRE(applied_in((*store)->apply({put("a.json", "[1]")})) != nullptr);
  bool edited = false;
  files.on_call([&](const Call& call) {
    if (edited || call.kind != CallKind::sync_file) return;
    edited = true;
    write_file(directory / "a.json", by_hand);
  });
  const auto outcome = (*store)->apply({put("a.json", "[2]", 1)});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == commit::Refusal::Kind::revision_mismatch));
  BOOST_TEST(refusal_in(outcome)->actual.number == 2U);
  BOOST_TEST(read_file(directory / "a.json") == by_hand);
}

BOOST_AUTO_TEST_CASE(a_file_that_never_rests_refuses_the_commit) {
  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  BOOST_TEST_REQUIRE(applied_in((*store)->apply({put("a.json", "[1]")})) != nullptr);
  std::size_t edits = 0;
  files.on_call([&](const Call& call) {
    if (call.kind == CallKind::set_mode)
      replace_file(directory / "a.json", "[" + std::to_string(++edits) + "]");
  });
  const auto outcome = (*store)->apply({put("a.json", "[-1]")});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == commit::Refusal::Kind::storage_failed));
  BOOST_TEST(refusal_in(outcome)->cause->code.value() == EBUSY);
  BOOST_TEST(read_file(directory / "a.json") == "[" + std::to_string(edits) + "]");
}

BOOST_AUTO_TEST_CASE(deletions_called_off_because_of_an_edit_stay_called_off_after_a_restart) {
  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  BOOST_TEST_REQUIRE(applied_in((*store)->apply({put("a.json", "[1]"), put("b.json", "[1]")})) != nullptr);
  files.on_call([&](const Call& call) {
    if (call.kind == CallKind::sync_data) write_file(directory / "a.json", by_hand);
  });
  const auto outcome = (*store)->apply({remove("a.json", 1), remove("b.json", 1)});
  files.on_call({});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == commit::Refusal::Kind::revision_mismatch));
  store->reset();
  store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  BOOST_TEST(read_file(directory / "a.json") == by_hand);
  BOOST_TEST(read_file(directory / "b.json") == "[1]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
