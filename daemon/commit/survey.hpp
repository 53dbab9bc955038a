// Looks at every file of the directory at the start, and compares it with what the journal says it should be:
// what differs was edited while nobody looked, and is taken in as one new revision.
#pragma once

#include <map>
#include <vector>

#include "daemon/commit/decision.hpp"
#include "daemon/commit/journal_record.hpp"
#include "daemon/disk/document_file.hpp"
#include "daemon/disk/managed_directory.hpp"

namespace holdfast::commit {

class Survey {
 public:
  /// `expected` by the journal at `revision`. Keeps references to all but the revision.
  Survey(const disk::ManagedDirectory& directory, const CommitLimits& limits,
         const std::map<document::DocumentName, KnownDocument>& expected, Revision revision);

  /// What is taken in is durable on return, but not that it was. Blocks.
  [[nodiscard]] disk::Result<void> look_at_all();

  [[nodiscard]] const StoreState& state() const { return state_; }
  [[nodiscard]] const std::vector<Notice>& notices() const { return notices_; }
  /// What was found edited, as the journal is to remember it; no changes if nothing was.
  [[nodiscard]] const JournaledGroup& edits() const { return edits_; }

 private:
  [[nodiscard]] disk::Result<void> look(const document::DocumentName& name);
  [[nodiscard]] disk::Result<void> take(const disk::File& parent, const document::DocumentName& name,
                                        disk::DocumentFile file);
  [[nodiscard]] disk::Result<void> miss(const KnownDocument& document);
  [[nodiscard]] disk::Result<void> take_in(const disk::File& parent, const disk::File& file,
                                           const DocumentState& state);
  void note(Notice::Kind kind, const document::DocumentName& name, std::string message,
            std::optional<disk::Failure> cause = std::nullopt);
  void remember_edit(const DocumentState* now, const document::DocumentName& name);
  [[nodiscard]] const KnownDocument* expected(const document::DocumentName& name) const;

  const disk::ManagedDirectory& directory_;
  const CommitLimits& limits_;
  const std::map<document::DocumentName, KnownDocument>& expected_;
  Revision next_;
  std::string now_;
  StoreState state_;
  std::vector<Notice> notices_;
  JournaledGroup edits_;
};

}  // namespace holdfast::commit
