// Goal: what many clients see of one store, killed again and again, is what one client after the other could
// have seen (promises 3-6). Method: 32 clients edit, compare and swap, write pairs, make and delete documents
// and read, while the daemon is killed at fifty random moments; all of it is one history for the checker.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "tests/integration/history_checker.hpp"
#include "tests/integration/history_run.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t clients = 32;
constexpr std::size_t counters = 8;
constexpr std::size_t faults_shown = 20;
using Outcome = HistoryOperation::Outcome;

// At these numbers of operations, rising.
std::vector<std::size_t> moments(std::size_t count, std::size_t operations, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::size_t> all(count);
  for (auto& one : all)
    one = random() % operations;
  std::sort(all.begin(), all.end());
  return all;
}

template <class Wanted>
std::size_t count_if(const History& history, Wanted wanted) {
  std::size_t found = 0;
  for (const auto& epoch : history.epochs) {
    const auto& operations = epoch.operations;
    found += static_cast<std::size_t>(std::count_if(operations.begin(), operations.end(), wanted));
  }
  return found;
}

std::size_t count(const History& history, Outcome outcome) {
  return count_if(history, [outcome](const HistoryOperation& one) { return one.outcome == outcome; });
}

void describe(const History& history, const HistoryChecker& checker, std::int64_t nanoseconds) {
  const auto asked_again = count_if(history, [](const HistoryOperation& one) { return one.asked_again; });
  std::cerr << count(history, Outcome::committed) << " commits, " << count(history, Outcome::refused)
            << " refused, " << count(history, Outcome::read) << " reads, " << count(history, Outcome::absent)
            << " of nothing; " << count(history, Outcome::lost) << " commits without a reply, of which "
            << checker.lost_commits() << " were made; " << asked_again << " asked about; "
            << checker.left_out() << " revisions left out; judged in " << nanoseconds / 1'000'000 << " ms"
            << std::endl;
}

struct Surroundings {
  Surroundings() { stay_in_memory(); }
};
BOOST_TEST_GLOBAL_FIXTURE(Surroundings);

BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(what_all_clients_saw_has_one_order) {
  const auto seed = seed_for("integration_history --run_test=history");
  const auto operations = scaled(100'000);
  const auto kills = scaled(50);
  HistoryRun run(clients, counters, seed);
  for (const auto moment : moments(kills, operations, seed))
    run.run_epoch(operations, moment);
  run.run_epoch(operations, std::nullopt);
  BOOST_TEST(run.daemon().stop() == 0, run.daemon().log());
  BOOST_TEST((run.tokens_in_files() == run.history().epochs.back().found));
  BOOST_TEST(run.strays() == "");
  const auto begin = history_time();
  const HistoryChecker checker(run.history());
  describe(run.history(), checker, history_time() - begin);
  for (std::size_t i = 0; i < std::min(faults_shown, checker.faults().size()); ++i)
    BOOST_ERROR(checker.faults()[i].text);
  BOOST_TEST(checker.faults().size() == 0U);
  // Else little was judged.
  BOOST_TEST(count(run.history(), Outcome::committed) > operations / 10);
  BOOST_TEST(count(run.history(), Outcome::refused) > 0U);
  BOOST_TEST(count(run.history(), Outcome::read) > operations / 10);
  BOOST_TEST(run.history().epochs.size() == kills + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
