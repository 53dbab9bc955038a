// Takes the first process through a scenario, and knows at each moment what a crash must leave.
#pragma once

#include "tests/fault/crash_explorer.hpp"

namespace holdfast::test {

class CrashRun {
 public:
  explicit CrashRun(CrashPlan plan);
  CrashRun(const CrashRun&) = delete;
  CrashRun& operator=(const CrashRun&) = delete;

  void run();
  [[nodiscard]] const CrashTally& tally() const { return explorer_.tally(); }
  /// Whether a sync failed that was to.
  [[nodiscard]] bool fault_was_hit() const { return fault_was_hit_ || explorer_.fault_was_hit(); }

 private:
  [[nodiscard]] Told told_before() const;
  // As far as the plan wants it.
  [[nodiscard]] bool is_faulty() const;
  void watch(bool watched);
  void open();
  void retire();
  void step(const CrashStep& step);
  void commit(const CrashStep& step);
  void expect_any_of(const CrashStep& step);
  void all_refused(std::vector<VersionPointer> before);
  void refuse(const CrashStep& step);
  void replace_by_hand(const CrashStep& step);
  void overwrite_by_hand(const CrashStep& step);
  void take_name(const CrashStep& step);
  void settle(std::size_t oldest = 0);  // of `now_.versions` that may be served
  void check_taken_name();
  void report(Problem::Kind kind, const std::string& text) { explorer_.report(*process_, {kind, text}); }
  [[nodiscard]] bool sync_failed() const { return process_->files().sync_has_failed(); }

  CrashPlan plan_;
  CrashExplorer explorer_;
  std::unique_ptr<CrashProcess> process_;
  Version current_;  // what the documents hold if nothing more is cut off
  Expectation now_;
  VersionPointer served_;  // last
  bool over_ = false;      // the first process takes no more
  bool again_ = false;     // what was refused was asked once more
  bool fault_was_hit_ = false;
  std::string taken_name_;  // of somebody's file
  std::string taken_bytes_;
};

}  // namespace holdfast::test
