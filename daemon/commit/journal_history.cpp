#include "daemon/commit/journal_history.hpp"

#include <algorithm>

namespace holdfast::commit {

void JournalHistory::take(const disk::StoredRecord& record) {
  if (!problem_.empty()) return;
  const auto kind = static_cast<RecordKind>(record.kind);
  if (kind == RecordKind::abort) {
    open_.reset();
    return;
  }
  if (open_ && record.retired >= open_sequence_) close();
  switch (kind) {
    case RecordKind::checkpoint:
      return take_checkpoint(record);
    case RecordKind::group:
      return take_group(record);
    case RecordKind::retire:
      return;
    case RecordKind::abort:
      break;
  }
  problem_ = "record " + std::to_string(record.sequence) + " is of a kind that this version does not know";
}

void JournalHistory::take_checkpoint(const disk::StoredRecord& record) {
  auto checkpoint = decode_checkpoint(record.payload);
  if (!checkpoint) {
    problem_ =
        "record " + std::to_string(record.sequence) + " is no checkpoint that this version understands";
    return;
  }
  documents_.clear();
  for (auto& document : checkpoint->documents) {
    const auto name = document.name;
    documents_.emplace(name, std::move(document));
  }
  revision_ = checkpoint->revision;
  for (const auto& fence : checkpoint->fences)
    request_ids_.remember(fence, record.sequence);
}

void JournalHistory::take_group(const disk::StoredRecord& record) {
  auto group = decode_group(record.payload);
  if (!group) {
    problem_ = "record " + std::to_string(record.sequence) + " is no group that this version understands";
    return;
  }
  if (open_) {
    problem_ = "record " + std::to_string(record.sequence) + " was begun before the one before it was done";
    return;
  }
  open_sequence_ = record.sequence;
  open_ = OpenGroup{std::move(*group),
                    {record.kind, std::string(record.payload)},
                    {record.sequence - 1, record.previous_hash}};
}

void JournalHistory::close() {
  const auto& group = open_->group;
  for (const auto& change : group.changes) {
    documents_.erase(change.name);
    if (change.digest_after.empty()) continue;
    documents_.emplace(change.name,
                       KnownDocument{change.name, change.revision, change.digest_after, group.time});
  }
  revision_ = std::max(revision_, group.revision());
  request_ids_.remember(group, open_sequence_);
  open_.reset();
}

Checkpoint JournalHistory::checkpoint() const {
  Checkpoint checkpoint{revision_, {}, {}};
  for (const auto& [name, document] : documents_)
    checkpoint.documents.push_back(document);
  return checkpoint;
}

}  // namespace holdfast::commit
