// Counts what operator new hands out in a test program that is linked with this: how much memory something
// takes, and how much at its peak.
#pragma once

#include <cstddef>

namespace holdfast::test {

/// Bytes that are in use now.
[[nodiscard]] std::size_t memory_in_use();
/// The most that were in use since start_peak().
[[nodiscard]] std::size_t memory_peak();
void start_peak();

}  // namespace holdfast::test
