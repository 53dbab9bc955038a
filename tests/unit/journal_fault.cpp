// Goal: wherever a call of the journal fails, is_ready() tells the truth: either the segment in use goes on,
// or only a new one counts, and a reader finds one of the two states that are legal then, never damage. No
// sync is repeated on a descriptor on which it failed (RELIABILITY.md 2.3, 2.4). Method: each call fails in
// turn until none is left to fail.
#include <algorithm>
#include <cerrno>

#include "daemon/disk/journal.hpp"
#include "tests/unit/journal_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;

struct Fault {
  std::size_t call;
  int error;
  Persistence persistence;

  [[nodiscard]] std::string text() const {
    return "call " + std::to_string(call) + " fails with " + std::to_string(error) + ", " +
           name_of(persistence);
  }
};

// One directory, one fault.
struct Trial : JournalFixture {
  std::string read_soundly(const std::string& when) {
    const auto found = read();
    BOOST_TEST(found.is_sound(), when << found.damage());
    return found.payloads();
  }
  void check_goes_on(Journal& journal, const std::string& before) {
    const auto epoch = journal.epoch();
    add(journal, "more");
    BOOST_TEST(journal.epoch() == epoch);
    BOOST_TEST(read_soundly("going on: ") == before + " more");
  }
  // From what was read on, as a new process.
  void check_restart(const std::string& before) {
    auto restarted = reopen();
    BOOST_TEST_REQUIRE(start(restarted, "restarted").has_value());
    BOOST_TEST(read_soundly("restarted: ") == before + " restarted");
  }
};

// True if the fault was met.
bool try_start(const Fault& fault, bool after_restart) {
  Trial trial;
  auto first = trial.journal_of({"a", "b"});
  auto journal = after_restart ? trial.reopen() : std::move(first);
  auto& files = trial.files;
  files.fail_call(fault.call, fault.error, fault.persistence);
  const bool started = trial.start(journal, "c").has_value();
  const bool hit = files.was_hit();
  files.heal();
  if (!hit) BOOST_TEST(started);
  if (started) {
    BOOST_TEST_REQUIRE(journal.is_ready());
    trial.check_goes_on(journal, "a b c");
  } else if (journal.is_ready()) {
    BOOST_TEST(!after_restart);
    BOOST_TEST(trial.read_soundly("not started: ") == "a b");
    trial.check_goes_on(journal, "a b");
    BOOST_TEST_REQUIRE(trial.start(journal, "d").has_value());
    BOOST_TEST(trial.read_soundly("started: ") == "a b more d");
  } else {
    const auto left = trial.read_soundly("uncertain: ");
    BOOST_TEST((left == "a b" || left == "a b c"), left);
    const auto epoch_left = trial.read().contents.epoch_max;
    BOOST_TEST_REQUIRE(trial.start(journal, "d").has_value());
    BOOST_TEST(journal.epoch() > epoch_left);
    trial.check_goes_on(journal, "a b d");
  }
  trial.check_restart(trial.read().payloads());
  BOOST_TEST(syncs_repeated_after_failure(files.calls()).empty());
  return hit;
}

// True if the fault was met.
bool try_append(const Fault& fault, std::size_t write_bytes_max) {
  Trial trial;
  auto journal = trial.journal_of({"a", "b"});
  auto& files = trial.files;
  files.shorten_writes(write_bytes_max);
  files.fail_call(fault.call, fault.error, fault.persistence);
  auto done = journal.append({2, "c"});
  if (done) done = journal.sync();
  const bool hit = files.was_hit();
  files.heal();
  files.shorten_writes(FailingFileSystem::for_ever);
  BOOST_TEST(done.has_value() != hit);
  BOOST_TEST(journal.is_ready() == done.has_value());
  const auto left = trial.read_soundly("uncertain: ");
  BOOST_TEST((left == "a b c" || (hit && left == "a b")), left);
  BOOST_TEST(journal.end().sequence == (hit ? 2U : 3U));
  if (hit) {
    // A crash may leave the record, or have left it, whole though its sync failed.
    const auto with_record = read_file(trial.path(1));
    BOOST_TEST_REQUIRE(trial.start(journal, "d").has_value());
    trial.put(1, with_record);
    BOOST_TEST(trial.read_soundly("cut off: ") == "a b d");
    trial.check_goes_on(journal, "a b d");
  }
  BOOST_TEST(syncs_repeated_after_failure(files.calls()).empty());
  return hit;
}

// Runs it with a fault at the first call, the second, ... until none is left; returns how many there were.
template <class Try>
std::size_t at_each_call(const Try& attempt) {
  std::size_t calls = 0;
  for (const int error : {EIO, ENOSPC}) {
    for (const auto persistence : {Persistence::once, Persistence::every_call}) {
      for (calls = 1;; ++calls) {
        const Fault fault{calls, error, persistence};
        BOOST_TEST_CONTEXT(fault.text()) {
          if (!attempt(fault)) break;
        }
      }
    }
  }
  return calls - 1;
}

