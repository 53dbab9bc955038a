#include "daemon/commit/staged_store.hpp"

#include <algorithm>

namespace holdfast::commit {

using document::ContentPointer;
using document::DocumentName;
using document::Fragments;

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

StagedVersion StagedStore::version(const DocumentName& name) const {
  const auto original = state_.find(name);
  const auto staged = staged_.find(name);
  StagedVersion version{name, exists(name), {}, 0};
  if (!version.exists) return version;
  if (original) version.revision = original->revision;
  if (staged == staged_.end()) {
    version.bytes = original->content ? original->content->bytes().size() : 0;
    return version;
  }
  if (staged->second.revision != Revision{}) version.revision = staged->second.revision;
  version.bytes = staged->second.draft ? static_cast<std::uint64_t>(staged->second.draft->extent().bytes)
                                       : staged->second.content->bytes().size();
  return version;
}

Revision StagedStore::revision_before(const DocumentName& name) const {
  const auto undo =
      std::find_if(undo_.begin(), undo_.end(), [&name](const Undo& u) { return u.name == name; });
  const auto entry = staged_.find(name);
  const Staged* then = undo != undo_.end()      ? &undo->staged
                       : entry != staged_.end() ? &entry->second
                                                : nullptr;
  if (then != nullptr && !then->content) return {};
  if (then != nullptr && then->revision != Revision{}) return then->revision;
  const auto original = state_.find(name);
  return original ? original->revision : Revision{};
}

void StagedStore::begin_request() {
  undo_.clear();
}

StagedStore::Staged& StagedStore::touch(const DocumentName& name) {
  const auto known =
      std::any_of(undo_.begin(), undo_.end(), [&name](const Undo& undo) { return undo.name == name; });
  const auto entry = staged_.find(name);
  const bool was_staged = entry != staged_.end();
  auto& staged = was_staged ? entry->second : staged_[name];
  if (!was_staged) {
    const auto original = state_.find(name);
    staged.content = original ? original->content : nullptr;
    order_.push_back(name);
  }
  if (known) return staged;
  Undo undo{name, was_staged, staged, std::nullopt, 0};
  if (staged.draft) {
    undo.mark = staged.draft->mark();
    undo.work_before = staged.draft->work();
  }
  undo_.push_back(std::move(undo));
  return staged;
}

void StagedStore::put(const DocumentName& name, ContentPointer content) {
  auto& staged = touch(name);
  staged.draft.reset();
  staged.content = std::move(content);
}

void StagedStore::erase(const DocumentName& name) {
  put(name, nullptr);
}

document::Draft& StagedStore::draft(const DocumentName& name) {
  auto& staged = touch(name);
  if (!staged.draft) {
    staged.draft = std::make_shared<document::Draft>(staged.content->bytes(), staged.content->tree(),
                                                     document_bytes_max_);
  }
  return *staged.draft;
}

std::uint64_t StagedStore::work() const {
  std::uint64_t sum = 0;
  for (const auto& undo : undo_) {
    const auto& now = staged_.at(undo.name);
    if (undo.staged.draft) sum += undo.staged.draft->work() - undo.work_before;
    if (now.draft && now.draft != undo.staged.draft) sum += now.draft->work();
  }
  return sum;
}

std::uint64_t StagedStore::kept() const {
  std::uint64_t sum = 0;
  for (const auto& undo : undo_) {
    const auto& now = staged_.at(undo.name);
    sum += now.draft ? now.draft->kept() : 0;
  }
  return sum;
}

void StagedStore::renew(Staged& staged) {
  constexpr std::uint64_t kept_max = 16 * 1024 * 1024;
  if (!staged.draft || staged.draft->kept() <= kept_max) return;
  auto content = result_of(staged);
  staged.draft.reset();
  staged.content = std::move(content);
}

// Compared by where the bytes lie, and by the bytes only where they lie elsewhere.
bool StagedStore::is_same(const Undo& undo, const Staged& now) {
  const auto& was = undo.staged;
  if (!was.content || !now.content) return !was.content && !now.content;
  const auto fragments_of = [](const Staged& staged, const std::optional<document::Slot>& root) {
    if (!staged.draft) return Fragments{staged.content->bytes()};
    return staged.draft->fragments(root ? *root : staged.draft->root());
  };
  return document::is_same_text(fragments_of(was, undo.mark), fragments_of(now, std::nullopt));
}

bool StagedStore::accept(Revision revision) {
  bool changed = false;
  for (const auto& undo : undo_) {
    auto& now = staged_.at(undo.name);
    if (is_same(undo, now)) continue;
    now.revision = revision;
    changed = true;
  }
  for (const auto& undo : undo_)
    renew(staged_.at(undo.name));
  undo_.clear();
  return changed;
}

void StagedStore::roll_back() {
  for (auto& undo : undo_) {
    if (!undo.was_staged) {
      staged_.erase(undo.name);
      order_.pop_back();
      continue;
    }
    auto& staged = staged_.at(undo.name) = std::move(undo.staged);
    if (undo.mark) staged.draft->roll_back(*undo.mark);
  }
  undo_.clear();
}

ContentPointer StagedStore::result_of(const Staged& staged) {
  if (!staged.draft) return staged.content;
  auto assembled = staged.draft->assemble();
  if (assembled.splices.empty()) return staged.content;
  return std::make_shared<const document::Content>(std::move(assembled.text), std::move(assembled.tree));
}

// A draft of the very content that is on disk knows what it changed; other ways from old to new are found by
// looking.
std::optional<PlannedChange> StagedStore::change_of(const DocumentName& name, const DocumentPointer& before,
                                                    const Staged& staged) {
  if (!before && !staged.content) return std::nullopt;
  if (staged.draft && before && staged.content == before->content) {
    auto assembled = staged.draft->assemble();
    if (assembled.splices.empty()) return PlannedChange{name, before, staged.content, staged.revision, {}};
    auto after =
        std::make_shared<const document::Content>(std::move(assembled.text), std::move(assembled.tree));
    return PlannedChange{name, before, std::move(after), staged.revision, std::move(assembled.splices)};
  }
  auto after = result_of(staged);
  const auto bytes_of = [](const ContentPointer& content) {
    return content ? std::string_view(content->bytes()) : std::string_view();
  };
  auto splices = document::splices_between(bytes_of(before ? before->content : nullptr), bytes_of(after));
  return PlannedChange{name, before, std::move(after), staged.revision, std::move(splices)};
}

std::vector<PlannedChange> StagedStore::changes() const {
  std::vector<PlannedChange> changes;
  for (const auto& name : order_) {
    const auto& staged = staged_.at(name);
    if (staged.revision == Revision{}) continue;
    const auto before = state_.find(name);
    if (auto change = change_of(name, before, staged)) changes.push_back(std::move(*change));
  }
  return changes;
}

}  // namespace holdfast::commit
