// Why the store refuses a request: a domain error, made here from what the disk or the checks said, and
// turned into a wire error in daemon/service. The sentence for the client names no absolute path; the cause
// for the log may.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/commit/revision.hpp"
#include "daemon/disk/failure.hpp"

namespace holdfast::commit {

struct Refusal {
  enum class Kind {
    no_such_document,
    no_such_path,
    test_failed,
    revision_mismatch,
    invalid_document,
    invalid_operation,
    invalid_on_disk,
    too_large,
    request_id_reused,
    queue_full,
    storage_full,
    storage_failed,
    read_only,
    outcome_unknown,
  };
  Kind kind = Kind::storage_failed;
  std::string message;
  std::optional<std::size_t> operation;  // its place in the request
  std::string document;
  std::string path;           // no_such_path, test_failed
  std::string field;          // invalid_operation
  std::string request_id;     // request_id_reused, outcome_unknown
  Revision expected, actual;  // revision_mismatch
  std::size_t line = 0;       // invalid_document, invalid_on_disk
  std::size_t column = 0;
  std::string limit;  // too_large: its name
  std::uint64_t limit_max = 0;
  std::uint64_t limit_actual = 0;
  std::optional<disk::Failure> cause;  // for the log, and the errno of storage_failed
};

/// What a failure of the disk before anything became visible means for the request.
[[nodiscard]] Refusal refusal_of(const disk::Failure& failure);

/// What an administrator can do about an errno; empty if there is no better advice than its own text.
[[nodiscard]] std::string advice_for(int error);

}  // namespace holdfast::commit
