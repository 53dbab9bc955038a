// Cuts the power of a process in thought: every state that the cut may leave is given to a new store, in
// whose recovery the power is cut again. A kill leaves the disk as the kernel sees it, and the power may go
// later.
#pragma once

#include <memory>
#include <random>

#include "tests/fault/crash_process.hpp"
#include "tests/fault/crash_tally.hpp"

namespace holdfast::test {

class CrashExplorer {
 public:
  /// `plan` must outlive this.
  explicit CrashExplorer(const CrashPlan& plan)
      : plan_(plan), random_(plan.seed), seen_(plan.seen ? plan.seen : std::make_shared<SeenStates>()) {
    tally_.runs = 1;
  }
  CrashExplorer(const CrashExplorer&) = delete;
  CrashExplorer& operator=(const CrashExplorer&) = delete;

  /// The power goes now, or the process is killed, in a process of this generation (0: the first).
  void cut_off(CrashProcess& process, const Expectation& expectation, std::size_t generation);
  /// Only the power.
  void cut_power(CrashProcess& process, const Expectation& expectation, std::size_t generation);
  void report(CrashProcess& process, Problem problem);

  [[nodiscard]] const CrashTally& tally() const { return tally_; }
  [[nodiscard]] bool has_found() const { return tally_.findings.size() >= plan_.findings_max; }
  /// Some sync of a recovery failed.
  [[nodiscard]] bool fault_was_hit() const { return fault_was_hit_; }

 private:
  void kill(CrashProcess& process, const Expectation& expectation, std::size_t generation);
  void judge(const DurableImage& image, const Expectation& expectation, std::size_t generation);
  // What comes after a crash of the generation before. Returns whether a sync of it failed.
  bool live(SimulatedDisk disk, const Expectation& expectation, std::size_t generation,
            std::size_t failing_sync);
  void go_on(CrashProcess& process, const Expectation& expectation, std::size_t generation);
  [[nodiscard]] bool is_watched(std::size_t generation);
  [[nodiscard]] bool draw(double share) { return std::uniform_real_distribution<>()(random_) < share; }
  // Whether a state is new in which this is expected, and how much will be looked at after it.
  [[nodiscard]] bool is_new(std::uint64_t state, std::uint64_t expected, std::size_t generation);
  void report(Problem problem, const std::string& on_disk);

  const CrashPlan& plan_;
  CrashTally tally_;
  std::mt19937_64 random_;
  bool fault_was_hit_ = false;
  std::shared_ptr<SeenStates> seen_;
  std::vector<const CrashProcess*> cut_;  // that were cut off, each in the recovery of the one before
};

}  // namespace holdfast::test
