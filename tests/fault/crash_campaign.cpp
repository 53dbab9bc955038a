#include "tests/fault/crash_campaign.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "tests/support/fixed_clock.hpp"
#include "tests/support/test_size.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t soak_factor = 10;

}  // namespace

std::size_t scaled(std::size_t full) {
  return scaled(full, soak_factor);
}

std::uint64_t seed_for(const std::string& test) {
  const std::uint64_t seed = given_seed();
  std::cout << "replay with: HOLDFAST_SEED=" << seed << " " << test << std::endl;
  return seed;
}

CrashTally run_all(const std::vector<std::function<void(CrashTally&)>>& jobs) {
  stop_the_clock();
  CrashTally all;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t mine = next++; mine < jobs.size(); mine = next++) {
      CrashTally tally;
      jobs[mine](tally);
      const std::lock_guard lock(mutex);
      all.add(tally);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
      threads.emplace_back(work);
  }
  return all;
}

void run_with_each_sync_failing(CrashPlan plan, CrashTally& tally) {
  bool hit = true;
  for (plan.failing_sync = 1; hit; ++plan.failing_sync) {
    CrashRun run(plan);
    run.run();
    tally.add(run.tally());
    hit = run.fault_was_hit();
  }
}

void print(const CrashTally& tally) {
  std::cout << tally.text() << std::endl;
  std::map<Problem::Kind, const Finding*> shortest;
  for (const auto& finding : tally.findings) {
    auto& known = shortest[finding.problem.kind];
    if (known == nullptr || finding.length < known->length) known = &finding;
  }
  for (const auto& finding : tally.findings)
    std::cout << "also broken: " << name_of(finding.problem.kind) << " in: " << finding.run << "\n";
  for (const auto& [kind, finding] : shortest) {
    std::cout << "BROKEN: " << name_of(kind) << ": " << finding->problem.text << "\n in: " << finding->run
              << "\n"
              << finding->trace << std::endl;
  }
}

}  // namespace holdfast::test
