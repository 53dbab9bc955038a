// All mutants of the protocol by name. Each must be noticed by some test (RELIABILITY.md T11).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/crash_file_system.hpp"

namespace holdfast::test {

struct Mutant {
  std::string name;  // what is wrong with it
  std::function<std::unique_ptr<disk::FileSystem>(CrashFileSystem&)>
      make;        // what stands before the disk; or null
  int source = 0;  // its number, if it is one of the store's own sources (source_mutant)

  /// Of a disk, which must outlive it.
  [[nodiscard]] std::unique_ptr<disk::FileSystem> stand_before(CrashFileSystem& disk) const;
};

[[nodiscard]] const std::vector<Mutant>& mutants();

}  // namespace holdfast::test
