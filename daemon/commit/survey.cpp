#include "daemon/commit/survey.hpp"

#include <algorithm>
#include <cerrno>

#include "daemon/commit/group_record.hpp"
#include "daemon/commit/redo.hpp"
#include "daemon/commit/timestamp.hpp"
#include "daemon/disk/document_file.hpp"

namespace holdfast::commit {

using disk::Result;
using document::DocumentName;

Survey::Survey(const disk::ManagedDirectory& directory, const CommitLimits& limits,
               const std::map<DocumentName, KnownDocument>& expected, Revision revision)
    : directory_(directory),
      limits_(limits),
      expected_(expected),
      next_(revision.next()),
      now_(timestamp_now()) {
  state_.revision = revision;
  edits_.time = now_;
}

const KnownDocument* Survey::expected(const DocumentName& name) const {
  const auto found = expected_.find(name);
  return found == expected_.end() ? nullptr : &found->second;
}

void Survey::note(Notice::Kind kind, const DocumentName& name, std::string message,
                  std::optional<disk::Failure> cause) {
  notices_.push_back({kind, std::move(message), name.text(), std::move(cause)});
}

Result<void> Survey::look_at_all() {
  auto names = directory_.find_documents();
  if (!names) return names.error();
  std::sort(names->begin(), names->end());
  for (const auto& name : *names) {
    if (auto looked = look(name); !looked) return looked.error();
  }
  for (const auto& [name, document] : expected_) {
    if (std::binary_search(names->begin(), names->end(), name)) continue;
    if (auto missed = miss(document); !missed) return missed.error();
  }
  if (edits_.changes.empty()) return {};
  state_.revision = next_;
  edits_.transactions.push_back(edit_by_hand(next_));
  return {};
}

// What looks removed after a crash may come back with a power cut, unless its directory is synced.
Result<void> Survey::miss(const KnownDocument& document) {
  const auto parent = directory_.open_parent(document.name);
  if (!parent && !is_gone(parent.error())) return parent.error();
  if (parent) {
    if (auto synced = directory_.files().sync_directory(*parent); !synced) return synced.error();
  }
  note(Notice::Kind::imported, document.name,
       document.name.text() + " was found removed; taken in as revision " + std::to_string(next_.number));
  remember_edit(nullptr, document.name);
  return {};
}

Result<void> Survey::look(const DocumentName& name) {
  const auto parent = directory_.open_parent(name);
  if (!parent) return parent.error();
  auto file = disk::read_document(directory_.files(), *parent, name.leaf(), limits_.document_bytes_max);
  if (!file && file.error().code.value() == ENOENT) return {};
  if (!file && is_obstacle(file.error())) {
    note(Notice::Kind::left_behind, name, name.text() + " is not served: " + file.error().text(),
         file.error());
    return {};
  }
  if (!file) return file.error();
  return take(*parent, name, std::move(*file));
}

Result<void> Survey::take(const disk::File& parent, const DocumentName& name, disk::DocumentFile file) {
  const std::string digest = disk::digest_of(file.bytes);
  const auto* known = expected(name);
  const bool as_expected = known != nullptr && known->digest == digest;
  DocumentState state{name, next_, digest, now_, nullptr, digest, file.metadata, std::nullopt};
  if (as_expected) {
    state.revision = known->revision;
    state.modified = known->modified;
  }
  auto content = document::Content::make(name, std::move(file.bytes), limits_.parse);
  if (!content && content.error().out_of_memory) return disk::make_failure(ENOMEM, "parsing " + name.text());
  if (!content) {
    state.fault = content.error();
    // Its last good revision is only a number now: the bytes are gone.
    state.digest.clear();
    state.revision = known == nullptr ? Revision{} : known->revision;
    note(Notice::Kind::invalid_on_disk, name,
         name.text() + " is not valid: line " + std::to_string(state.fault->line) + ", column " +
             std::to_string(state.fault->column) + ": " + state.fault->message +
             "; correct the file, until then it is not served");
  } else {
    state.content = std::move(*content);
    if (!as_expected) {
      if (auto taken = take_in(parent, file.file, state); !taken) return taken.error();
    }
  }
  state_.documents.emplace(name, std::make_shared<const DocumentState>(std::move(state)));
  return {};
}

// Told only when durable: the editor may not have synced it.
Result<void> Survey::take_in(const disk::File& parent, const disk::File& file, const DocumentState& state) {
  if (auto synced = directory_.files().sync_file(file); !synced) return synced.error();
  if (auto synced = directory_.files().sync_directory(parent); !synced) return synced.error();
  note(Notice::Kind::imported, state.name,
       state.name.text() + " was found new or edited; taken in as revision " + std::to_string(next_.number));
  remember_edit(&state, state.name);
  return {};
}

// How the bytes differ is not known: those before are gone.
void Survey::remember_edit(const DocumentState* now, const DocumentName& name) {
  const auto* known = expected(name);
  edits_.changes.push_back(
      change_by_hand(name, next_, known == nullptr ? std::string() : known->digest, now));
}

}  // namespace holdfast::commit
