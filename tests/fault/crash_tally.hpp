// What an enumeration of crash states has come to: how many different ones, what was found wrong.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/fault/crash_judge.hpp"

namespace holdfast::test {

/// A broken promise and the way to it.
struct Finding {
  std::string run;  // scenario and fault
  Problem problem;
  std::string trace;       // what each process did until it was cut off, then what lay on the disk
  std::size_t length = 0;  // of the trace, in calls
};

struct CrashTally {
  std::unordered_set<std::uint64_t> states;  // hashes of different ones, whatever was expected of them
  std::size_t runs = 0;
  std::size_t looked_at = 0;           // states x what was expected of them
  std::size_t kills = 0;               // after which the kernel lived on
  std::size_t recoveries_cut = 0;      // at every call
  std::size_t recoveries_not_cut = 0;  // left out, for their number
  std::size_t moments = 0;             // at which all states were tried
  std::size_t moments_sampled = 0;     // at which there were too many
  std::vector<Finding> findings;

  void add(const CrashTally& other);
  /// In one line.
  [[nodiscard]] std::string text() const;
};

}  // namespace holdfast::test
