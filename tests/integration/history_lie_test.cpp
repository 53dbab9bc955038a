// Goal: what a wrong daemon does to real clients is found. Method: short runs in which somebody between the
// clients and the daemon lies in one way, or the disk forgets with a kill what was acknowledged; the same
// with a kill and without a lie is right.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/integration/history_checker.hpp"
#include "tests/integration/history_liar.hpp"
#include "tests/integration/history_run.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;
using Kind = HistoryFault::Kind;

constexpr std::size_t clients = 8;
constexpr std::size_t counters = 2;
// Not scaled: fewer would not be sure to show each lie.
constexpr std::size_t operations = 2000;
constexpr std::size_t kill_at = 1000;

struct Told {
  const char* name;
  HistoryLie::Kind lie;
  Kind found_as;
};

constexpr std::array lies{
    Told{"a write dropped", HistoryLie::Kind::drop_a_write, Kind::wrong_read},
    Told{"half a pair dropped", HistoryLie::Kind::halve_a_pair, Kind::wrong_read},
    Told{"tests dropped", HistoryLie::Kind::drop_the_tests, Kind::wrong_commit},
    Told{"old answers", HistoryLie::Kind::answer_from_the_past, Kind::against_time},
    Told{"writes repeated", HistoryLie::Kind::apply_again, Kind::revision_of_nobody},
};

std::size_t count(const HistoryFaults& faults, Kind kind) {
  return static_cast<std::size_t>(std::count_if(
      faults.begin(), faults.end(), [kind](const HistoryFault& one) { return one.kind == kind; }));
}

struct Judged {
  HistoryFaults faults;
  std::size_t lies_told = 0;
};

Judged judged(HistoryLie::Kind lie, std::uint64_t seed) {
  HistoryRun run(clients, counters, seed, "door");
  const HistoryLiar liar(run.outside("door"), run.socket(), lie, seed);
  // A commit that was lied about and is sent again after a kill is no longer the same.
  if (lie == HistoryLie::Kind::none) run.run_epoch(operations, kill_at);
  run.run_epoch(operations, std::nullopt);
  return {HistoryChecker(run.history()).faults(), liar.lies_told()};
}

BOOST_AUTO_TEST_SUITE(history_lie)

BOOST_AUTO_TEST_CASE(every_lie_between_daemon_and_client_is_found) {
  const auto seed = seed_for("integration_history --run_test=history_lie");
  for (const auto& [name, lie, found_as] : lies) {
    const auto [faults, lies_told] = judged(lie, seed);
    BOOST_TEST(lies_told > 0U, name << " was never tried");
    BOOST_TEST(count(faults, found_as) > 0U, name << " is not found; " << faults.size() << " others are");
  }
}

BOOST_AUTO_TEST_CASE(without_a_lie_nothing_is_found) {
  const auto seed = seed_for("integration_history --run_test=history_lie");
  const auto faults = judged(HistoryLie::Kind::none, seed).faults;
  for (const auto& fault : faults)
    BOOST_ERROR(fault.text);
  BOOST_TEST(faults.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_disk_that_forgets_what_was_acknowledged_is_found) {
  const auto seed = seed_for("integration_history --run_test=history_lie");
  HistoryRun run(clients, counters, seed);
  const auto kept = run.outside("kept");
  fs::copy(run.directory(), kept, fs::copy_options::recursive);
  run.run_epoch(operations, operations, [&run, &kept] {
    fs::remove_all(run.directory());
    fs::copy(kept, run.directory(), fs::copy_options::recursive);
  });
  const auto faults = HistoryChecker(run.history()).faults();
  BOOST_TEST(count(faults, Kind::revision_lost) > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
