// Goal: the special ways in which staging and publishing go wrong: names taken, short writes, wrong bytes,
// an error that comes after the deed, shortages that pass. Method: one fault each on a store of one document.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/support/failing_file_system.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {
namespace {

using commit::Notice;
using commit::Refusal;

const std::string older = "{\"version\":\"old\"}\n";
const std::string newer = "{\"version\":\"new\"}\n";

struct Fixture {
  Fixture() {
    open();
    BOOST_TEST_REQUIRE(applied_in(store->apply({put("a.json", older)})) != nullptr);
    files.forget_calls();
  }
  void open() {
    store.reset();
    auto opened = TestStore::open(files, directory.path());
    BOOST_TEST_REQUIRE(opened.has_value(), opened.error().text());
    store = std::move(*opened);
  }
  [[nodiscard]] std::string on_disk() const { return read_file(directory / "a.json"); }
  [[nodiscard]] std::size_t count(CallKind kind) const {
    return static_cast<std::size_t>(std::count_if(files.calls().begin(), files.calls().end(),
                                                  [kind](const Call& call) { return call.kind == kind; }));
  }

  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
  std::unique_ptr<TestStore> store;
};

BOOST_FIXTURE_TEST_SUITE(staging_fault, Fixture)

BOOST_AUTO_TEST_CASE(fifteen_taken_temporary_names_are_stepped_over) {
  files.fail_kind(CallKind::create_exclusive, 1, 15, EEXIST);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
  BOOST_TEST(on_disk() == newer);
}

BOOST_AUTO_TEST_CASE(sixteen_taken_temporary_names_refuse_the_commit) {
  files.fail_kind(CallKind::create_exclusive, 1, 16, EEXIST);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::storage_failed));
  BOOST_TEST(refusal_in(outcome)->cause->code.value() == EEXIST);
  BOOST_TEST(count(CallKind::create_exclusive) == 16U);
  BOOST_TEST(on_disk() == older);
}

BOOST_AUTO_TEST_CASE(a_new_temporary_name_is_tried_each_time) {
  files.fail_kind(CallKind::create_exclusive, 1, 15, EEXIST);
  (void)store->apply({put("a.json", newer)});
  std::set<std::string> names;
  for (const auto& call : files.calls()) {
    if (call.kind == CallKind::create_exclusive) BOOST_TEST(names.insert(call.name).second);
  }
}

BOOST_AUTO_TEST_CASE(writes_of_one_byte_still_give_whole_documents) {
  files.shorten_writes(1);
  const auto outcome = store->apply({put("a.json", newer), put("b.bin", std::string(1000, 'b'))});
  BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
  BOOST_TEST(on_disk() == newer);
  BOOST_TEST(read_file(directory / "b.bin") == std::string(1000, 'b'));
  open();  // the journal is whole, too
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(a_write_that_takes_no_byte_is_an_error_and_no_endless_loop) {
  files.shorten_writes(0);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST(refusal_in(outcome)->cause->code.value() == EIO);
  BOOST_TEST(on_disk() == older);
}

BOOST_AUTO_TEST_CASE(a_write_that_stores_other_bytes_is_caught_before_the_rename) {
  files.corrupt_writes(true);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::storage_failed));
  BOOST_TEST(refusal_in(outcome)->cause->code.value() == EIO);
  BOOST_TEST(count(CallKind::rename) == 0U);
  BOOST_TEST(on_disk() == older);
  BOOST_TEST(temporary_files_below(directory.path()).empty());
}

BOOST_AUTO_TEST_CASE(a_rename_that_reports_an_error_after_the_deed_counts_as_done) {
  files.fail_after_deed(CallKind::rename, 1, EIO);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
  BOOST_TEST(files.was_hit());
  BOOST_TEST(on_disk() == newer);
}

BOOST_AUTO_TEST_CASE(an_unlink_that_reports_an_error_after_the_deed_is_never_a_false_answer) {
  files.fail_after_deed(CallKind::unlink, 1, EIO);
  const auto outcome = store->apply({remove("a.json")});
  BOOST_TEST(files.was_hit());
  const bool gone = !std::filesystem::exists(directory / "a.json");
  const auto* refusal = refusal_in(outcome);
  const bool told_unchanged = refusal != nullptr && refusal->kind != Refusal::Kind::outcome_unknown;
  BOOST_TEST(!(gone && told_unchanged), "refused as unchanged, but the document is gone");
}

BOOST_AUTO_TEST_CASE(a_shortage_that_passes_is_waited_out_and_told) {
  for (const int shortage : {ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM, EAGAIN}) {
    files.fail_kind(CallKind::create_exclusive, 1, 2, shortage);
    const auto outcome = store->apply({put("a.json", "[" + std::to_string(shortage) + "]")});
    BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
    BOOST_TEST(has_notice(outcome.notices, Notice::Kind::retry));
    files.heal();
  }
}

BOOST_AUTO_TEST_CASE(a_shortage_that_lasts_refuses_and_heals_by_itself) {
  files.fail_kind(CallKind::reserve, 1, FailingFileSystem::for_ever, ENOSPC);
  for (int i = 0; i < 3; ++i) {
    const auto outcome = store->apply({put("a.json", newer)});
    BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
    BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::storage_full));
  }
  BOOST_TEST(temporary_files_below(directory.path()).empty());
  BOOST_TEST(store->committer().degraded_reason().empty());
  files.heal();
  BOOST_TEST(applied_in(store->apply({put("a.json", newer)})) != nullptr);
}

BOOST_AUTO_TEST_CASE(one_failed_fsync_of_a_document_is_made_good_with_a_fresh_file) {
  files.fail_kind(CallKind::sync_file, 1, 1, EIO);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST(applied_in(outcome) != nullptr, text_of(outcome));
  BOOST_TEST(has_notice(outcome.notices, Notice::Kind::retry));
  BOOST_TEST(syncs_repeated_after_failure(files.calls()).empty());
  BOOST_TEST(on_disk() == newer);
}

BOOST_AUTO_TEST_CASE(two_failed_fsyncs_of_a_document_refuse_the_commit) {
  files.fail_kind(CallKind::sync_file, 1, 2, EIO);
  const auto outcome = store->apply({put("a.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr);
  BOOST_TEST((refusal_in(outcome)->kind == Refusal::Kind::storage_failed));
  BOOST_TEST(on_disk() == older);
}

BOOST_AUTO_TEST_CASE(a_degraded_store_refuses_everything_until_it_is_opened_anew) {
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::rename && call.target == "a.json")
      files.fail_kind(CallKind::sync_directory, 1, FailingFileSystem::for_ever, EIO);
  });
  const auto unknown = store->apply({put("a.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(unknown) != nullptr);
  BOOST_TEST((refusal_in(unknown)->kind == Refusal::Kind::outcome_unknown));
  BOOST_TEST(has_notice(unknown.notices, Notice::Kind::degraded));
  BOOST_TEST(!unknown.degraded_reason.empty());
  files.on_call({});
  files.heal();
  const auto refused = store->apply({put("b.json", newer)});
  BOOST_TEST_REQUIRE(refusal_in(refused) != nullptr);
  BOOST_TEST((refusal_in(refused)->kind == Refusal::Kind::read_only));
  BOOST_TEST(store->committer().retire().has_value());
  open();
  BOOST_TEST(applied_in(store->apply({put("b.json", newer)})) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
