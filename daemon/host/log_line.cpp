#include "daemon/host/log_line.hpp"

#include <array>
#include <cstring>

#include "ipc/json/printable.hpp"

namespace holdfast::host {
namespace {

using json::printable;
using service::Event;
using service::Severity;

void add(std::string& line, std::string_view key, std::string_view value) {
  if (!value.empty()) line.append(" ").append(key).append("=").append(printable(value));
}

const char* colour_of(Severity severity) {
  constexpr std::array colours{"\x1b[2m", "\x1b[32m", "\x1b[36m", "\x1b[33m", "\x1b[31m", "\x1b[1;31m"};
  return colours[static_cast<std::size_t>(severity)];
}

}  // namespace

std::string errno_name_of(const Event& event) {
  if (!event.cause) return {};
  const char* name = ::strerrorname_np(event.cause->code.value());
  return name != nullptr ? name : std::to_string(event.cause->code.value());
}

std::string plain_line_of(const Event& event) {
  std::string line = std::string("<") + service::name_of(event.severity) + "> " + printable(event.message);
  for (const auto& document : event.documents)
    add(line, "document", document);
  add(line, "operation", event.operation);
  add(line, "request", event.request_id);
  if (event.revision) add(line, "revision", std::to_string(*event.revision));
  if (event.peer) {
    add(line, "uid", std::to_string(event.peer->uid));
    add(line, "pid", std::to_string(event.peer->pid));
  }
  if (event.duration) add(line, "duration", std::to_string(event.duration->count()) + "us");
  add(line, "error", event.error);
  add(line, "errno", errno_name_of(event));
  if (event.cause) add(line, "while", event.cause->doing);
  add(line, "path", event.path);
  return line;
}

std::string coloured_line_of(const Event& event) {
  std::string line = std::string(colour_of(event.severity)) + service::name_of(event.severity) + "\x1b[0m " +
                     printable(event.message);
  if (event.peer) line += "\x1b[2m uid " + std::to_string(event.peer->uid) + "\x1b[0m";
  if (event.cause)
    line += "\x1b[2m " + errno_name_of(event) + " " + printable(event.cause->doing) + "\x1b[0m";
  return line;
}

}  // namespace holdfast::host
