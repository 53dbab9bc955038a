// The store as a request makes it, before any of it is on disk. Operations see the effects of those before
// them; documents that are edited inside stay drafts until changes() puts their text together, once.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "daemon/commit/document_state.hpp"
#include "daemon/document/draft.hpp"

namespace holdfast::commit {

/// A document and what it becomes.
struct PlannedChange {
  document::DocumentName name;
  DocumentPointer before;          // null: does not exist
  document::ContentPointer after;  // null: is deleted
};

class StagedStore {
 public:
  explicit StagedStore(const StoreState& state) : state_(state) {}

  [[nodiscard]] const StoreState& original() const { return state_; }
  [[nodiscard]] bool exists(const document::DocumentName& name) const;
  /// Some document lies below the directory `directory`, a name with a slash at its end.
  [[nodiscard]] bool holds_below(const std::string& directory) const;

  void put(const document::DocumentName& name, document::ContentPointer content);
  void erase(const document::DocumentName& name);
  /// Precondition: exists(name), and its content is JSON.
  [[nodiscard]] document::Draft& draft(const document::DocumentName& name);

  /// What edits made the writer move and look at so far.
  [[nodiscard]] std::uint64_t work() const;
  /// Only what differs from the original, in the order of `names`.
  [[nodiscard]] std::vector<PlannedChange> changes(const std::vector<document::DocumentName>& names) const;

 private:
  struct Staged {
    document::ContentPointer content;        // null: deleted
    std::unique_ptr<document::Draft> draft;  // of `content`
  };
  [[nodiscard]] static document::ContentPointer result_of(const Staged& staged);

  const StoreState& state_;
  std::map<document::DocumentName, Staged> staged_;
  std::uint64_t finished_work_ = 0;  // of drafts that were given up
};

}  // namespace holdfast::commit
