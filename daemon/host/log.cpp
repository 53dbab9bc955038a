#include "daemon/host/log.hpp"

#include <array>
#include <boost/core/null_deleter.hpp>
#include <boost/log/core.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sinks/text_ostream_backend.hpp>
#include <boost/log/sources/record_ostream.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <cstring>
#include <iostream>

#include "daemon/commit/observation.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::host {
namespace {

namespace logging = boost::log;
using json::printable;
using service::Event;
using service::Severity;

BOOST_LOG_ATTRIBUTE_KEYWORD(severity_of_record, "Severity", Severity)

logging::sources::severity_logger<Severity>& logger() {
  static logging::sources::severity_logger<Severity> instance;
  return instance;
}

const char* name_of(Severity severity) {
  constexpr std::array names{"debug", "info", "notice", "warning", "error", "critical"};
  return names[static_cast<std::size_t>(severity)];
}

void add(std::string& line, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  line.append(" ").append(key).append("=").append(printable(value));
}

}  // namespace

Log::Log(Severity least) {
  using Backend = logging::sinks::text_ostream_backend;
  auto backend = boost::make_shared<Backend>();
  backend->add_stream(boost::shared_ptr<std::ostream>(&std::clog, boost::null_deleter()));
  backend->auto_flush(true);
  auto sink = boost::make_shared<logging::sinks::synchronous_sink<Backend>>(backend);
  logging::core::get()->add_sink(sink);
  logging::core::get()->set_filter(severity_of_record >= least);
}

Log::~Log() {
  logging::core::get()->remove_all_sinks();
}

void Log::write(const Event& event) {
  BOOST_LOG_SEV(logger(), event.severity) << commit::timestamp_now() << ' ' << line_of(event);
}

std::string line_of(const Event& event) {
  std::string line = std::string("<") + name_of(event.severity) + "> " + printable(event.message);
  add(line, "document", event.document);
  add(line, "operation", event.operation);
  if (event.revision) add(line, "revision", std::to_string(*event.revision));
  if (event.peer) {
    add(line, "uid", std::to_string(event.peer->uid));
    add(line, "pid", std::to_string(event.peer->pid));
  }
  if (event.duration) add(line, "duration", std::to_string(event.duration->count()) + "us");
  add(line, "error", event.error);
  if (event.cause) {
    const char* errno_name = ::strerrorname_np(event.cause->code.value());
    add(line, "errno", errno_name != nullptr ? errno_name : std::to_string(event.cause->code.value()));
    add(line, "while", event.cause->doing);
  }
  return line;
}

}  // namespace holdfast::host
