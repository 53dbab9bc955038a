// Goal: a process that dies at any call leaves whole documents, transactions that are there or not at all,
// and nothing acknowledged is lost, also when recovery dies in turn (promises 2, 3, 6 and 9). Method: at call
// N everything stops having effects; a second store dies at call M of its recovery; a third one looks. What
// the kernel has not yet written does not matter here: a dead process loses none of it.
#include <array>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/revision_record.hpp"
#include "tests/fault/scenario.hpp"
#include "tests/support/failing_file_system.hpp"

namespace holdfast::test {
namespace {

bool changes_disk(CallKind kind) {
  constexpr std::array reading{CallKind::open_root, CallKind::root_metadata,    CallKind::open_directory,
                               CallKind::list,      CallKind::open_for_reading, CallKind::read,
                               CallKind::metadata,  CallKind::metadata_at,      CallKind::attributes,
                               CallKind::sync_file, CallKind::sync_data,        CallKind::sync_directory};
  return std::find(reading.begin(), reading.end(), kind) == reading.end();
}

// The first process: opens the store and makes its requests until it dies at a call.
class DyingProcess {
 public:
  DyingProcess(const Scenario& scenario, const Prepared& prepared) : scenario_(scenario) {
    files_.elide_syncs();
    prepared.copy_to(directory_);
  }

  void run_and_die_at(std::size_t call) {
    auto store = TestStore::open(files_, directory_.path());
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    record_.note((*store)->state());
    for (const auto& [document, bytes] : scenario_.hand_edits)
      write_file(directory_ / document, bytes);
    files_.forget_calls();
    files_.die_at(call);
    for (const auto& request : {scenario_.request, scenario_.follow_up()}) {
      const auto outcome = (*store)->apply(request);
      if (files_.is_dead()) break;  // nobody got this answer
      BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
      record_.note(outcome, (*store)->state());
      ++acknowledged_;
    }
    died_ = files_.is_dead();
    // The call it died at changes nothing but for a write; what the one before did is there.
    const auto& calls = files_.calls();
    changed_disk_ =
        !died_ || call == 1 || changes_disk(calls[call - 2].kind) || calls[call - 1].kind == CallKind::write;
  }

  [[nodiscard]] bool died() const { return died_; }
  /// Whether the disk differs from what dying one call earlier leaves.
  [[nodiscard]] bool changed_disk() const { return changed_disk_; }
  [[nodiscard]] const TemporaryDirectory& directory() const { return directory_; }
  [[nodiscard]] const RevisionRecord& record() const { return record_; }
  /// What the documents may hold now.
  [[nodiscard]] std::array<Documents, 2> expected() const {
    const std::array versions{scenario_.old_version(), scenario_.new_version(), scenario_.followed_up()};
    return {versions[acknowledged_], versions[std::min<std::size_t>(acknowledged_ + 1, 2)]};
  }

 private:
  const Scenario& scenario_;
  TemporaryDirectory directory_;
  disk::PosixFileSystem real_;
  FailingFileSystem files_{real_};
  RevisionRecord record_;
  std::size_t acknowledged_ = 0;
  bool died_ = false;
  bool changed_disk_ = false;
};

void check_whole(const TemporaryDirectory& directory, const std::array<Documents, 2>& expected) {
  for (const auto& [document, bytes] : documents_below(directory.path())) {
    const auto is_version = [&, &at = document, &held = bytes](const Documents& version) {
      const auto found = version.find(at);
      return found != version.end() && found->second == held;
    };
    BOOST_TEST((is_version(expected[0]) || is_version(expected[1])), document << " is torn: " << bytes);
  }
}

// A store on a healthy disk after it all.
void check_recovered(const TemporaryDirectory& directory, const std::array<Documents, 2>& expected,
                     RevisionRecord record) {
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  files.elide_syncs();
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
  const auto now = documents_below(directory.path());
  BOOST_TEST((now == expected[0] || now == expected[1]), "not all or nothing");
  BOOST_TEST(temporary_files_below(directory.path()).empty());
  for (const auto& [document, bytes] : now) {
    const auto known = (*store)->find(document);
    BOOST_TEST((known && known->content && known->content->bytes() == bytes),
               document << " is not what is served");
  }
  record.note((*store)->state());
  const auto next = (*store)->apply({put("servers.json", "{\"version\":\"next\"}")});
  BOOST_TEST(applied_in(next) != nullptr, text_of(next));
  record.note(next, (*store)->state());
  BOOST_TEST(record.problem() == "");
}

// Returns how many places of the recovery it died at. Each time the first process dies anew: recovery knows a
// file by its inode, and a copy has another.
std::size_t die_again_in_recovery(const Scenario& scenario, const Prepared& prepared,
                                  std::size_t first_call) {
  for (std::size_t call = 1;; ++call) {
    BOOST_TEST_INFO_SCOPE("recovery dies at call " << call);
    DyingProcess first(scenario, prepared);
    first.run_and_die_at(first_call);
    const auto& directory = first.directory();
    {
      disk::PosixFileSystem real;
      FailingFileSystem files(real);
      files.elide_syncs();
      files.die_at(call);
      const auto store = TestStore::open(files, directory.path());
      if (!files.is_dead()) return call - 1;
    }
    check_whole(directory, first.expected());
    check_recovered(directory, first.expected(), first.record());
  }
}

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(dying_at_any_call_and_again_in_recovery_leaves_all_or_nothing) {
  std::size_t deaths = 0, again = 0;
  for (const auto& scenario : scenarios()) {
    const Prepared prepared(scenario);
    for (std::size_t call = 1;; ++call) {
      BOOST_TEST_INFO_SCOPE(scenario.name << ", dies at call " << call);
      DyingProcess first(scenario, prepared);
      first.run_and_die_at(call);
      if (!first.died()) break;
      ++deaths;
      check_whole(first.directory(), first.expected());
      if (first.changed_disk()) again += die_again_in_recovery(scenario, prepared, call);
      check_recovered(first.directory(), first.expected(), first.record());
    }
  }
  std::cout << deaths << " deaths, " << again << " deaths in recovery\n";
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
