// A wall clock that stands still: what a store writes then depends on nothing but what it was asked, so that
// one crash state looks the same each time it is met, and a run can be repeated byte by byte.
#pragma once

namespace holdfast::test {

/// From now on, in this process, CLOCK_REALTIME stands at noon of a day in 2026. Other clocks go on.
void stop_the_clock();

}  // namespace holdfast::test
