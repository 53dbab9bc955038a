// strace attached to a running daemon: to all its threads but the one that serves the sockets, so that what
// it makes fail, or ends the daemon at, is work on files. strace counts the calls of each thread apart.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/integration/trace.hpp"
#include "tests/support/daemon_process.hpp"

namespace holdfast::test {

/// The calls that have to do with files, for strace's -e trace=.
[[nodiscard]] std::string file_calls();

class Injector {
 public:
  /// `what` is strace's -e inject=... without its name; empty: it only watches. Returns when every thread has
  /// its tracer; throws if strace may not attach.
  Injector(const DaemonProcess& daemon, std::filesystem::path trace, const std::string& what,
           const std::string& calls = file_calls());

  /// Lets the daemon go, if it still runs. What its threads called meanwhile that has to do with files.
  [[nodiscard]] std::vector<TracedCall> finish();

 private:
  std::filesystem::path trace_;
  ChildProcess strace_;
};

}  // namespace holdfast::test
