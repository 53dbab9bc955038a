// Makes allocations above 64 KiB fail in a test program that is linked with this: with bad_alloc, or with a
// null pointer where none may be thrown. Smaller ones never fail. Threads: any, but the counting is for one
// at a time.
#pragma once

#include <cstddef>
#include <string>

namespace holdfast::test {

inline constexpr std::size_t large_allocation_bytes = 64 * 1024;

/// From now on the `number`-th large allocation fails, counted from 1; if `lasting` all later ones, too.
void fail_large_allocation(std::size_t number, bool lasting);
/// No more fail.
void heal_memory();
/// Whether one has failed since fail_large_allocation().
[[nodiscard]] bool has_memory_failed();
/// Large allocations since fail_large_allocation(), failed ones included.
[[nodiscard]] std::size_t large_allocations();
/// Who asked for the first one that failed: return addresses as addr2line takes them.
[[nodiscard]] std::string place_of_failure();

}  // namespace holdfast::test
