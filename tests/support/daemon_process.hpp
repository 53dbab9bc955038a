// The real holdfastd as a child of the test: started until it answers, stopped, killed, started again.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"

namespace holdfast::test {

struct DaemonOptions {
  std::filesystem::path directory;
  std::filesystem::path socket;
  std::string settings{};  // text of the settings file; empty: none
  std::filesystem::path program{HOLDFASTD_PATH};
  std::vector<std::string>
      wrapper{};                    // a program, with its arguments, that runs the daemon in its own process
  std::function<void()> prepare{};  // see Launch
};

class DaemonProcess {
 public:
  explicit DaemonProcess(DaemonOptions options) : options_(std::move(options)) {}

  [[nodiscard]] DaemonOptions& options() { return options_; }
  /// Returns when it answers a call. Throws what it said if it ends instead.
  void start();
  /// Starts it without waiting, for a start that is to fail.
  ChildProcess& launch();
  /// The exit code after SIGTERM.
  int stop() { return child_->stop(); }
  void kill() { child_->kill(); }

  [[nodiscard]] ChildProcess& child() { return *child_; }
  [[nodiscard]] pid_t pid() const { return child_->pid(); }
  /// What the running or last process wrote to standard error.
  [[nodiscard]] std::string log() const { return child_->errors(); }
  [[nodiscard]] std::size_t open_descriptors() const;

 private:
  [[nodiscard]] bool answers() const;

  DaemonOptions options_;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace holdfast::test
