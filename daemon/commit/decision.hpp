// What a request would do to the store: pure, no disk. Operations see the effects of those before them.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "daemon/commit/request.hpp"
#include "daemon/commit/staged_store.hpp"

namespace holdfast::commit {

struct CommitLimits {
  std::uint64_t document_bytes_max = 8 * 1024 * 1024;
  std::size_t documents_max = 64;                      // in one request
  std::uint64_t request_bytes_max = 16 * 1024 * 1024;  // content in one request
  std::uint64_t work_bytes_max =
      1024ull * 1024 * 1024;  // moved and looked at for the edits of one request: about a second
  json::ParseLimits parse;
};

struct Decision {
  std::vector<document::DocumentName> named;  // by the request, in order, each once
  std::vector<PlannedChange> changes;         // only what differs; empty: the request changes no byte
  std::vector<ResolvedPaths> paths;           // of each operation
};

/// The first operation that fails refuses the whole request. Threads: any.
[[nodiscard]] std::variant<Decision, Refusal> decide(const StoreState& state, const Request& request,
                                                     const CommitLimits& limits);

}  // namespace holdfast::commit
