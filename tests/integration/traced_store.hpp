// A store whose daemon runs under strace, which also can make its calls fail.
#pragma once

#include "tests/integration/store.hpp"
#include "tests/integration/trace.hpp"

namespace holdfast::test {

class TracedStore : public Store {
 public:
  /// Not started: what is to be there before the trace is made by an untraced daemon first.
  TracedStore() : Store("", Begin::stopped) {}

  /// Starts the daemon traced from its first call on.
  void start_traced();
  /// Starts it, then traces it, making calls fail from then on: strace's -e inject=... without its name.
  /// False if that is not allowed here.
  [[nodiscard]] bool start_then_trace(const std::string& inject);
  /// Stops it and returns the trace.
  [[nodiscard]] std::vector<TracedCall> finish();
  /// Starts it without strace.
  void start_plain();

 private:
  [[nodiscard]] std::vector<std::string> strace() const;
  [[nodiscard]] bool is_traced();

  std::unique_ptr<ChildProcess> tracer_;
};

/// Why strace cannot be used here; empty if it can.
[[nodiscard]] std::string reason_not_to_trace();

}  // namespace holdfast::test
