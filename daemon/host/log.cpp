#include "daemon/host/log.hpp"

#include <unistd.h>

#include <boost/log/attributes/value_extraction.hpp>
#include <boost/log/core.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/keywords/severity.hpp>
#include <boost/log/sinks/basic_sink_backend.hpp>
#include <boost/log/sinks/frontend_requirements.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sources/record_ostream.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <boost/log/utility/manipulators/add_value.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#include <cstdlib>
#include <iostream>

#include "daemon/commit/observation.hpp"
#include "daemon/host/journal_sink.hpp"
#include "daemon/host/log_line.hpp"

namespace holdfast::host {
namespace {

namespace logging = boost::log;
namespace sinks = boost::log::sinks;
using service::Event;
using service::Severity;
// A record carries the event itself, so that each sink takes from it what it needs.
using EventPointer = const Event*;

BOOST_LOG_ATTRIBUTE_KEYWORD(severity_of_record, "Severity", Severity)
BOOST_LOG_ATTRIBUTE_KEYWORD(event_of_record, "Event", EventPointer)

class EventBackend : public sinks::basic_sink_backend<sinks::synchronized_feeding> {
 public:
  explicit EventBackend(LogTarget target) : target_(target) {}

  void consume(const logging::record_view& record) {
    const auto event = record[event_of_record];
    if (!event) return;
    switch (target_) {
      case LogTarget::journal:
        send_to_journal(**event);
        break;
      case LogTarget::terminal:
        std::clog << coloured_line_of(**event) + "\n" << std::flush;
        break;
      case LogTarget::plain:
        std::clog << commit::timestamp_now() + " " + plain_line_of(**event) + "\n" << std::flush;
        break;
    }
  }

 private:
  LogTarget target_;
};

logging::sources::severity_logger<Severity>& logger() {
  static logging::sources::severity_logger<Severity> instance;
  return instance;
}

}  // namespace

LogTarget detect_log_target() {
  if (stderr_is_the_journal()) return LogTarget::journal;
  const char* no_colour = std::getenv("NO_COLOR");
  const bool colour = no_colour == nullptr || *no_colour == '\0';
  return colour && ::isatty(STDERR_FILENO) == 1 ? LogTarget::terminal : LogTarget::plain;
}

Log::Log(LogTarget target, Severity least) {
  using Sink = sinks::synchronous_sink<EventBackend>;
  logging::core::get()->add_sink(boost::make_shared<Sink>(boost::make_shared<EventBackend>(target)));
  set_level(least);
}

Log::~Log() {
  logging::core::get()->remove_all_sinks();
}

void Log::set_level(Severity least) {
  logging::core::get()->set_filter(severity_of_record >= least);
}

void Log::write(const Event& event) {
  BOOST_LOG_SEV(logger(), event.severity)
      << logging::add_value("Event", EventPointer(&event)) << event.message;
}

}  // namespace holdfast::host
