// Which crashes are tried on which scenario.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/fault/crash_scenario.hpp"
#include "tests/support/crash_file_system.hpp"
#include "tests/support/crash_states.hpp"
#include "tests/support/seen_states.hpp"

namespace holdfast::test {

struct CrashPlan {
  const CrashScenario* scenario = nullptr;
  std::size_t first_step = 0;  // before it nothing is tried: another plan has that
  Survival survival = Survival::weak;
  std::size_t generations = 1;  // of recoveries that are cut off at every call, beside the first process
  double further_share = 0;     // of the recoveries of the next generation, drawn by chance
  std::uint64_t seed = 1;
  std::size_t combinations_max = 1024;  // see CrashStates::Options
  std::size_t findings_max = 1;         // after which to stop

  // The syncs that fail, of the first process, or of each recovery from its crashes. 0: none.
  std::size_t failing_sync = 0;
  std::size_t failing_times = 1;
  CrashFileSystem::SyncFault fault = CrashFileSystem::SyncFault::error;
  bool fails_in_recovery = false;
  bool asks_again = true;  // for what was refused

  /// What other runs have looked at; each run for itself if not set.
  std::shared_ptr<SeenStates> seen = {};

  /// Puts something between the stores and the disk; nothing if not set.
  std::function<std::unique_ptr<disk::FileSystem>(CrashFileSystem&)> decorate = {};

  /// Of all that decides what comes after a crash, but for the state and what is expected of it.
  [[nodiscard]] std::uint64_t hash() const;
  /// Scenario and faults.
  [[nodiscard]] std::string text() const;
};

}  // namespace holdfast::test
