#include "daemon/commit/observation.hpp"

#include <algorithm>
#include <cerrno>

#include "daemon/disk/digest.hpp"
#include "daemon/disk/document_file.hpp"

namespace holdfast::commit {
namespace {

using disk::Result;
using document::DocumentName;

// A write within the same tick of the file system's clock leaves the times as they were (git calls it racy);
// coarse clocks tick in seconds.
constexpr std::int64_t settled_after_ns = 2'000'000'000;

bool is_absent(const disk::Failure& failure) {
  return failure.code.value() == ENOENT || failure.code.value() == ENOTDIR;
}

}  // namespace

Observation::Observation(const disk::ManagedDirectory& directory, const CommitLimits& limits,
                         Revision revision, std::string modified)
    : directory_(directory), limits_(limits), revision_(revision), modified_(std::move(modified)) {}

bool Observation::is_settled(const disk::Identity& identity) const {
  return std::max(identity.modified_ns, identity.changed_ns) + settled_after_ns < now_ns();
}

Result<void> Observation::look(const DocumentName& name, const DocumentPointer& known) {
  const auto parent = directory_.open_parent(name);
  if (!parent && is_absent(parent.error())) {
    take_in_deletion(known);
    return {};
  }
  if (!parent) return parent.error();
  const auto seen = directory_.files().metadata_at(*parent, name.leaf());
  if (!seen && is_absent(seen.error())) {
    if (!known) return {};
    // Or a power cut brings back what was told to be gone.
    if (auto synced = directory_.files().sync_directory(*parent); !synced) return synced.error();
    take_in_deletion(known);
    return {};
  }
  if (!seen) return seen.error();
  if (known && seen->identity == known->metadata.identity && is_settled(seen->identity)) return {};
  return look_at_file(*parent, name, known);
}

Result<void> Observation::look_at_file(const disk::File& parent, const DocumentName& name,
                                       const DocumentPointer& known) {
  auto file = disk::read_document(directory_.files(), parent, name.leaf(), limits_.document_bytes_max);
  if (!file) return file.error();
  const bool same =
      known && (known->valid() && known->content ? file->bytes == known->content->bytes()
                                                 : disk::digest_of(file->bytes) == known->disk_digest);
  if (same && file->metadata.identity == known->metadata.identity) return {};
  DocumentState state{name, revision_, {}, modified_, nullptr, {}, file->metadata, std::nullopt};
  if (same) {
    state = *known;
    state.metadata = file->metadata;
    changes_.push_back({name, std::make_shared<const DocumentState>(std::move(state))});
    return {};
  }
  state.disk_digest = disk::digest_of(file->bytes);
  if (known && known->digest == state.disk_digest) {  // the last good revision is back
    state = *known;
    state.disk_digest = known->digest;
    state.metadata = file->metadata;
    state.fault.reset();
    changes_.push_back({name, std::make_shared<const DocumentState>(std::move(state))});
    return {};
  }
  auto content = document::Content::make(name, std::move(file->bytes), limits_.parse);
  if (!content && content.error().out_of_memory) return disk::make_failure(ENOMEM, "parsing " + name.text());
  if (!content) {
    state.fault = content.error();
    state.revision = {};  // of its own it has none
    if (known) {
      state.revision = known->revision;
      state.digest = known->digest;
      state.modified = known->modified;
      state.content = known->content;
    }
    notices_.push_back({Notice::Kind::invalid_on_disk,
                        name.text() + " was edited by hand and is not valid: line " +
                            std::to_string(state.fault->line) + ", column " +
                            std::to_string(state.fault->column) + ": " + state.fault->message +
                            "; correct the file, until then it cannot be changed here",
                        name.text(), std::nullopt});
    changes_.push_back({name, std::make_shared<const DocumentState>(std::move(state))});
    return {};
  }
  state.digest = state.disk_digest;
  state.content = std::move(*content);
  if (auto synced = directory_.files().sync_file(file->file); !synced) return synced.error();
  return take_in(parent, std::move(state));
}

// Announced only when durable: the editor may not have synced it.
Result<void> Observation::take_in(const disk::File& parent, DocumentState state) {
  if (auto synced = directory_.files().sync_directory(parent); !synced) return synced.error();
  found_edit_ = true;
  notices_.push_back({Notice::Kind::imported,
                      state.name.text() + " was edited by hand; taken in as revision " +
                          std::to_string(state.revision.number),
                      state.name.text(), std::nullopt});
  const auto name = state.name;
  changes_.push_back({name, std::make_shared<const DocumentState>(std::move(state))});
  return {};
}

void Observation::take_in_deletion(const DocumentPointer& known) {
  if (!known) return;
  found_edit_ = true;
  notices_.push_back(
      {Notice::Kind::imported,
       known->name.text() + " was removed by hand; taken in as revision " + std::to_string(revision_.number),
       known->name.text(), std::nullopt});
  changes_.push_back({known->name, nullptr});
}

}  // namespace holdfast::commit
