#include "tests/support/fixed_clock.hpp"

#include <dlfcn.h>
#include <time.h>

#include <atomic>
#include <cstdlib>

namespace {

using GetTime = int (*)(clockid_t, timespec*);
std::atomic<bool> stopped = false;
constexpr time_t stopped_at = 1'790'000'000;

GetTime real_clock() {
  static const auto found = reinterpret_cast<GetTime>(::dlsym(RTLD_NEXT, "clock_gettime"));
  if (found == nullptr) std::abort();
  return found;
}

}  // namespace

// The program's own definition comes before the C library's, also for std::chrono.
extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock == CLOCK_REALTIME && stopped) {
    *time = {stopped_at, 0};
    return 0;
  }
  return real_clock()(clock, time);
}

namespace holdfast::test {

void stop_the_clock() {
  stopped = true;
}

}  // namespace holdfast::test
