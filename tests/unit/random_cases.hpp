// Runs a test on many random cases: prints the seed, and of a case that fails the one line that replays it.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace holdfast::test {

/// Thrown by a case whose claim does not hold.
struct Mismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Cheaper than BOOST_TEST where it is asked millions of times.
inline void demand(bool holds, const char* claim) {
  if (!holds) throw Mismatch(claim);
}

/// Calls `one` with a seed for each of `count` cases, more or fewer by HOLDFAST_SCALE. `test` is the program
/// and its arguments. With HOLDFAST_SEED the first case has that seed.
void run_cases(const std::string& test, std::size_t count,
               const std::function<void(std::uint64_t seed)>& one);

}  // namespace holdfast::test
