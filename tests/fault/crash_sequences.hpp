// All sequences of a few steps out of a small set: what a store does to its disk depends on what it did
// before, and bugs of file systems and their users need three operations at most (CrashMonkey, OSDI'18).
#pragma once

#include <vector>

#include "tests/fault/crash_scenario.hpp"

namespace holdfast::test {

/// Those of one, two... `steps_max` steps that make sense: nothing is deleted that is not there, and an edit
/// by hand, which no store has seen, is followed by a step that looks at it.
[[nodiscard]] std::vector<CrashScenario> all_sequences(std::size_t steps_max);

}  // namespace holdfast::test
