// Goal: whatever call fails, with whatever error, the answer is honest and the documents are whole (promises
// 2, 3, 4, 10 and 11). Method: every scenario is run with its 1st, 2nd, 3rd ... call failing until it passes
// untouched, x errno x how long the fault lasts x restart at once or go on; a healthy file system then looks
// at what is left.
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/revision_record.hpp"
#include "tests/fault/scenario.hpp"
#include "tests/support/failing_file_system.hpp"
#include "tests/support/test_size.hpp"

namespace holdfast::test {
namespace {

using commit::Refusal;

enum class Then { restart, go_on };

struct Fault {
  std::size_t number;
  int error;
  Persistence persistence;
  Then then;
};

class FaultRun {
 public:
  FaultRun(const Scenario& scenario, const Prepared& prepared, const Fault& fault)
      : scenario_(scenario), fault_(fault) {
    files_.elide_syncs();
    prepared.copy_to(directory_);
  }

  /// Returns whether the fault took effect.
  bool run() {
    open();
    for (const auto& [document, bytes] : scenario_.hand_edits)
      write_file(directory_ / document, bytes);
    files_.forget_calls();
    files_.fail_call(fault_.number, fault_.error, fault_.persistence);
    outcome_ = store_->apply(scenario_.request);
    const bool hit = files_.was_hit();
    record_.note(outcome_, store_->state());
    BOOST_TEST_INFO_SCOPE("outcome: " << text_of(outcome_));
    check_answer(hit);
    check_documents();
    check_calls();
    check_temporary_files();
    files_.heal();
    if (fault_.then == Then::go_on && store_->committer().degraded_reason().empty()) put_another();
    restart();
    return hit;
  }

 private:
  void open() {
    auto store = TestStore::open(files_, directory_.path());
    BOOST_TEST_REQUIRE(store.has_value(), store.error().text());
    store_ = std::move(*store);
    record_.note(store_->state());
  }

  [[nodiscard]] const Refusal* refusal() const { return refusal_in(outcome_); }
  [[nodiscard]] bool is_unknown() const {
    return refusal() != nullptr && refusal()->kind == Refusal::Kind::outcome_unknown;
  }

  void check_answer(bool hit) const {
    if (!hit) BOOST_TEST(applied_in(outcome_) != nullptr, "refused without a fault");
    if (refusal() == nullptr) return;
    BOOST_TEST(refusal()->cause.has_value());
    if (refusal()->cause) BOOST_TEST(refusal()->cause->code.value() == fault_.error, refusal()->message);
    BOOST_TEST(is_unknown() == !store_->committer().degraded_reason().empty(),
               "degraded where the outcome is known, or the reverse");
    if (is_unknown()) return;
    const bool is_full = fault_.error == ENOSPC || fault_.error == EDQUOT;
    BOOST_TEST((refusal()->kind == (is_full ? Refusal::Kind::storage_full : Refusal::Kind::storage_failed)));
  }

  void check_documents() const {
    const auto now = documents_below(directory_.path());
    if (applied_in(outcome_)) {
      BOOST_TEST((now == scenario_.new_version()), "applied, but the documents are not the new ones");
    } else if (!is_unknown()) {
      BOOST_TEST((now == scenario_.old_version()), "refused, but the documents are not the old ones");
    }
    const auto older = scenario_.old_version(), newer = scenario_.new_version();
    for (const auto& [document, bytes] : now) {
      const auto was = older.find(document), is = newer.find(document);
      BOOST_TEST(((was != older.end() && was->second == bytes) || (is != newer.end() && is->second == bytes)),
                 document << " is neither old nor new: " << bytes);
    }
    for (const auto& [document, bytes] : older)
      BOOST_TEST((now.contains(document) || !newer.contains(document)), document << " is gone");
  }

