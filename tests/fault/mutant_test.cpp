// Goal: the tests of crashes notice when a step of the protocol is left out, done too late or falsified
// (RELIABILITY.md T11). Method: mutants of the file system under the store that ships; each must be noticed
// by some trial, and the store without a mutant by none. The table in docs/TESTING.md is what came of it.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "tests/fault/mutant_trial.hpp"

namespace holdfast::test {
namespace {

const std::string first_line = "<!-- mutants: written by fault_mutants -->\n";
const std::string last_line = "<!-- end of mutants -->\n";
const std::string document = std::string(HOLDFAST_SOURCE_DIR) + "/docs/TESTING.md";

std::string read_document() {
  std::ifstream file(document);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Side by side; in their order.
std::vector<MutantVerdict> judge_all(const std::vector<Mutant>& all) {
  std::vector<MutantVerdict> verdicts(all.size());
  std::vector<std::function<void(CrashTally&)>> jobs;
  for (std::size_t i = 0; i < all.size(); ++i)
    jobs.emplace_back([&, i](CrashTally&) { verdicts[i] = judge_mutant(all[i]); });
  (void)run_all(jobs);
  return verdicts;
}

// HOLDFAST_SCALE per cent of them, drawn by chance; only all of them make the table.
std::vector<Mutant> share_of_mutants() {
  auto some = mutants();
  const std::size_t count = scaled(some.size());
  if (count >= some.size()) return some;
  std::mt19937_64 random(seed_for("fault_mutants"));
  std::shuffle(some.begin(), some.end(), random);
  some.resize(count);
  return some;
}

// Whether docs/TESTING.md has this table; with HOLDFAST_WRITE_TABLE it has afterwards.
bool is_documented(const std::string& table) {
  auto text = read_document();
  const auto begin = text.find(first_line), end = text.find(last_line);
  if (begin == std::string::npos || end == std::string::npos || begin > end) return false;
  const auto at = begin + first_line.size();
  if (text.substr(at, end - at) == table) return true;
  if (std::getenv("HOLDFAST_WRITE_TABLE") == nullptr) return false;
  std::ofstream(document) << text.replace(at, end - at, table);
  return true;
}

BOOST_AUTO_TEST_SUITE(mutant)

BOOST_AUTO_TEST_CASE(each_is_noticed_and_the_table_in_the_documentation_says_by_what) {
  BOOST_TEST(mutants().size() >= 20U);
  const auto tried = share_of_mutants();
  std::string table = "| what is wrong | noticed by | as |\n|---|---|---|\n";
  for (const auto& verdict : judge_all(tried)) {
    table += verdict.row() + "\n";
    BOOST_TEST(verdict.is_killed(), "nothing notices: " << verdict.mutant);
  }
  std::cout << table;
  if (tried.size() == mutants().size())
    BOOST_TEST(is_documented(table),
               "docs/TESTING.md has another table; HOLDFAST_WRITE_TABLE=1 writes this one");
}

BOOST_AUTO_TEST_CASE(the_store_that_ships_passes_all_trials) {
  const Mutant none{"none", nullptr};
  const auto verdict = judge_all({none}).front();
  for (const auto& finding : verdict.found) {
    if (finding) BOOST_ERROR(finding->run << ": " << finding->problem.text << "\n" << finding->trace);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
