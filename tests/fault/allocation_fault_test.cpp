// Goal: a large allocation that fails refuses the requests it was for, and nothing else happens (promises 10
// and 11; T7). Method: commits of large documents on a store in this process, where the 1st, 2nd, 3rd ...
// allocation above 64 KiB fails until none is left, once and for ever; what was answered is compared with the
// files, then the same commit is made again, and the store is opened again.
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <iostream>
#include <new>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/support/failing_memory.hpp"
#include "tests/support/forwarding_file_system.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {
namespace {

using commit::Operation;
using commit::Refusal;
using Documents = std::map<std::string, std::string>;  // bytes by name

constexpr std::size_t large = 300'000;

// Many values, so that its tree is larger than its text.
std::string large_json(char filler) {
  std::string text = "{\"first\":0,\"list\":[";
  while (text.size() < large)
    text += std::string("\"") + std::string(20, filler) + "\",";
  return text + "0]}\n";
}

// Nothing here dies but the process.
struct UnsyncedFileSystem : ForwardingFileSystem {
  using ForwardingFileSystem::ForwardingFileSystem;
  disk::Result<void> sync_file(const disk::File&) override { return {}; }
  disk::Result<void> sync_data(const disk::File&) override { return {}; }
  disk::Result<void> sync_directory(const disk::File&) override { return {}; }
};

struct LargeCommit {
  std::string name;
  Documents by_hand;
  std::vector<commit::Request> requests;  // of one group
};

Documents documents_before() {
  return {{"large.json", large_json('a')}, {"large.conf", std::string(large, 'a')}, {"small.json", "1\n"}};
}

commit::Request dry_run_of(commit::Request request) {
  request.dry_run = true;
  return request;
}

std::vector<LargeCommit> large_commits() {
  const auto other = large_json('b');
  const std::string plain(large, 'b');
  const auto edit_one = edit(Operation::Kind::replace, "large.json", "/first", "1");
  const auto edit_large = edit(Operation::Kind::replace, "large.json", "/first", other);
  const auto merge_large = edit(Operation::Kind::merge, "large.json", "", other);
  return {{"replace JSON", {}, {request_of({put("large.json", other)})}},
          {"replace text", {}, {request_of({put("large.conf", plain)})}},
          {"create", {}, {request_of({put("one/new.json", other)})}},
          {"delete", {}, {request_of({remove("large.json")})}},
          {"edit", {}, {request_of({edit_one})}},
          {"edit with a large value", {}, {request_of({edit_large, edit_one})}},
          {"merge", {}, {request_of({merge_large})}},
          {"dry run of a replacement", {}, {dry_run_of(request_of({put("large.json", other)}))}},
          {"dry run of an edit", {}, {dry_run_of(request_of({edit_one}))}},
          {"after an edit by hand",
           {{"large.json", other}},
           {request_of({put("small.json", "2\n")}), request_of({put("large.json", large_json('a'))})}},
          {"two in a group",
           {},
           {request_of({put("small.json", "2\n")}), request_of({put("large.conf", plain)})}},
          {"several",
           {},
           {request_of({put("large.conf", plain), put("large.json", other), put("new.conf", plain)})}}};
}

// A store whose group is made once with an allocation that fails, and again without.
class AllocationRun {
 public:
  AllocationRun(const LargeCommit& commit, std::uint64_t segment_bytes) : commit_(commit) {
    options_.journal.segment_bytes = segment_bytes;
    open();
    for (const auto& [document, bytes] : documents_before())
      BOOST_TEST_REQUIRE(applied_in(store_->apply({put(document, bytes)})) != nullptr);
    for (const auto& [document, bytes] : commit_.by_hand)
      replace_file(directory_ / document, bytes);
  }

  /// What the documents are after it, with enough memory.
  Documents undisturbed() {
    for (const auto& result : apply())
      BOOST_TEST(std::holds_alternative<commit::Applied>(result));
    return documents_below(directory_.path());
  }

