// Where events go: Boost.Log is the front, text on standard error the sink. One line an event; whatever a
// client could have chosen is escaped, so that no line can pretend to be another.
#pragma once

#include "daemon/service/event_log.hpp"

namespace holdfast::host {

class Log final : public service::EventLog {
 public:
  /// Sets up Boost.Log for the process; events below `least` are dropped. One at a time.
  explicit Log(service::Severity least);
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(const service::Event& event) override;
};

/// The line without its time: "<severity> message key=value ...".
[[nodiscard]] std::string line_of(const service::Event& event);

}  // namespace holdfast::host
