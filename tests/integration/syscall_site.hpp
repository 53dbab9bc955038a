// The places in a commit where the daemon calls the kernel for its files, found in a trace: the k-th call of
// one name by one thread, which is what strace can hit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/integration/trace.hpp"

namespace holdfast::test {

struct SyscallSite {
  std::size_t commit = 0;  // in mixed_commits()
  std::string call;
  std::string on;  // the kind of file: "staged file", "document", "journal segment", ...
  std::size_t number = 1;

  /// For strace's -e inject=: `effect` ("error=EIO", "signal=KILL") at this call, or from it on, or at
  /// `times` calls from it on.
  [[nodiscard]] std::string injection(const std::string& effect, bool lasting = false,
                                      std::size_t times = 0) const;
};

/// In the order of the trace. Of threads that make the same call, the one that makes the most of them counts.
/// Only those on files below `below`; the others count in the numbers.
[[nodiscard]] std::vector<SyscallSite> sites_in(const std::vector<TracedCall>& calls, std::size_t commit,
                                                const std::string& below = "");

/// What kind of file a call is about.
[[nodiscard]] std::string kind_of_file(const TracedCall& call);

}  // namespace holdfast::test
