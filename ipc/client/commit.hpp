// A commit that survives the loss of its connection: it carries an id of its own, so that it may be sent
// again without being applied twice (part of libholdfast).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "ipc/client/connection.hpp"

namespace holdfast::client {

struct CommitOptions {
  ConnectionOptions connection;
  /// For a daemon that went away to come back, as in a restart. Zero: a broken connection is told at once.
  std::chrono::milliseconds patience{10'000};
};

/// 32 hex digits from the kernel's generator: no two are ever equal.
[[nodiscard]] std::string make_request_id();

/// Calls Commit on a connection of its own and waits for the reply. `parameters` is the text of an object
/// with at least one member, without requestId, which is added. If the connection breaks, the same call is
/// sent on a new one: the daemon answers it as the first time if it was applied, and applies it if it was
/// not. When the reply says committed the change is durable. A failure with connection_lost or timed_out
/// leaves the outcome open; with cannot_connect nothing was sent. Blocks.
[[nodiscard]] Result<varlink::ReplyMessage> commit(const std::string& socket_path,
                                                   std::string_view parameters,
                                                   const CommitOptions& options = {});

}  // namespace holdfast::client
