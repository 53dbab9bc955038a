// Compares documents with what lies on disk, and takes in what people did to the files by hand: the file is
// the truth.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/timestamp.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

class Observation {
 public:
  /// Looks on behalf of a state; what is taken in gets `revision` and `modified`.
  Observation(const disk::ManagedDirectory& directory, const CommitLimits& limits, Revision revision,
              std::string modified);

  /// Looks at one document. If its file holds other bytes than `known`, appends what it is now to changes();
  /// an edit that is taken in is made durable first. A file that was only touched is a change without a new
  /// revision.
  [[nodiscard]] disk::Result<void> look(const document::DocumentName& name, const DocumentPointer& known);

  [[nodiscard]] const std::vector<StateChange>& changes() const { return changes_; }
  /// Some change is a new revision.
  [[nodiscard]] bool found_edit() const { return found_edit_; }
  [[nodiscard]] const std::vector<Notice>& notices() const { return notices_; }

 private:
  [[nodiscard]] disk::Result<void> look_at_file(const disk::File& parent, const document::DocumentName& name,
                                                const DocumentPointer& known);
  [[nodiscard]] bool is_settled(const disk::Identity& identity) const;
  [[nodiscard]] disk::Result<void> take_in(const disk::File& parent, DocumentState state);
  void take_in_deletion(const DocumentPointer& known);

  const disk::ManagedDirectory& directory_;
  const CommitLimits& limits_;
  Revision revision_;
  std::string modified_;
  std::vector<StateChange> changes_;
  std::vector<Notice> notices_;
  bool found_edit_ = false;
};

}  // namespace holdfast::commit
