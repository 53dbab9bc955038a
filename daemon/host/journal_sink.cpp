#include "daemon/host/journal_sink.hpp"

// The macros would put this file's own place in every entry.
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <systemd/sd-login.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "daemon/host/message_id.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::host {
namespace {

using service::Event;
using service::Severity;

int priority_of(Severity severity) {
  constexpr std::array priorities{LOG_DEBUG, LOG_INFO, LOG_NOTICE, LOG_WARNING, LOG_ERR, LOG_CRIT};
  return priorities[static_cast<std::size_t>(severity)];
}

// A hint for people: the process may be gone, or its number be another's by now.
std::string unit_of(pid_t pid) {
  char* unit = nullptr;
  if (pid <= 0 || ::sd_pid_get_unit(pid, &unit) < 0) return {};
  const std::unique_ptr<char, decltype(&std::free)> owned(unit, &std::free);
  return unit;
}

class Fields {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) fields_.push_back(std::string(name) + "=" + json::printable(value));
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(fields_); }

 private:
  std::vector<std::string> fields_;
};

}  // namespace

bool stderr_is_the_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat found {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &found) != 0) return false;
  return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino) == stream;
}

std::vector<std::string> journal_fields_of(const Event& event) {
  Fields fields;
  fields.add("MESSAGE", event.message);
  fields.add("PRIORITY", std::to_string(priority_of(event.severity)));
  fields.add("MESSAGE_ID", message_id_of(event.kind));
  fields.add("CODE_FILE", event.where.file_name());
  fields.add("CODE_LINE", std::to_string(event.where.line()));
  fields.add("CODE_FUNC", event.where.function_name());
  for (const auto& document : event.documents)
    fields.add("HOLDFAST_DOCUMENT", document);
  fields.add("HOLDFAST_OPERATION", event.operation);
  fields.add("HOLDFAST_REQUEST_ID", event.request_id);
  if (event.revision) fields.add("HOLDFAST_REVISION", std::to_string(*event.revision));
  if (event.peer) {
    fields.add("HOLDFAST_PEER_UID", std::to_string(event.peer->uid));
    fields.add("HOLDFAST_PEER_PID", std::to_string(event.peer->pid));
    fields.add("HOLDFAST_PEER_UNIT", unit_of(event.peer->pid));
  }
  if (event.duration) fields.add("HOLDFAST_DURATION_USEC", std::to_string(event.duration->count()));
  fields.add("HOLDFAST_ERROR", event.error);
  if (event.cause) {
    fields.add("ERRNO", std::to_string(event.cause->code.value()));
    fields.add("HOLDFAST_STEP", event.cause->doing);
  }
  fields.add("HOLDFAST_PATH", event.path);
  return fields.take();
}

void send_to_journal(const Event& event) {
  auto fields = journal_fields_of(event);
  std::vector<iovec> parts;
  parts.reserve(fields.size());
  for (auto& field : fields)
    parts.push_back({field.data(), field.size()});
  (void)::sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace holdfast::host
