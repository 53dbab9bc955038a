// One call to the daemon and what comes back, as all commands use it. What the daemon refuses or cannot be
// asked ends the command with a Stop.
#pragma once

#include <string>
#include <string_view>

#include "ipc/varlink/message.hpp"

namespace holdfast::ctl {

struct Common {
  std::string socket;
  bool json = false;  // print the reply's parameters instead of text for people
};

/// Sends one call to io.holdfast.config and returns its reply, which may be an error. `parameters` is the
/// text of an object; `writing`: the call may change something. Blocks; throws Stop if no reply comes.
[[nodiscard]] varlink::ReplyMessage exchange(const Common& common, std::string_view method,
                                             const std::string& parameters, bool writing);

/// Sends one Commit and returns its reply, which may be an error. If the connection breaks it is sent again
/// for some seconds, by its id, so that it is applied once. Blocks; throws Stop if no reply comes.
[[nodiscard]] varlink::ReplyMessage send_commit(const Common& common, const std::string& parameters,
                                                bool dry_run);

/// The same as exchange(); throws Stop for an error too.
[[nodiscard]] varlink::ReplyMessage ask(const Common& common, std::string_view method,
                                        const std::string& parameters, bool writing);

/// Whether it is this error of io.holdfast.config.
[[nodiscard]] bool is_error(const varlink::ReplyMessage& reply, std::string_view name);

/// Good while the reply lives. Throws Stop if there are none.
[[nodiscard]] json::Value parameters_of(const varlink::ReplyMessage& reply);

/// A member that the interface promises; throws Stop if it is not there.
[[nodiscard]] json::Value member(const json::Value& object, std::string_view name);

/// Such a member for people: a string's characters, else its spelling; safe to print.
[[nodiscard]] std::string text(const json::Value& object, std::string_view name);

/// Such a member that is an integer.
[[nodiscard]] std::int64_t integer(const json::Value& object, std::string_view name);

/// The bytes that a reply to Get without a path carries.
[[nodiscard]] std::string content_of(const varlink::ReplyMessage& reply);

/// Throws Stop if a command-line argument cannot travel in JSON.
void demand_utf8(const std::string& argument, const std::string& what);

}  // namespace holdfast::ctl
