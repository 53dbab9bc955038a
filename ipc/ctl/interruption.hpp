// Says where a person's text is when a signal ends the command.
#pragma once

#include <signal.h>

#include <array>
#include <string>

namespace holdfast::ctl {

/// While it lives, SIGINT, SIGTERM and SIGHUP first say on standard error where the text is kept, and a
/// closed output is an error like others (SIGPIPE is ignored). Signals that were ignored before stay so. One
/// at a time.
class Interruption {
 public:
  explicit Interruption(const std::string& path);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// Between the sending of a change and its answer: a signal then ends with Exit::unknown, and says so.
  void set_sent(bool sent);

 private:
  static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGPIPE};
  std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace holdfast::ctl
