// Many runs of crash plans, side by side on all processors, and what they come to together.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/fault/crash_run.hpp"

namespace holdfast::test {

/// `full` times HOLDFAST_SCALE per cent, at least 1; with HOLDFAST_SOAK ten times that.
[[nodiscard]] std::size_t scaled(std::size_t full);

/// HOLDFAST_SEED, else a new one. Prints how to run `test` again.
[[nodiscard]] std::uint64_t seed_for(const std::string& test);

/// Stops the clock, calls each job with a tally of its own, and adds up. A job may run several plans.
/// Threads: as many as there are processors; jobs share nothing.
[[nodiscard]] CrashTally run_all(const std::vector<std::function<void(CrashTally&)>>& jobs);

/// The plan with its `failing_sync` at 1, 2, 3... until none is reached.
void run_with_each_sync_failing(CrashPlan plan, CrashTally& tally);

/// Prints the tally, and of each kind of broken promise the shortest trace.
void print(const CrashTally& tally);

}  // namespace holdfast::test
