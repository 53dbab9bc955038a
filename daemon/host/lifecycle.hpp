// The daemon from its first to its last moment: opens and recovers the directory, serves, reads its settings
// again on SIGHUP, and on SIGTERM answers what it took before it leaves.
#pragma once

#include <string>

#include "daemon/disk/file_system.hpp"
#include "daemon/host/log.hpp"
#include "daemon/host/settings.hpp"

namespace holdfast::host {

struct Options {
  std::string directory;
  std::string socket;  // where to listen; empty: on the socket that the service manager hands over
  SettingsFile settings_file;
  Settings settings;  // what that file said at the start
};

/// Serves until SIGTERM or SIGINT. Returns the process's exit code: 0 after a clean stop. Throws at start-up
/// for whatever keeps it from serving, with a sentence that says what to do.
[[nodiscard]] int run(const Options& options, disk::FileSystem& files, Log& log);

}  // namespace holdfast::host