BOOST_AUTO_TEST_SUITE(journal_fault)

BOOST_AUTO_TEST_CASE(a_new_segment_fails_wholly_or_is_there_whichever_call_fails) {
  BOOST_TEST(at_each_call([](const Fault& fault) { return try_start(fault, false); }) > 12U);
}

BOOST_AUTO_TEST_CASE(so_does_the_first_segment_after_a_restart) {
  BOOST_TEST(at_each_call([](const Fault& fault) { return try_start(fault, true); }) > 14U);
}

BOOST_AUTO_TEST_CASE(an_append_that_fails_leaves_only_a_new_segment_to_go_on_in) {
  BOOST_TEST(at_each_call([](const Fault& fault) { return try_append(fault, small_segment); }) == 2U);
}

BOOST_AUTO_TEST_CASE(a_record_is_written_in_as_many_pieces_as_the_file_system_takes) {
  BOOST_TEST(at_each_call([](const Fault& fault) { return try_append(fault, 7); }) == 80U / 7U + 2U);
}

BOOST_FIXTURE_TEST_CASE(a_file_system_that_takes_no_bytes_is_a_failure_and_no_endless_loop, Trial) {
  auto journal = journal_of({"a"});
  files.shorten_writes(0);
  const auto appended = journal.append({2, "b"});
  BOOST_TEST_REQUIRE(!appended.has_value());
  BOOST_TEST(appended.error().code.value() == EIO);
  BOOST_TEST(!journal.is_ready());
}

BOOST_FIXTURE_TEST_CASE(a_write_or_sync_that_fails_after_the_deed_is_uncertain_until_it_is_cut_off, Trial) {
  for (const auto kind : {CallKind::write_at, CallKind::sync_data}) {
    auto journal = journal_of({"a"});
    const auto before = read().payloads();
    files.fail_after_deed(kind, 1, EIO);
    auto done = journal.append({2, "b"});
    if (done) done = journal.sync();
    files.heal();
    BOOST_TEST(!done.has_value());
    BOOST_TEST(!journal.is_ready());
    BOOST_TEST(read_soundly("uncertain: ") == before + " b");
    BOOST_TEST_REQUIRE(start(journal, "c").has_value());
    BOOST_TEST(read_soundly("cut off: ") == before + " c");
  }
}

BOOST_FIXTURE_TEST_CASE(epochs_grow_also_after_attempts_that_failed, Trial) {
  auto journal = journal_of({"a"});
  std::uint64_t last = journal.epoch();
  for (const auto kind : {CallKind::rename, CallKind::sync_directory, CallKind::create_exclusive}) {
    files.fail_kind(kind, 1, 3, EIO);
    for (int i = 0; i < 3; ++i)
      BOOST_TEST(!start(journal, "b").has_value());
    files.heal();
    const auto left = read().contents.epoch_max;
    BOOST_TEST_REQUIRE(start(journal, "c").has_value());
    BOOST_TEST(journal.epoch() > std::max(last, left));
    last = journal.epoch();
  }
  BOOST_TEST(read_soundly("at the end: ") == "a c c c");
}

BOOST_FIXTURE_TEST_CASE(a_segment_that_failed_half_way_is_dropped_in_its_turn, Trial) {
  auto journal = journal_of({"a"});
  files.fail_kind(CallKind::sync_directory, 1, 1, EIO);
  BOOST_TEST(!start(journal, "b").has_value());
  files.heal();
  BOOST_TEST_REQUIRE(std::filesystem::exists(path(2)));
  for (const char* payload : {"c", "d"})
    BOOST_TEST_REQUIRE(start(journal, payload).has_value());
  while (journal.segments().size() > 1) {
    BOOST_TEST_REQUIRE(journal.drop_oldest().has_value());
    const auto oldest = read().contents.segments.front().epoch;
    BOOST_TEST(oldest == journal.segments().front().epoch);
    read_soundly("dropped up to " + std::to_string(oldest) + ": ");
  }
  BOOST_TEST(read_soundly("at the end: ") == "d");
}

BOOST_FIXTURE_TEST_CASE(a_process_that_dies_at_any_call_leaves_a_legal_state, Trial) {
  for (std::size_t call = 1;; ++call) {
    Trial trial;
    auto journal = trial.journal_of({"a", "b"});
    trial.files.die_at(call);
    bool acknowledged = false;
    if (trial.start(journal, "c").has_value() && journal.append({2, "d"}).has_value())
      acknowledged = journal.sync().has_value();
    const bool died = trial.files.is_dead();
    trial.files.heal();
    const auto left = trial.read_soundly("died: ");
    BOOST_TEST((left == "a b c d" || (!acknowledged && (left == "a b" || left == "a b c"))),
               "call " << call << ": " << left);
    trial.check_restart(left);
    if (!died) break;
    BOOST_TEST_REQUIRE(call < 100U);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
