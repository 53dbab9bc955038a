// Goal: a store that turned read-only takes changes again only if the disk does all that a commit needs, and
// then as after a restart; on a full disk what frees space still works. Method: stores degraded by a failing
// directory, probed with the fault still there, in part, and gone; a disk that has no room until the reserve
// is given back.
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "daemon/disk/probe.hpp"
#include "daemon/disk/reserve.hpp"
#include "tests/unit/commit_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : StoreFixture {
  // The new version is visible, and nobody knows whether it survives.
  void degrade(const std::string& document) {
    files.on_call([this, document](const Call& call) {
      if (call.kind == CallKind::rename && call.target == document)
        files.fail_kind(CallKind::sync_directory, 1, FailingFileSystem::for_ever, EIO);
    });
    const auto outcome = store->apply({put(document, "[2]")});
    files.on_call({});
    BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
    BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::outcome_unknown));
    BOOST_TEST(!store->committer().degraded_reason().empty());
  }
  [[nodiscard]] bool reserve_is_there() const { return fs::exists(directory / ".holdfast/reserve"); }
};

BOOST_FIXTURE_TEST_SUITE(commit_probe, Fixture)

BOOST_AUTO_TEST_CASE(a_disk_that_is_well_again_makes_the_store_take_changes) {
  apply({put("a.json", "[1]"), put("b.json", "[1]")});
  degrade("a.json");
  files.heal();
  const auto report = store->committer().probe();
  BOOST_TEST(has_notice(report.notices, Notice::Kind::healthy));
  BOOST_TEST(report.degraded_reason == "");
  BOOST_TEST(report.revision.number == 2U);
  BOOST_TEST(report.changes.size() == 2U);
  BOOST_TEST(store->find("a.json")->content->bytes() == "[2]");
  BOOST_TEST(applied_in(apply({put("a.json", "[3]")}))->revision.number == 3U);
  open();
  BOOST_TEST(store->revision() == 3U);
  BOOST_TEST(read("a.json") == "[3]");
}

BOOST_AUTO_TEST_CASE(what_was_edited_by_hand_meanwhile_is_taken_in_and_what_is_gone_is_told) {
  apply({put("a.json", "[1]"), put("b.json", "[1]"), put("c.json", "[1]")});
  degrade("a.json");
  files.heal();
  write("b.json", "[9]");
  fs::remove(directory / "c.json");
  const auto report = store->committer().probe();
  BOOST_TEST(report.revision.number == 3U);
  BOOST_TEST(has_notice(report.notices, Notice::Kind::imported));
  BOOST_TEST(store->find("b.json")->content->bytes() == "[9]");
  const auto gone = std::count_if(report.changes.begin(), report.changes.end(),
                                  [](const auto& change) { return change.now == nullptr; });
  BOOST_TEST(gone == 1);
}

BOOST_AUTO_TEST_CASE(every_part_of_a_disk_that_still_fails_keeps_the_store_read_only) {
  for (const auto kind :
       {CallKind::create_exclusive, CallKind::write, CallKind::sync_file, CallKind::rename,
        CallKind::sync_directory, CallKind::drop_cached, CallKind::unlink, CallKind::read}) {
    BOOST_TEST_CONTEXT(name_of(kind)) {
      Fixture other;
      other.apply({put("a.json", "[1]")});
      other.degrade("a.json");
      other.files.heal();
      other.files.fail_kind(kind, 1, FailingFileSystem::for_ever, EIO);
      const auto report = other.store->committer().probe();
      BOOST_TEST(has_notice(report.notices, Notice::Kind::degraded));
      BOOST_TEST(!report.degraded_reason.empty());
      const auto refused = other.store->apply({put("b.json", "[1]")});
      BOOST_TEST_REQUIRE(refusal_in(refused) != nullptr);
      BOOST_TEST((refusal_in(refused)->kind == Refusal::Kind::read_only));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_probe_reads_from_the_disk_and_leaves_nothing_behind) {
  const auto& own = store->directory().own();
  files.forget_calls();
  BOOST_TEST(disk::probe(files, own).has_value());
  BOOST_TEST(!fs::exists(directory / ".holdfast/probe"));
  std::size_t dropped = 0, read_after = 0;
  for (const auto& call : files.calls()) {
    if (call.kind == CallKind::drop_cached) ++dropped;
    if (call.kind == CallKind::read && dropped > 0) ++read_after;
  }
  BOOST_TEST(dropped == 1U);
  BOOST_TEST(read_after >= 1U);
}

BOOST_AUTO_TEST_CASE(a_store_that_is_well_does_nothing_when_probed) {
  apply({put("a.json", "[1]")});
  files.forget_calls();
  const auto report = store->committer().probe();
  BOOST_TEST(files.calls().empty());
  BOOST_TEST(report.revision.number == 1U);
  BOOST_TEST(report.changes.empty());
}

BOOST_AUTO_TEST_CASE(deleting_works_on_a_full_disk_with_what_was_set_aside) {
  // The record of its deletion needs a new segment, for which there is no room.
  apply({put("large", std::string(20'000, 'x'))});
  BOOST_TEST(reserve_is_there());
  files.fail_kind(CallKind::reserve, 1, FailingFileSystem::for_ever, ENOSPC);
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::unlink && call.name == "reserve") files.heal();
  });
  apply({remove("large")});
  BOOST_TEST(!fs::exists(directory / "large"));
  BOOST_TEST(!reserve_is_there());
  files.on_call({});
  files.heal();
  BOOST_TEST(store->committer().retire().has_value());
  BOOST_TEST(reserve_is_there());
}

BOOST_AUTO_TEST_CASE(what_takes_space_is_refused_on_a_full_disk_and_leaves_the_reserve) {
  apply({put("a.json", "[1]")});
  files.fail_kind(CallKind::reserve, 1, FailingFileSystem::for_ever, ENOSPC);
  for (int i = 0; i < 3; ++i)
    BOOST_TEST((refuse({put("b.json", "[1]")}).kind == Refusal::Kind::storage_full));
  BOOST_TEST(reserve_is_there());
}

BOOST_AUTO_TEST_CASE(a_reserve_is_filled_once_and_anew_after_it_was_given_back) {
  disk::Reserve reserve(files, store->directory().own(), 100'000);
  BOOST_TEST(reserve.fill().has_value());
  BOOST_TEST(fs::file_size(directory / ".holdfast/reserve") == 100'000U);
  files.forget_calls();
  BOOST_TEST(reserve.fill().has_value());
  BOOST_TEST(files.calls().empty());
  BOOST_TEST(reserve.release());
  BOOST_TEST(!reserve.release());
  BOOST_TEST(!reserve_is_there());
  files.fail_kind(CallKind::write, 1, 1, ENOSPC);
  BOOST_TEST(reserve.fill().error().code.value() == ENOSPC);
  BOOST_TEST(!reserve_is_there());
  BOOST_TEST(reserve.fill().has_value());
  BOOST_TEST(reserve_is_there());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
