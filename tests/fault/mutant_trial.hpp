// Which tests notice a mutant of the protocol. Each trial is a test of the store as it is, run on the mutant
// instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/fault/crash_campaign.hpp"
#include "tests/support/mutants.hpp"

namespace holdfast::test {

struct MutantTrial {
  std::string name;
  /// The first thing found wrong; nothing if the mutant passes.
  std::function<std::optional<Finding>(const Mutant&)> run;
};

/// Crash states with weak and with ordered persistence, the same after syncs that fail, and after some that
/// lie; an edit by hand just before the rename of a new document; a second store on the directory; damage to
/// the journal.
[[nodiscard]] const std::vector<MutantTrial>& mutant_trials();

/// Of one mutant: what each trial found, up to the first that found something, but always those of crash
/// states.
struct MutantVerdict {
  std::string mutant;
  std::vector<std::optional<Finding>> found;  // one a trial
  [[nodiscard]] bool is_killed() const;
  /// A row of the table in docs/TESTING.md: its name, the trials that noticed it, and as what.
  [[nodiscard]] std::string row() const;
};
[[nodiscard]] MutantVerdict judge_mutant(const Mutant& mutant);

}  // namespace holdfast::test