  /// Returns whether an allocation failed.
  bool run(std::size_t number, bool lasting, const Documents& after) {
    after_ = after;
    const auto before = documents_below(directory_.path());
    const auto results = apply_with_failure(number, lasting);
    if (!results) return true;
    if (has_memory_failed()) check(*results, before);
    BOOST_TEST(store_->committer().degraded_reason() == "");
    BOOST_TEST(temporary_files_below(directory_.path()).empty());
    check_again();
    return has_memory_failed();
  }

 private:
  using Results = std::vector<commit::RequestResult>;

  void open() {
    store_.reset();
    auto store = TestStore::open(files_, directory_.path(), options_);
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    store_ = std::move(*store);
  }

  Results apply() {
    std::vector<const commit::Request*> requests;
    for (const auto& request : commit_.requests)
      requests.push_back(&request);
    return store_->committer().apply_group(requests).results;
  }

  std::optional<Results> apply_with_failure(std::size_t number, bool lasting) {
    fail_large_allocation(number, lasting);
    try {
      auto results = apply();
      heal_memory();
      return results;
    } catch (const std::bad_alloc&) {
      heal_memory();
      BOOST_ERROR("allocation " << number << " ends the process; " << place_of_failure());
      return std::nullopt;
    }
  }

  // Whatever was refused is refused for memory, and is not on the disk.
  void check(const Results& results, const Documents& before) {
    bool all = true;
    bool none = true;
    for (const auto& result : results) {
      const auto* refusal = std::get_if<Refusal>(&result);
      all = all && refusal == nullptr;
      none = none && refusal != nullptr;
      if (refusal == nullptr) continue;
      BOOST_TEST((refusal->kind == Refusal::Kind::storage_failed), refusal->message);
      if (refusal->cause) BOOST_TEST(refusal->cause->code.value() == ENOMEM, refusal->message);
    }
    const auto now = documents_below(directory_.path());
    if (all) BOOST_TEST((now == after_), "applied, but the documents are not the new ones");
    if (none) BOOST_TEST((now == before), "refused, but the documents are not the old ones");
  }

  // With memory the same group is taken, and an open store and a new one say the same.
  void check_again() {
    for (const auto& result : apply()) {
      const auto* refusal = std::get_if<Refusal>(&result);
      // What is deleted already cannot be deleted again.
      if (refusal != nullptr)
        BOOST_TEST((refusal->kind == Refusal::Kind::no_such_document), refusal->message);
    }
    BOOST_TEST((documents_below(directory_.path()) == after_));
    const auto revision = store_->revision();
    open();
    BOOST_TEST((documents_below(directory_.path()) == after_));
    BOOST_TEST(store_->revision() == revision);
    BOOST_TEST(store_->notices().empty());
  }

  const LargeCommit& commit_;
  commit::CommitterOptions options_ = fast_options();
  Documents after_;
  TemporaryDirectory directory_;
  disk::PosixFileSystem real_;
  UnsyncedFileSystem files_{real_};
  std::unique_ptr<TestStore> store_;
};

BOOST_AUTO_TEST_SUITE(allocation_fault)

BOOST_AUTO_TEST_CASE(any_large_allocation_that_fails_refuses_and_changes_nothing) {
  std::size_t runs = 0;
  std::size_t failures = 0;
  for (const auto& commit : large_commits()) {
    // A segment that must be made for the record, and one that has room for it.
    for (const std::uint64_t segment_bytes : {16U * 1024, 4U * 1024 * 1024}) {
      const auto after = AllocationRun(commit, segment_bytes).undisturbed();
      for (const bool lasting : {false, true}) {
        for (std::size_t number = 1;; ++number, ++runs) {
          BOOST_TEST_INFO_SCOPE(commit.name << ", allocation " << number << (lasting ? " and all later" : "")
                                            << " fails, segments of " << segment_bytes << " bytes");
          if (!AllocationRun(commit, segment_bytes).run(number, lasting, after)) break;
          ++failures;
        }
      }
    }
  }
  std::cout << runs << " runs, " << failures << " failed allocations\n";
  BOOST_TEST(failures > 100U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
