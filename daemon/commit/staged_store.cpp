#include "daemon/commit/staged_store.hpp"

#include <algorithm>

namespace holdfast::commit {

using document::ContentPointer;
using document::DocumentName;

bool StagedStore::exists(const DocumentName& name) const {
  const auto staged = staged_.find(name);
  return staged == staged_.end() ? state_.documents.contains(name) : staged->second.content != nullptr;
}

bool StagedStore::holds_below(const std::string& directory) const {
  const auto lies_below = [&directory](const auto& entry) {
    return entry.first.text().starts_with(directory);
  };
  return std::any_of(staged_.begin(), staged_.end(), lies_below) ||
         std::any_of(state_.documents.begin(), state_.documents.end(), lies_below);
}

void StagedStore::put(const DocumentName& name, ContentPointer content) {
  auto& staged = staged_[name];
  if (staged.draft) finished_work_ += staged.draft->work();
  staged.draft.reset();
  staged.content = std::move(content);
}

void StagedStore::erase(const DocumentName& name) {
  put(name, nullptr);
}

document::Draft& StagedStore::draft(const DocumentName& name) {
  auto entry = staged_.find(name);
  if (entry == staged_.end()) {
    entry = staged_.emplace(name, Staged{state_.documents.at(name)->content, nullptr}).first;
  }
  auto& staged = entry->second;
  if (!staged.draft) {
    staged.draft = std::make_unique<document::Draft>(staged.content->bytes(), staged.content->tree());
  }
  return *staged.draft;
}

std::uint64_t StagedStore::work() const {
  std::uint64_t sum = finished_work_;
  for (const auto& [name, staged] : staged_)
    sum += staged.draft ? staged.draft->work() : 0;
  return sum;
}

ContentPointer StagedStore::result_of(const Staged& staged) {
  if (!staged.draft) return staged.content;
  auto assembled = staged.draft->assemble();
  if (assembled.splices.empty()) return staged.content;
  return std::make_shared<const document::Content>(std::move(assembled.text), std::move(assembled.tree));
}

std::vector<PlannedChange> StagedStore::changes(const std::vector<DocumentName>& names) const {
  std::vector<PlannedChange> changes;
  for (const auto& name : names) {
    const auto staged = staged_.find(name);
    if (staged == staged_.end()) continue;
    const auto before = state_.find(name);
    auto after = result_of(staged->second);
    const bool same =
        before ? after && (after == before->content || after->bytes() == before->content->bytes()) : !after;
    if (!same) changes.push_back({name, before, std::move(after)});
  }
  return changes;
}

}  // namespace holdfast::commit
