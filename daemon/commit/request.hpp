// What a client asks of the writer, and what came of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "daemon/commit/document_state.hpp"
#include "daemon/commit/refusal.hpp"
#include "daemon/document/pointer.hpp"

namespace holdfast::commit {

/// One step of a request: put and delete act on a whole document, the others inside a JSON document (RFC
/// 6902, RFC 7396).
struct Operation {
  enum class Kind { put, delete_document, add, remove, replace, move, copy, test, merge };
  Kind kind = Kind::put;
  document::DocumentName document;
  std::shared_ptr<const std::string> bytes;  // put only
  std::optional<Revision> if_revision;       // the document must be at it; 0: must not exist
  document::Pointer path;
  document::Pointer from;                         // move and copy only
  std::shared_ptr<const json::ParsedText> value;  // add, replace, test and merge only

  /// What it makes the queue hold.
  [[nodiscard]] std::size_t held_bytes() const {
    return (bytes ? bytes->size() : 0) + (value ? value->text().size() : 0);
  }
};

/// "put", "delete", "add"..., as the interface spells them.
[[nodiscard]] const char* name_of(Operation::Kind kind);

/// All operations are applied as one transaction, or none.
struct Request {
  std::vector<Operation> operations;
  std::string message;     // why, for the log
  std::string request_id;  // chosen by the client, for one request only; empty: none
  bool dry_run = false;    // decide, say what would change, write nothing
  bool resolve = false;    // no operations: tell what became of the request with this id, and if nothing did,
                           // that nothing ever will
  std::uint32_t uid = 0;   // whose turn it takes, and whose id it is
  std::uint32_t gid = 0;
  std::uint32_t pid = 0;

  /// What it makes the queue hold.
  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = message.size() + request_id.size();
    for (const auto& operation : operations)
      sum += operation.held_bytes();
    return sum;
  }
};

/// Something an administrator should know of that is no refusal: a retry, a file left behind, a hand edit
/// taken in.
struct Notice {
  enum class Kind {
    retry,
    left_behind,
    not_kept,
    slow_sync,
    imported,
    invalid_on_disk,
    degraded,
    healthy,
    recovered
  };
  Kind kind;
  std::string message;
  std::string document;
  std::optional<disk::Failure> cause;
};

/// Where an operation acted: tokens `key=value` and `-` resolved to indexes.
struct ResolvedPaths {
  document::Pointer path;
  document::Pointer from;
};

/// Documents that a later request of the same pass changed again are told with their revision and size only:
/// such a version was never a file.
struct Applied {
  bool changed = false;   // false: every byte was there already
  bool repeated = false;  // it was answered before: the request was sent again
  Revision revision;      // of the store, after it
  std::vector<StateChange>
      documents;  // those named by the request, as they are now, or would be after a dry run
  std::vector<ResolvedPaths> paths;  // of each operation
  std::vector<std::string> diffs;    // dry run only: unified, one a changed document
};

/// What became of a request whose reply was lost.
struct Resolved {
  enum class Outcome { committed, not_applied, unknown };
  Outcome outcome = Outcome::unknown;
  Revision revision;  // if committed: of the store, after it
};

using RequestResult = std::variant<Applied, Refusal, Resolved>;

/// What one pass of the writer did.
struct PassReport {
  Revision revision;                 // of the store, after it
  std::vector<StateChange> changes;  // all that differs from before, hand edits taken in included
  std::vector<Notice> notices;
  std::string degraded_reason;             // not empty: the store takes no further change
  std::chrono::microseconds duration{0};   // at the writer
  std::chrono::microseconds sync_time{0};  // of it, in fsync of documents and directories
  std::size_t groups = 0;  // that were made durable: one, or more where requests were tried one by one
};

/// Of a pass that took one request.
struct Outcome : PassReport {
  RequestResult result;
};

/// Of a pass that took several.
struct GroupOutcome : PassReport {
  std::vector<RequestResult> results;  // one a request, in their order
};

}  // namespace holdfast::commit
