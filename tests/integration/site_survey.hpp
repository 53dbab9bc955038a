// What each of the mixed commits does when nothing disturbs it: where it calls the kernel for files, and what
// becomes of the documents.
#pragma once

#include <vector>

#include "tests/integration/mixed_commit.hpp"
#include "tests/integration/syscall_site.hpp"

namespace holdfast::test {

struct SiteSurvey {
  std::vector<SyscallSite> sites;  // of all commits, in order
  std::vector<Documents> before;   // of each commit
  std::vector<Documents> after;
};

/// Makes each commit once, watched. Throws where strace may not attach.
[[nodiscard]] SiteSurvey survey_sites();

/// The same with all calls watched: the names of those that are neither injected nor known to have nothing to
/// do with files, separated by blanks.
[[nodiscard]] std::string overlooked_calls();

/// Why strace cannot be used on a running daemon here; empty if it can.
[[nodiscard]] std::string reason_not_to_attach();

}  // namespace holdfast::test
