#include "daemon/commit/group_record.hpp"

#include <algorithm>

namespace holdfast::commit {
namespace {

// Tells of documents as each request of a group left them.
class Teller {
 public:
  Teller(const StoreState& state, const std::vector<JournaledChange>& changes, const std::string& time)
      : state_(state), changes_(changes), time_(time) {}

  [[nodiscard]] ToldDocument tell(const StagedVersion& version) const {
    ToldDocument told{version.name, version.exists ? version.revision : Revision{}, version.bytes, {}, 0,
                      time_};
    const auto before = state_.find(version.name);
    if (version.exists && before && before->revision == version.revision) {
      told.digest = before->digest;
      told.mode = before->metadata.mode;
      told.modified = before->modified;
      return told;
    }
    const auto change = std::find_if(changes_.begin(), changes_.end(),
                                     [&](const JournaledChange& one) { return one.name == version.name; });
    if (!version.exists || change == changes_.end()) return told;
    told.mode = change->mode;
    if (change->revision == version.revision) told.digest = change->digest_after;
    return told;
  }

 private:
  const StoreState& state_;
  const std::vector<JournaledChange>& changes_;
  const std::string& time_;
};

JournaledTransaction requested_by(const Request& request) {
  JournaledTransaction transaction;
  transaction.uid = request.uid;
  transaction.gid = request.gid;
  transaction.pid = request.pid;
  transaction.message = request.message;
  transaction.request_id = request.request_id;
  return transaction;
}

JournaledOperation journaled(const Operation& operation, const ResolvedPaths& paths) {
  JournaledOperation one{operation.kind, operation.document, paths.path.text(), paths.from.text(),
                         std::nullopt};
  if (operation.value) one.value = operation.value->text();
  return one;
}

DocumentPointer document_of(const ToldDocument& told) {
  if (told.revision == Revision{}) return nullptr;
  DocumentState state{told.name, told.revision, told.digest, told.modified,
                      nullptr,   told.digest,   {},          std::nullopt};
  state.metadata.mode = told.mode;
  state.superseded_bytes = told.bytes;
  return std::make_shared<const DocumentState>(std::move(state));
}

document::Pointer pointer_of(const std::string& text) {
  auto pointer = document::Pointer::parse(text);
  return pointer ? std::move(*pointer) : document::Pointer();
}

}  // namespace

JournaledGroup group_record_of(const std::vector<const Request*>& requests, const GroupDecision& group,
                               const StoreState& state, std::vector<JournaledChange> changes,
                               std::string time) {
  JournaledGroup record{std::move(time), {}, std::move(changes)};
  const Teller teller(state, record.changes, record.time);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto* decided = std::get_if<Decided>(&group.requests[i]);
    if (decided == nullptr || (!decided->changed && requests[i]->request_id.empty())) continue;
    auto transaction = requested_by(*requests[i]);
    transaction.changed = decided->changed;
    transaction.revision = decided->revision;
    // Without an id nobody can ask whether it is the same.
    if (!requests[i]->request_id.empty()) transaction.operations_digest = digest_of(requests[i]->operations);
    for (std::size_t k = 0; k < requests[i]->operations.size(); ++k)
      transaction.operations.push_back(journaled(requests[i]->operations[k], decided->paths[k]));
    for (const auto& version : decided->versions)
      transaction.documents.push_back(teller.tell(version));
    record.transactions.push_back(std::move(transaction));
  }
  return record;
}

JournaledTransaction fence_of(const Request& request) {
  auto transaction = requested_by(request);
  transaction.kind = JournaledTransaction::Kind::fence;
  return transaction;
}

JournaledTransaction edit_by_hand(Revision revision) {
  JournaledTransaction transaction;
  transaction.kind = JournaledTransaction::Kind::by_hand;
  transaction.changed = true;
  transaction.revision = revision;
  return transaction;
}

JournaledChange change_by_hand(const document::DocumentName& name, Revision revision,
                               std::string digest_before, const DocumentState* now) {
  JournaledChange change{name, revision, true, std::move(digest_before), 0, 0, {}, 0, 0, 0, {}};
  if (now == nullptr) return change;
  change.digest_after = now->digest;
  change.mode = now->metadata.mode;
  change.uid = now->metadata.uid;
  change.gid = now->metadata.gid;
  return change;
}

Applied answer_of(const JournaledTransaction& transaction) {
  Applied applied{transaction.changed, true, transaction.revision, {}, {}, {}};
  for (const auto& told : transaction.documents)
    applied.documents.push_back({told.name, document_of(told)});
  for (const auto& operation : transaction.operations)
    applied.paths.push_back({pointer_of(operation.path), pointer_of(operation.from)});
  return applied;
}

}  // namespace holdfast::commit
