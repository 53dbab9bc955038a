// What a test is told from outside: how large to be, and which random numbers to draw.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace holdfast::test {

/// `full` times HOLDFAST_SCALE per cent, at least 1; with HOLDFAST_SOAK `soak_factor` times that.
inline std::size_t scaled(std::size_t full, std::size_t soak_factor) {
  if (std::getenv("HOLDFAST_SOAK") != nullptr) full *= soak_factor;
  const char* percent = std::getenv("HOLDFAST_SCALE");
  if (percent == nullptr) return full;
  return std::max<std::size_t>(1, full * std::strtoull(percent, nullptr, 10) / 100);
}

/// HOLDFAST_SEED, else a new one.
inline std::uint64_t given_seed() {
  const char* given = std::getenv("HOLDFAST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

}  // namespace holdfast::test
