#include "tests/unit/random_cases.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <iostream>
#include <random>

namespace holdfast::test {
namespace {

constexpr std::size_t soak_factor = 5;

std::size_t scaled(std::size_t full) {
  if (std::getenv("HOLDFAST_SOAK") != nullptr) full *= soak_factor;
  const char* percent = std::getenv("HOLDFAST_SCALE");
  if (percent == nullptr) return full;
  return std::max<std::size_t>(1, full * std::strtoull(percent, nullptr, 10) / 100);
}

}  // namespace

void run_cases(const std::string& test, std::size_t count,
               const std::function<void(std::uint64_t seed)>& one) {
  const char* given = std::getenv("HOLDFAST_SEED");
  const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  count = scaled(count);
  std::cout << count << " cases; replay with: HOLDFAST_SEED=" << seed << " " << test << std::endl;
  for (std::uint64_t each = seed; each < seed + count; ++each) {
    const auto replay = "replay with: HOLDFAST_SEED=" + std::to_string(each) + " HOLDFAST_SCALE=0 " + test;
    // An assertion or a sanitizer ends the program: what Boost.Test then prints names the case.
    BOOST_TEST_CHECKPOINT(replay);
    try {
      one(each);
    } catch (const Mismatch& mismatch) {
      BOOST_FAIL(mismatch.what() << "\n" << replay);
    }
  }
}

}  // namespace holdfast::test
