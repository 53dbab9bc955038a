// Goal: what makes a commit survive a power cut is done in the one order that does: bytes and metadata before
// the file's fsync, that and the flush of the journal's record before the first rename, all renames before
// the directory's fsync, that before the file's once more (RELIABILITY.md 2.3). Method: the recorded calls of
// one healthy commit.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/scenario.hpp"
#include "tests/support/failing_file_system.hpp"

namespace holdfast::test {
namespace {

// Positions of the calls that fit; empty where there is none.
template <class Fits>
std::vector<std::size_t> places(const std::vector<Call>& calls, const Fits& fits) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (fits(calls[i])) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> renames_to(const std::vector<Call>& calls, const std::string& target) {
  return places(calls, [&](const Call& c) { return c.kind == CallKind::rename && c.target == target; });
}

std::vector<std::size_t> on_file(const std::vector<Call>& calls, CallKind kind, std::uint64_t file) {
  return places(calls, [&](const Call& c) { return c.kind == kind && c.file == file; });
}

// The open file that was created under the name that was renamed there.
std::uint64_t staged_as(const std::vector<Call>& calls, const Call& rename) {
  const auto created = std::find_if(calls.begin(), calls.end(), [&](const Call& call) {
    return call.kind == CallKind::create_exclusive && call.name == rename.name;
  });
  BOOST_TEST_REQUIRE((created != calls.end()));
  return created->opened;
}

struct Recorded {
  explicit Recorded(const Scenario& scenario) {
    Prepared(scenario).copy_to(directory);
    auto store = TestStore::open(files, directory.path());
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    files.forget_calls();
    const auto outcome = (*store)->apply(scenario.request);
    BOOST_TEST_REQUIRE(applied_in(outcome) != nullptr, text_of(outcome));
  }

  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
};

// The journal's record, and its flush.
struct Record {
  explicit Record(const std::vector<Call>& calls)
      : written(places(calls, [](const Call& c) { return c.kind == CallKind::write_at; })),
        synced(places(calls, [](const Call& c) { return c.kind == CallKind::sync_data; })) {
    BOOST_TEST_REQUIRE(written.size() == 1U);
    BOOST_TEST_REQUIRE(synced.size() == 1U);
    BOOST_TEST(calls[written[0]].file == calls[synced[0]].file);
    BOOST_TEST(written[0] < synced[0]);
  }
  std::vector<std::size_t> written, synced;
};

// All that must lie between the staging of a document and the answer.
void check_order(const std::vector<Call>& calls, const std::string& leaf) {
  const auto renamed = renames_to(calls, leaf);
  BOOST_TEST_REQUIRE(renamed.size() == 1U);
  const auto document = staged_as(calls, calls[renamed[0]]);
  const auto synced = on_file(calls, CallKind::sync_file, document);
  BOOST_TEST_REQUIRE(synced.size() == 2U);
  for (const auto kind : {CallKind::write, CallKind::reserve, CallKind::set_owner, CallKind::set_mode,
                          CallKind::set_attribute, CallKind::remove_attribute}) {
    for (const auto at : on_file(calls, kind, document))
      BOOST_TEST(at < synced[0], name_of(kind) << " after the fsync");
  }
  BOOST_TEST(on_file(calls, CallKind::write, document).size() == 1U);
  BOOST_TEST(on_file(calls, CallKind::set_mode, document).size() == 1U);

  const Record record(calls);
  // What is written down is all there: the record never tells of a document that may not be made.
  BOOST_TEST(on_file(calls, CallKind::write, document)[0] < record.written[0]);
  const auto first =
      places(calls, [](const Call& c) { return c.kind == CallKind::rename || c.kind == CallKind::unlink; });
  BOOST_TEST(record.synced[0] < first.at(0));
  BOOST_TEST(synced[0] < first[0]);

  const auto names_synced = on_file(calls, CallKind::sync_directory, calls[renamed[0]].file);
  BOOST_TEST_REQUIRE(!names_synced.empty());
  BOOST_TEST(first.back() < names_synced.back());
  // Of a lost rename XFS may tell only here.
  BOOST_TEST(names_synced.back() < synced[1]);
}

BOOST_AUTO_TEST_SUITE(sync_order)

BOOST_AUTO_TEST_CASE(a_put_syncs_journal_and_file_then_renames_then_syncs_the_directory) {
  const Recorded recorded(scenarios()[0]);
  check_order(recorded.files.calls(), "servers.json");
}

BOOST_AUTO_TEST_CASE(mode_owner_and_attributes_are_set_before_the_fsync) {
  const Recorded recorded(scenarios()[0]);
  const auto& calls = recorded.files.calls();
  const auto document = staged_as(calls, calls[renames_to(calls, "servers.json").at(0)]);
  const auto synced = on_file(calls, CallKind::sync_file, document).at(0);
  for (const auto kind : {CallKind::set_mode, CallKind::set_owner, CallKind::set_attribute}) {
    const auto set = on_file(calls, kind, document);
    if (set.empty()) {
      BOOST_TEST_MESSAGE("SKIPPED: " << name_of(kind) << " (not root, or no attributes here)");
      continue;
    }
    BOOST_TEST(set.back() < synced);
  }
}

BOOST_AUTO_TEST_CASE(a_create_in_new_directories_syncs_each_parent_before_the_file_is_made) {
  const Recorded recorded(scenarios()[2]);
  const auto& calls = recorded.files.calls();
  check_order(calls, "new.json");
  const auto made = places(calls, [](const Call& c) { return c.kind == CallKind::make_directory; });
  BOOST_TEST_REQUIRE(made.size() == 2U);
  const auto created =
      places(calls, [](const Call& c) { return c.kind == CallKind::create_exclusive; }).at(0);
  for (const auto at : made) {
    const auto synced = on_file(calls, CallKind::sync_directory, calls[at].file);
    BOOST_TEST_REQUIRE(!synced.empty());
    BOOST_TEST(at < synced[0]);
    BOOST_TEST(synced[0] < created);
  }
}

BOOST_AUTO_TEST_CASE(a_create_in_a_directory_somebody_else_made_syncs_its_parent_too) {
  const Scenario scenario{"", {}, {}, request_of({put("by-hand/new.json", "{}")})};
  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
  const auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  std::filesystem::create_directory(directory / "by-hand");
  files.forget_calls();
  BOOST_TEST(applied_in((*store)->apply(scenario.request)) != nullptr);
  const auto& calls = files.calls();
  const auto made = places(calls, [](const Call& c) { return c.kind == CallKind::make_directory; });
  BOOST_TEST_REQUIRE(made.size() == 1U);
  BOOST_TEST(calls[made[0]].error == EEXIST);
  BOOST_TEST(!on_file(calls, CallKind::sync_directory, calls[made[0]].file).empty());
}

BOOST_AUTO_TEST_CASE(of_several_documents_all_are_synced_before_the_first_is_renamed) {
  const Recorded recorded(scenarios()[4]);
  const auto& calls = recorded.files.calls();
  check_order(calls, "servers.json");
  check_order(calls, "groups.json");
  const auto first = renames_to(calls, "groups.json").at(0);
  for (const std::string leaf : {"servers.json", "groups.json"}) {
    const auto document = staged_as(calls, calls[renames_to(calls, leaf).at(0)]);
    BOOST_TEST(on_file(calls, CallKind::sync_file, document).at(0) < first);
  }
  // However many there are: one record, and one fsync of their directory.
  BOOST_TEST(on_file(calls, CallKind::sync_directory, calls[first].file).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_delete_syncs_the_directory_after_the_unlink) {
  const Recorded recorded(scenarios()[3]);
  const auto& calls = recorded.files.calls();
  const auto gone = places(calls, [](const Call& c) { return c.kind == CallKind::unlink; });
  BOOST_TEST_REQUIRE(gone.size() == 1U);
  BOOST_TEST(Record(calls).synced[0] < gone[0]);
  const auto synced = on_file(calls, CallKind::sync_directory, calls[gone[0]].file);
  BOOST_TEST_REQUIRE(!synced.empty());
  BOOST_TEST(gone[0] < synced.back());
}

BOOST_AUTO_TEST_CASE(a_new_segment_of_the_journal_is_durable_with_its_name_before_a_record_goes_into_it) {
  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
  const auto store = TestStore::open(files, directory.path());
  BOOST_TEST_REQUIRE(store.has_value());
  files.forget_calls();
  BOOST_TEST(applied_in((*store)->apply({put("large", std::string(100'000, 'x'))})) != nullptr);
  const auto& calls = files.calls();
  const auto renamed =
      places(calls, [](const Call& c) { return c.kind == CallKind::rename && c.target.starts_with("0000"); });
  BOOST_TEST_REQUIRE(renamed.size() == 1U);
  const auto segment = staged_as(calls, calls[renamed[0]]);
  const Record record(calls);
  BOOST_TEST(calls[record.written[0]].file == segment);
  const auto synced = on_file(calls, CallKind::sync_file, segment);
  BOOST_TEST_REQUIRE(synced.size() == 2U);
  BOOST_TEST(on_file(calls, CallKind::write, segment).back() < synced[0]);
  BOOST_TEST(synced[0] < renamed[0]);
  // The directory, through a descriptor of its own, and the file once more.
  const auto names = places(calls, [](const Call& c) { return c.kind == CallKind::sync_directory; });
  BOOST_TEST_REQUIRE(!names.empty());
  BOOST_TEST(renamed[0] < names[0]);
  BOOST_TEST(names[0] < record.written[0]);
  BOOST_TEST(synced[1] < record.written[0]);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
