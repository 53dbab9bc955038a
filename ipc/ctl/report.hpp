// What the command line tells its user, and with which exit code it ends.
#pragma once

#include <stdexcept>
#include <string>

#include "ipc/client/connection.hpp"
#include "ipc/varlink/message.hpp"

namespace holdfast::ctl {

enum class Exit {
  done = 0,
  refused = 1,         // by the store: try something else
  usage = 2,           // the command line, or a local file
  unreachable = 3,     // the daemon does not answer
  not_allowed = 4,     // this user may not
  storage_failed = 5,  // the disk, or the store is read-only
  unknown = 6,         // sent, and the outcome is not known
};

/// Ends a command: one line for standard error, and the exit code.
class Stop : public std::runtime_error {
 public:
  Stop(Exit code, const std::string& line) : std::runtime_error(line), code_(code) {}
  [[nodiscard]] Exit code() const { return code_; }

 private:
  Exit code_;
};

/// The stop for an error reply.
[[nodiscard]] Stop stop_for(const varlink::ReplyMessage& error);

/// The stop for a call that got no reply. `writing`: it may have changed something.
[[nodiscard]] Stop stop_for(const client::Failure& failure, const std::string& socket, bool writing);

}  // namespace holdfast::ctl
