// What the store tells its administrator: one entry a commit, a refusal, a change of state. Implemented above
// (daemon/host); this layer decides what is said, not where it goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

#include "daemon/disk/failure.hpp"
#include "ipc/varlink/peer.hpp"

namespace holdfast::service {

enum class Severity { debug, info, notice, warning, error, critical };

enum class EventKind {
  started,
  stopped,
  committed,
  refused,
  degraded,
  healthy,
  recovered,
  hand_edit,
  invalid_document,
  retried,
  left_behind,
  not_kept,
  slow_sync,
  connection,
  setup,
  reloaded,
  reload_refused,
};

/// "debug" to "critical", as the settings and the log spell them.
[[nodiscard]] const char* name_of(Severity severity);

/// Text that came from a client is raw here; the log escapes it.
struct Event {
  Event(EventKind its_kind, Severity its_severity, std::string its_message,
        std::source_location its_place = std::source_location::current())
      : kind(its_kind), severity(its_severity), message(std::move(its_message)), where(its_place) {}

  EventKind kind;
  Severity severity;
  std::string message;                 // a sentence
  std::vector<std::string> documents;  // their names
  std::string operation;               // "put", "delete", "put,delete"
  std::string request_id;              // empty: the client gave none
  std::optional<std::uint64_t> revision;
  std::optional<varlink::Peer> peer;
  std::optional<std::chrono::microseconds> duration;
  std::string error;                   // the wire error's name
  std::optional<disk::Failure> cause;  // errno, and what was being done
  std::string path;                    // the file on this machine that it is about
  std::source_location where;          // in the source
};

class EventLog {
 public:
  virtual ~EventLog() = default;
  /// Never throws, never fails visibly. Threads: the io thread, and start-up.
  virtual void write(const Event& event) = 0;
};

}  // namespace holdfast::service