  void check_calls() const {
    BOOST_TEST(syncs_repeated_after_failure(files_.calls()).empty(), "an fsync was retried after it failed");
    if (!is_unknown() || fault_.persistence == Persistence::every_call) return;
    // Unknown only if something may have become visible: a rename or an unlink came before, or failed.
    bool visible = false;
    for (const auto& call : files_.calls()) {
      visible |= call.kind == CallKind::rename || call.kind == CallKind::unlink;
      if (call.injected) break;
    }
    BOOST_TEST(visible, "unknown, though nothing was renamed");
  }

  void check_temporary_files() const {
    const bool removable =
        files_.first_kind_hit() != CallKind::unlink && fault_.persistence != Persistence::every_call;
    const bool for_recovery = is_unknown() && scenario_.request.operations.size() > 1;
    if (removable && !for_recovery) BOOST_TEST(temporary_files_below(directory_.path()).empty());
  }

  void put_another() {
    const auto outcome = store_->apply({put("another.json", "{}")});
    BOOST_TEST(applied_in(outcome) != nullptr, "healed, but: " << text_of(outcome));
    record_.note(outcome, store_->state());
    another_ = true;
  }

  // A healthy restart: what was answered holds, and the store goes on.
  void restart() {
    store_.reset();
    open();
    BOOST_TEST(temporary_files_below(directory_.path()).empty());
    auto now = documents_below(directory_.path());
    if (another_) BOOST_TEST(now.erase("another.json") == 1U);
    if (applied_in(outcome_)) {
      BOOST_TEST((now == scenario_.new_version()), "lost by the restart");
    } else if (is_unknown()) {
      BOOST_TEST((now == scenario_.new_version() || now == scenario_.old_version()), "applied in part");
    } else {
      BOOST_TEST((now == scenario_.old_version()), "refused, but there after the restart");
    }
    const auto next = store_->apply(scenario_.follow_up());
    BOOST_TEST(applied_in(next) != nullptr, "after the restart: " << text_of(next));
    record_.note(next, store_->state());
    BOOST_TEST(record_.problem() == "");
  }

  const Scenario& scenario_;
  Fault fault_;
  TemporaryDirectory directory_;
  disk::PosixFileSystem real_;
  FailingFileSystem files_{real_};
  RevisionRecord record_;
  std::unique_ptr<TestStore> store_;
  commit::Outcome outcome_;
  bool another_ = false;
};

// Returns how many runs it took.
std::size_t run_until_untouched(const Scenario& scenario, const Prepared& prepared, Fault fault) {
  std::size_t runs = 0;
  for (fault.number = 1;; ++fault.number) {
    BOOST_TEST_INFO_SCOPE(scenario.name << ", call " << fault.number << " fails with "
                                        << ::strerrorname_np(fault.error) << ", "
                                        << name_of(fault.persistence)
                                        << (fault.then == Then::restart ? ", then restart" : ", then go on"));
    ++runs;
    if (!FaultRun(scenario, prepared, fault).run()) return runs;
  }
}

// Fewer where HOLDFAST_SCALE says so: sanitizers take their time, and these differ most.
std::vector<int> errors() {
  std::vector<int> all{EIO, ENOSPC, EMFILE, EDQUOT, EROFS, EINTR, ENOMEM, EACCES};
  if (scaled(100, 1) < 100) all.resize(3);
  return all;
}

BOOST_AUTO_TEST_SUITE(call_fault)

BOOST_AUTO_TEST_CASE(any_failing_call_leaves_whole_documents_and_an_honest_answer) {
  std::size_t runs = 0;
  for (const auto& scenario : scenarios()) {
    const Prepared prepared(scenario);
    std::size_t of_scenario = 0;
    for (const int error : errors()) {
      for (const auto persistence : {Persistence::once, Persistence::same_kind, Persistence::every_call}) {
        for (const auto then : {Then::restart, Then::go_on})
          of_scenario += run_until_untouched(scenario, prepared, {1, error, persistence, then});
      }
    }
    std::cout << scenario.name << ": " << of_scenario << " runs\n";
    runs += of_scenario;
  }
  std::cout << runs << " combinations of call, errno, mode and what follows\n";
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
