// A document as it stands, and the whole store as it stands. Immutable once published: the writer makes new
// ones, readers share them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "daemon/commit/revision.hpp"
#include "daemon/disk/file_system.hpp"
#include "daemon/document/content.hpp"

namespace holdfast::commit {

struct DocumentState {
  document::DocumentName name;
  Revision revision;
  std::string digest;                       // of `content`; empty if no good content is known
  std::string modified;                     // RFC 3339, when that revision was made
  document::ContentPointer content;         // the last good one; null if none was ever seen
  std::string disk_digest;                  // of what lies on disk
  disk::Metadata metadata;                  // of what lies on disk
  std::optional<json::ParseFailure> fault;  // set: what lies on disk is not valid
  std::uint64_t superseded_bytes = 0;       // size of a version of which no more is known: see Applied

  [[nodiscard]] bool valid() const { return !fault.has_value(); }
};

using DocumentPointer = std::shared_ptr<const DocumentState>;

/// Copying shares the documents. Threads: each copy belongs to one.
struct StoreState {
  Revision revision;
  std::map<document::DocumentName, DocumentPointer> documents;

  /// Null if there is none of this name.
  [[nodiscard]] DocumentPointer find(const document::DocumentName& name) const {
    const auto found = documents.find(name);
    return found == documents.end() ? nullptr : found->second;
  }
};

/// One document's change from one state of the store to the next; null: it is gone.
struct StateChange {
  document::DocumentName name;
  DocumentPointer now;
};

}  // namespace holdfast::commit
