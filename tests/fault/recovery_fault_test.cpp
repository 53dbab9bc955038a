// Goal: a recovery in which a call fails either says so or comes to the same state as a healthy one; it never
// takes a document for removed, nor gives revisions out anew (promise 9). Method: five directories to recover
// (closed, dead in the middle of the record, once it counts, and between two renames, edited by hand) x each
// call failing x errno x how long; then a healthy recovery must see what it would have seen without all that.
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/revision_record.hpp"
#include "tests/fault/scenario.hpp"
#include "tests/support/failing_file_system.hpp"

namespace holdfast::test {
namespace {

struct State {
  std::string name;
  std::function<void(const TemporaryDirectory&)> make;
};

const Scenario& two_documents() {
  return scenarios()[5];
}

void die_at_second_rename(const TemporaryDirectory& directory) {
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  files.elide_syncs();
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  std::size_t count = 0, renames = 0;
  files.on_call([&](const Call& call) {
    ++count;
    if (call.kind == CallKind::rename && ++renames == 2) throw count;
  });
  BOOST_CHECK_THROW((void)(*store)->apply(two_documents().request), std::size_t);
}

// At the first call of a kind: a write is done by half, anything else not at all.
void die_at(CallKind kind, const TemporaryDirectory& directory) {
  disk::PosixFileSystem real;
  FailingFileSystem files(real);
  files.elide_syncs();
  auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  files.on_call([&](const Call& call) {
    if (call.kind == kind) files.die_at(0);
  });
  (void)(*store)->apply(two_documents().request);
  BOOST_TEST_REQUIRE(files.is_dead());
}

const std::vector<State>& states() {
  static const std::vector<State> all{
      {"closed", [](const TemporaryDirectory&) {}},
      {"dead in the middle of the record",
       [](const auto& directory) { die_at(CallKind::write_at, directory); }},
      {"dead once the record counts", [](const auto& directory) { die_at(CallKind::rename, directory); }},
      {"dead between two renames", die_at_second_rename},
      {"edited by hand",
       [](const TemporaryDirectory& directory) {
         write_file(directory / "network/wifi.json", "{\"version\":\"by hand\"}");
         std::filesystem::remove(directory / "groups.json");
         write_file(directory / ".servers.json.0123456789abcdef.tmp", "stale");
       }},
  };
  return all;
}

disk::Result<std::unique_ptr<TestStore>> open_fast(FailingFileSystem& files,
                                                   const TemporaryDirectory& directory) {
  files.elide_syncs();
  return TestStore::open(files, directory.path());
}

// What is served: contents and revisions.
std::map<std::string, std::pair<std::uint64_t, std::string>> served_by(const TestStore& store) {
  std::map<std::string, std::pair<std::uint64_t, std::string>> served;
  for (const auto& [document, state] : store.state().documents)
    served[document.text()] = {state->revision.number, state->digest};
  return served;
}

class RecoveryRun {
 public:
  RecoveryRun(const Prepared& prepared, const State& state) : prepared_(prepared), state_(state) {
    const TemporaryDirectory directory;
    make(directory);
    FailingFileSystem files(real_);
    const auto store = open_fast(files, directory);
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    expected_ = served_by(**store);
    documents_ = documents_below(directory.path());
  }

  /// Returns whether the fault took effect.
  bool run(std::size_t number, int error, Persistence persistence) {
    const TemporaryDirectory directory;
    make(directory);
    FailingFileSystem files(real_);
    RevisionRecord record;
    files.fail_call(number, error, persistence);
    {
      const auto store = open_fast(files, directory);
      if (!store) BOOST_TEST(store.error().code.value() == error, store.error().text());
      if (store) {
        BOOST_TEST((served_by(**store) == expected_), "another state than without the fault");
        record.note((*store)->state());
      }
    }
    const bool hit = files.was_hit();
    files.heal();
    const auto store = open_fast(files, directory);
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    record.note((*store)->state());
    BOOST_TEST(record.problem() == "");
    BOOST_TEST((served_by(**store) == expected_), "another state after the fault");
    BOOST_TEST((documents_below(directory.path()) == documents_));
    BOOST_TEST(temporary_files_below(directory.path()).empty());
    return hit;
  }

 private:
  // Anew each time: recovery knows a file by its inode, and a copy has another.
  void make(const TemporaryDirectory& directory) const {
    prepared_.copy_to(directory);
    state_.make(directory);
  }

  const Prepared& prepared_;
  const State& state_;
  disk::PosixFileSystem real_;
  std::map<std::string, std::pair<std::uint64_t, std::string>> expected_;
  Documents documents_;
};

BOOST_AUTO_TEST_SUITE(recovery_fault)

BOOST_AUTO_TEST_CASE(a_failing_call_in_recovery_is_told_or_makes_no_difference) {
  std::size_t runs = 0;
  for (const auto& state : states()) {
    const Prepared prepared(two_documents());
    RecoveryRun run(prepared, state);
    for (const int error : {EIO, EMFILE, ENOSPC, EROFS}) {
      for (const auto persistence : {Persistence::once, Persistence::same_kind, Persistence::every_call}) {
        for (std::size_t number = 1;; ++number) {
          BOOST_TEST_INFO_SCOPE(state.name << ", call " << number << " fails with "
                                           << ::strerrorname_np(error) << ", " << name_of(persistence));
          ++runs;
          if (!run.run(number, error, persistence)) break;
        }
      }
    }
  }
  std::cout << runs << " combinations of call, errno and mode in recovery\n";
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
