// Goal: the checker finds nothing in right histories and finds every way in which a daemon could be wrong.
// Method: histories made up at random, with groups, races and kills; each is judged as it is, and then spoilt
// in each of two dozen ways.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/integration/history_simulation.hpp"
#include "tests/integration/history_spoilt_revisions.hpp"
#include "tests/integration/history_spoilt_sights.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

using Kind = HistoryFault::Kind;
constexpr std::size_t epochs = 3;
constexpr std::size_t events = 300;

struct Spoiling {
  const char* name;
  bool (*spoil)(HistoryPatient& patient);
  Kind found_as;
};

constexpr std::array spoilings{
    Spoiling{"a stale read", read_from_the_past, Kind::wrong_read},
    Spoiling{"a read of an old state", read_of_an_old_state, Kind::against_time},
    Spoiling{"a read of what is not there yet", read_ahead_of_time, Kind::against_time},
    Spoiling{"an old state after the restart", find_what_was_before, Kind::wrong_read},
    Spoiling{"a dirty read", read_of_what_was_never_made, Kind::wrong_read},
    Spoiling{"a lost write", lose_an_acknowledged_write, Kind::wrong_read},
    Spoiling{"half a transaction", halve_an_acknowledged_commit, Kind::wrong_read},
    Spoiling{"half a lost transaction", halve_a_lost_commit, Kind::half},
    Spoiling{"a commit applied twice", apply_twice, Kind::revision_of_nobody},
    Spoiling{"a lost commit applied twice", apply_a_lost_commit_twice, Kind::revision_of_nobody},
    Spoiling{"a revision skipped", skip_a_revision, Kind::revision_of_nobody},
    Spoiling{"a revision skipped after the start", skip_a_revision_after_the_start, Kind::revision_of_nobody},
    Spoiling{"a request id forgotten", send_again_and_apply_twice, Kind::revision_of_nobody},
    Spoiling{"a wrong answer of Resolve", resolve_wrongly, Kind::wrong_answer},
    Spoiling{"revisions against time", swap_revisions, Kind::against_time},
    Spoiling{"a revision given twice", give_a_revision_twice, Kind::revision_twice},
    Spoiling{"a revision forgotten", forget_the_last_revision, Kind::revision_lost},
    Spoiling{"a commit without a revision", show_a_commit_without_a_revision, Kind::no_room},
    Spoiling{"a lost update", commit_against_its_test, Kind::wrong_commit},
    Spoiling{"a baseless refusal", refuse_without_reason, Kind::wrong_refusal},
    Spoiling{"a refusal by what came later", refuse_before_the_change, Kind::wrong_refusal},
    Spoiling{"a document overlooked", say_something_exists_not, Kind::wrong_read},
    Spoiling{"a document too old", say_an_older_document_revision, Kind::wrong_document},
    Spoiling{"a document of another", say_another_wrote_last, Kind::wrong_document},
};

bool holds(const HistoryFaults& faults, Kind kind) {
  return std::any_of(faults.begin(), faults.end(),
                     [kind](const HistoryFault& one) { return one.kind == kind; });
}

struct Checked {
  HistoryCells cells{6, 2};
  std::uint64_t seed = seed_for("integration_history --run_test=history_checker");

  [[nodiscard]] History history(std::uint64_t number) const {
    const auto ask_again =
        (seed + number) % 2 == 0 ? HistorySimulation::AskAgain::no : HistorySimulation::AskAgain::yes;
    return HistorySimulation(cells, seed + number, ask_again).run(epochs, events);
  }
};

BOOST_FIXTURE_TEST_SUITE(history_checker, Checked)

BOOST_AUTO_TEST_CASE(a_right_history_has_no_faults) {
  std::size_t commits = 0;
  std::size_t lost = 0;
  for (std::uint64_t i = 0; i < scaled(1000); ++i) {
    const auto made_up = history(i);
    const HistoryChecker checker(made_up);
    for (const auto& fault : checker.faults())
      BOOST_ERROR("HOLDFAST_SEED=" << seed + i << ": " << fault.text);
    BOOST_REQUIRE(checker.faults().empty());
    commits += checker.commits().size();
    lost += checker.lost_commits();
  }
  // Else nothing was judged.
  BOOST_TEST(commits > 20 * scaled(1000));
  BOOST_TEST(lost > scaled(1000) / 4);
}

BOOST_AUTO_TEST_CASE(every_wrong_history_is_found) {
  // Not every history has something to spoil in each way.
  const auto histories = std::max<std::size_t>(100, scaled(100));
  for (const auto& [name, spoil, found_as] : spoilings) {
    std::size_t spoilt = 0;
    for (std::uint64_t i = 0; i < histories; ++i) {
      auto made_up = history(i);
      HistoryPatient patient(made_up, seed + i);
      if (!spoil(patient)) continue;
      ++spoilt;
      const auto faults = HistoryChecker(made_up).faults();
      BOOST_TEST(holds(faults, found_as), "HOLDFAST_SEED=" << seed + i << ": " << name << " is not found; "
                                                           << faults.size() << " others are");
    }
    BOOST_TEST(spoilt > 0U, name << " was never tried");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
