#include "tests/fault/crash_plan.hpp"

namespace holdfast::test {

std::uint64_t CrashPlan::hash() const {
  std::uint64_t sum = mix(static_cast<std::uint64_t>(survival), generations);
  sum = mix(mix(sum, combinations_max), mix(scenario->renames_by_link ? 1 : 0, scenario->segment_bytes));
  return fails_in_recovery ? mix(mix(sum, failing_times), static_cast<std::uint64_t>(fault)) : sum;
}

std::string CrashPlan::text() const {
  std::string text = scenario->name;
  if (survival == Survival::ordered) text += ", names survive in order";
  if (failing_sync == 0 && !fails_in_recovery) return text;
  text +=
      fails_in_recovery ? ", each sync of each recovery in turn" : ", sync " + std::to_string(failing_sync);
  text += fault == CrashFileSystem::SyncFault::lie ? " lies" : " fails";
  if (failing_times > 1) text += ", and up to " + std::to_string(failing_times - 1) + " after it";
  return text;
}

}  // namespace holdfast::test
