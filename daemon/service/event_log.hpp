// What the store tells its administrator: one entry a commit, a refusal, a change of state. Implemented above
// (daemon/host); this layer decides what is said, not where it goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

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
  recovered,
  hand_edit,
  invalid_document,
  retried,
  left_behind,
  not_kept,
  connection,
  setup,
};

/// Text that came from a client is raw here; the log escapes it.
struct Event {
  EventKind kind = EventKind::setup;
  Severity severity = Severity::info;
  std::string message;    // a sentence
  std::string document;   // names, separated by commas
  std::string operation;  // "put", "delete", "put,delete"
  std::optional<std::uint64_t> revision;
  std::optional<varlink::Peer> peer;
  std::optional<std::chrono::microseconds> duration;
  std::string error;                   // the wire error's name
  std::optional<disk::Failure> cause;  // errno, and what was being done
};

class EventLog {
 public:
  virtual ~EventLog() = default;
  /// Never throws, never fails visibly. Threads: the io thread, and start-up.
  virtual void write(const Event& event) = 0;
};

}  // namespace holdfast::service
