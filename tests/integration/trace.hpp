// What strace -f -y wrote, as system calls with a beginning and an end: a call that another thread's calls
// interrupt in the text is one call here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::test {

struct TracedCall {
  std::string name;
  std::string arguments;  // as strace shows them
  long result = 0;
  bool injected = false;  // strace made it fail
  std::size_t begun = 0;  // lines of the trace
  std::size_t ended = 0;
  std::string thread{};

  [[nodiscard]] bool succeeded() const { return result >= 0; }
  /// The first argument as a number and as what -y says it is open on; -1 and "" if it is no descriptor.
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] std::string open_on() const;
  /// What -y says of each descriptor among the arguments, and the strings among them, in order.
  [[nodiscard]] std::vector<std::string> descriptors() const;
  [[nodiscard]] std::vector<std::string> strings() const;
  /// For a call on a name: the directory and the name, joined. 0: the first, 1: the second of a rename.
  [[nodiscard]] std::string target(std::size_t which = 0) const;
};

/// Calls in the order they ended. What is no call (signals, exits) is left out.
[[nodiscard]] std::vector<TracedCall> parse_trace(std::string_view text);

}  // namespace holdfast::test
