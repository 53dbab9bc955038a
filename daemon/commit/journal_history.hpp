// What the records of the journal say together: how each document should stand, which ids were answered, and
// what was under way when the last record was written. Pure: no files.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/commit/journal_record.hpp"
#include "daemon/commit/request_ids.hpp"

namespace holdfast::commit {

/// A group of which no later record says that it took place.
struct OpenGroup {
  JournaledGroup group;
  disk::NewRecord record;       // as it was written
  disk::RecordPosition behind;  // the record before it
};

class JournalHistory {
 public:
  /// Records come oldest first, each that counts. Once one cannot be understood all later ones are ignored.
  void take(const disk::StoredRecord& record);

  /// All groups but the one that is open.
  [[nodiscard]] Checkpoint checkpoint() const;
  [[nodiscard]] const std::map<document::DocumentName, KnownDocument>& documents() const {
    return documents_;
  }
  [[nodiscard]] Revision revision() const { return revision_; }
  [[nodiscard]] const std::optional<OpenGroup>& open() const { return open_; }
  [[nodiscard]] RequestIds& request_ids() { return request_ids_; }
  /// Why not all could be understood; empty if they were.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// The open group has taken place.
  void close();

 private:
  void take_checkpoint(const disk::StoredRecord& record);
  void take_group(const disk::StoredRecord& record);

  std::map<document::DocumentName, KnownDocument> documents_;
  Revision revision_;
  std::optional<OpenGroup> open_;
  std::uint64_t open_sequence_ = 0;
  RequestIds request_ids_;
  std::string problem_;
};

}  // namespace holdfast::commit
