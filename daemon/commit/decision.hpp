// What requests would do to the store: pure, no disk. Operations see the effects of those before them,
// requests those of requests before them in the same pass.
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
  // Moved and looked at for the edits of one request: a second or some.
  std::uint64_t work_bytes_max = 1024ull * 1024 * 1024;
  json::ParseLimits parse;
};

/// One request as it will be applied.
struct Decided {
  std::vector<document::DocumentName> named;  // by the request, in order, each once
  std::vector<ResolvedPaths> paths;           // of each operation
  std::vector<StagedVersion> versions;        // of those named, right after it
  bool changed = false;                       // false: no byte is other than before it
  Revision revision;                          // of the store, after it
};

/// A pass: what becomes of each request, and of each document.
struct GroupDecision {
  std::vector<std::variant<Decided, Refusal>> requests;
  std::vector<PlannedChange> changes;  // of all that were taken together
  Revision revision;                   // of the store, after all
};

/// Each request takes the next revision if it changes a byte. The first operation of a request that fails
/// refuses that request alone. Threads: any.
[[nodiscard]] GroupDecision decide_group(const StoreState& state, const std::vector<const Request*>& requests,
                                         const CommitLimits& limits);

/// A pass of one.
struct Decision : Decided {
  std::vector<PlannedChange> changes;  // only what differs; empty: the request changes no byte
};
[[nodiscard]] std::variant<Decision, Refusal> decide(const StoreState& state, const Request& request,
                                                     const CommitLimits& limits);

}  // namespace holdfast::commit
