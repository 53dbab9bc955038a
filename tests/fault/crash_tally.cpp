#include "tests/fault/crash_tally.hpp"

namespace holdfast::test {

void CrashTally::add(const CrashTally& other) {
  states.insert(other.states.begin(), other.states.end());
  runs += other.runs;
  looked_at += other.looked_at;
  kills += other.kills;
  recoveries_cut += other.recoveries_cut;
  recoveries_not_cut += other.recoveries_not_cut;
  moments += other.moments;
  moments_sampled += other.moments_sampled;
  findings.insert(findings.end(), other.findings.begin(), other.findings.end());
}

std::string CrashTally::text() const {
  const auto count = [](std::size_t number, const char* of) { return std::to_string(number) + of; };
  return count(states.size(), " distinct crash states in ") + count(runs, " runs; ") +
         count(looked_at, " recovered from, ") + count(kills, " kills; ") +
         count(recoveries_cut, " recoveries cut off at every call, ") +
         count(recoveries_not_cut, " not (their number); all states at ") +
         count(moments, " moments, a sample at ") + count(moments_sampled, "; ") +
         count(findings.size(), " broken promises");
}

}  // namespace holdfast::test
