// Where events go. Boost.Log is the one front; behind it stands one sink: the journal where standard error
// leads there, coloured lines on a terminal, plain lines with the time elsewhere.
#pragma once

#include "daemon/service/event_log.hpp"

namespace holdfast::host {

enum class LogTarget { journal, terminal, plain };

/// By what standard error is. NO_COLOR turns the colours off (no-color.org).
[[nodiscard]] LogTarget detect_log_target();

class Log final : public service::EventLog {
 public:
  /// Sets up Boost.Log for the process; events below `least` are dropped. One at a time.
  Log(LogTarget target, service::Severity least);
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(const service::Event& event) override;
  void set_level(service::Severity least);
};

}  // namespace holdfast::host
