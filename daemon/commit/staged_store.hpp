// The store as the requests of one pass of the writer make it, before any of it is on disk. Operations see
// the effects of those before them, requests those of requests before them; one that is refused is rolled
// back alone. Documents that are edited inside stay drafts until changes() puts their text together, once a
// pass.
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
  DocumentPointer before;                      // null: does not exist
  document::ContentPointer after;              // null: is deleted
  Revision revision;                           // of the last request that changed it
  std::vector<document::Splice> splices = {};  // from the bytes before to those after
};

/// A document at some moment of a pass.
struct StagedVersion {
  document::DocumentName name;
  bool exists = false;
  Revision revision;        // of the last change, also one of this pass; 0: does not exist
  std::uint64_t bytes = 0;  // of its content
};

class StagedStore {
 public:
  /// Keeps a reference: the state must outlive it, unchanged. `document_bytes_max`: of what an edit may
  /// write.
  StagedStore(const StoreState& state, std::uint64_t document_bytes_max)
      : state_(state), document_bytes_max_(document_bytes_max) {}

  [[nodiscard]] const StoreState& original() const { return state_; }
  [[nodiscard]] bool exists(const document::DocumentName& name) const;
  /// Some document lies below the directory `directory`, a name with a slash at its end.
  [[nodiscard]] bool holds_below(const std::string& directory) const;
  [[nodiscard]] StagedVersion version(const document::DocumentName& name) const;
  /// What a document was at before the request under way; 0: it did not exist.
  [[nodiscard]] Revision revision_before(const document::DocumentName& name) const;

  /// What comes next belongs to one request.
  void begin_request();
  /// Ends the request: what it changed is at `revision` from now on. False if no byte is other than before
  /// it.
  [[nodiscard]] bool accept(Revision revision);
  /// Ends the request: nothing of it is left.
  void roll_back();

  void put(const document::DocumentName& name, document::ContentPointer content);
  void erase(const document::DocumentName& name);
  /// Precondition: exists(name), and its content is JSON.
  [[nodiscard]] document::Draft& draft(const document::DocumentName& name);

  /// What edits of this request made the writer move and look at so far.
  [[nodiscard]] std::uint64_t work() const;
  /// What drafts that this request edits hold for themselves, in bytes of memory.
  [[nodiscard]] std::uint64_t kept() const;
  /// What was accepted, each document once, in the order in which they were first touched. A document made
  /// and deleted again is left out; one that was changed and changed back is not: its revision is another.
  [[nodiscard]] std::vector<PlannedChange> changes() const;

 private:
  struct Staged {
    document::ContentPointer content;        // null: deleted
    std::shared_ptr<document::Draft> draft;  // of `content`
    Revision revision;                       // 0: not changed in this pass
  };
  // How a document was when the request first touched it.
  struct Undo {
    document::DocumentName name;
    bool was_staged;
    Staged staged;
    std::optional<document::Slot> mark;
    std::uint64_t work_before;
  };
  Staged& touch(const document::DocumentName& name);
  [[nodiscard]] static document::ContentPointer result_of(const Staged& staged);
  // Nothing for a document made and deleted again.
  [[nodiscard]] static std::optional<PlannedChange> change_of(const document::DocumentName& name,
                                                              const DocumentPointer& before,
                                                              const Staged& staged);
  // Puts the text together if the draft has grown large, so that it does not grow from request to request.
  static void renew(Staged& staged);
  [[nodiscard]] static bool is_same(const Undo& undo, const Staged& now);

  const StoreState& state_;
  std::uint64_t document_bytes_max_;
  std::map<document::DocumentName, Staged> staged_;
  std::vector<document::DocumentName> order_;
  std::vector<Undo> undo_;
};

}  // namespace holdfast::commit
