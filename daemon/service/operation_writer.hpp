// Operations in replies: what was applied, with paths resolved, and the diffs of a dry run.
#pragma once

#include "daemon/commit/request.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::service {

/// Adds the member `applied`. The content of put is left out; values, then whole operations, are from where
/// the reply would outgrow a message.
void write_operations(json::Writer& writer, const commit::Request& request,
                      const std::vector<commit::ResolvedPaths>& paths, std::size_t message_bytes_max);

/// Adds the member `diffs`. One that does not fit a message, or is no UTF-8, gives way to a sentence that
/// says so.
void write_diffs(json::Writer& writer, const std::vector<std::string>& diffs, std::size_t message_bytes_max);

}  // namespace holdfast::service
