// What all commands that write have in common: which document, why, on which condition, and telling what came
// of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ipc/ctl/exchange.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::ctl {

struct Change {
  std::string document;
  std::string message;
  std::optional<std::int64_t> if_revision;
  bool dry_run = false;  // show what would change, write nothing
};

/// An operation on the change's document and on its condition; the caller adds the other members and ends it.
[[nodiscard]] json::Writer begin_operation(const Change& change, std::string_view op);

/// The put that makes `bytes` the whole document.
[[nodiscard]] std::string put_operation(const Change& change, const std::string& bytes);

/// The parameters of Commit. `operations`: the text of an array.
[[nodiscard]] std::string commit_parameters(const Change& change, std::string_view operations);

/// Commits the text of one operation; returns when it is durable. The reply may be an error; throws Stop if
/// there is none.
[[nodiscard]] varlink::ReplyMessage commit(const Common& common, const Change& change,
                                           const std::string& operation);

/// Prints what a reply to Commit says: one line a document, or the diffs of a dry run. Throws Stop for an
/// error.
void print_change(const Common& common, const varlink::ReplyMessage& reply, bool dry_run);

}  // namespace holdfast::ctl
