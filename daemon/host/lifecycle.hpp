// The daemon from its first to its last moment: opens and recovers the directory, serves, and on SIGTERM
// answers what it took before it leaves.
#pragma once

#include <string>

#include "daemon/host/settings.hpp"

namespace holdfast::host {

struct Options {
  std::string directory;
  std::string socket;
  Settings settings;
};

/// Serves until SIGTERM or SIGINT. Returns the process's exit code: 0 after a clean stop. Throws at start-up
/// for whatever keeps it from serving, with a sentence that says what to do.
[[nodiscard]] int run(const Options& options, service::EventLog& log);

}  // namespace holdfast::host
