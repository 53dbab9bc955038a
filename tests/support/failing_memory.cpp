#include "tests/support/failing_memory.hpp"

#include <execinfo.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <sstream>

namespace holdfast::test {
namespace {

constexpr std::size_t never = SIZE_MAX;

std::atomic<std::size_t> made{0};
std::atomic<std::size_t> first_to_fail{never};
std::atomic<std::size_t> last_to_fail{never};
std::atomic<bool> failed{false};
std::array<void*, 24> callers{};
int callers_known = 0;

bool is_to_fail(std::size_t size) noexcept {
  if (size <= large_allocation_bytes) return false;
  const auto number = ++made;
  if (number < first_to_fail || number > last_to_fail) return false;
  if (!failed.exchange(true)) callers_known = ::backtrace(callers.data(), static_cast<int>(callers.size()));
  return true;
}

void* allocate(std::size_t size) noexcept {
  return is_to_fail(size) ? nullptr : std::malloc(size);
}

void release(void* memory) noexcept {
  std::free(memory);
}

}  // namespace

void fail_large_allocation(std::size_t number, bool lasting) {
  // The first backtrace loads a library, which is not to happen in the middle of a failure.
  std::array<void*, 1> warm_up{};
  (void)::backtrace(warm_up.data(), 1);
  made = 0;
  failed = false;
  last_to_fail = lasting ? never : number;
  first_to_fail = number;
}

void heal_memory() {
  first_to_fail = never;
}

bool has_memory_failed() {
  return failed;
}

std::size_t large_allocations() {
  return made;
}

std::string place_of_failure() {
  std::ostringstream text;
  const auto base = reinterpret_cast<std::uintptr_t>(&place_of_failure);
  text << "place_of_failure is at " << reinterpret_cast<const void*>(base) << "; called from";
  for (int i = 0; i < callers_known; ++i)
    text << ' ' << callers[static_cast<std::size_t>(i)];
  return text.str();
}

}  // namespace holdfast::test

#include "tests/support/replaced_new.hpp"
