#include "tests/unit/random_cases.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "tests/support/test_size.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t soak_factor = 5;

}  // namespace

void run_cases(const std::string& test, std::size_t count,
               const std::function<void(std::uint64_t seed)>& one) {
  const std::uint64_t seed = given_seed();
  count = scaled(count, soak_factor);
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
