#include "daemon/commit/recovery.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "daemon/commit/observation.hpp"
#include "daemon/disk/digest.hpp"
#include "daemon/disk/document_file.hpp"

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::ManagedDirectory;
using disk::Result;
using document::DocumentName;

// Of a directory: removed, or something else was put in its place.
bool is_gone(const Failure& failure) {
  constexpr std::array codes{ENOENT, ENOTDIR, ELOOP, EXDEV};
  return std::find(codes.begin(), codes.end(), failure.code.value()) != codes.end();
}

// These speak of one file and need a person; anything else (EIO, EACCES) must not make a document look
// absent.
bool is_obstacle(const Failure& failure) {
  constexpr std::array codes{EMLINK, EBUSY, EPERM, EFBIG, ELOOP, EINVAL, EISDIR};
  return std::find(codes.begin(), codes.end(), failure.code.value()) != codes.end();
}

// The digest of a file, empty if there is none; of what is no plain file, a text that no digest equals.
Result<std::string> digest_at(const ManagedDirectory& directory, const DocumentName& name,
                              const std::string& leaf, std::uint64_t bytes_max) {
  const auto parent = directory.open_parent(name);
  if (!parent && is_gone(parent.error())) return std::string();
  if (!parent) return parent.error();
  const auto file = disk::read_document(directory.files(), *parent, leaf, bytes_max);
  if (!file && file.error().code.value() == ENOENT) return std::string();
  if (!file && is_obstacle(file.error())) return std::string("no plain file");
  if (!file) return file.error();
  return disk::digest_of(file->bytes);
}

// A commit of several documents whose ledger was durable before any of them was touched: carry it to its end.
// A target that holds neither the old nor the new version was edited since, and stays.
class RollForward {
 public:
  RollForward(const ManagedDirectory& directory, const Intent& intent, const CommitLimits& limits)
      : directory_(directory), intent_(intent), limits_(limits) {}

  Result<void> run(std::vector<Notice>& notices) {
    // All staged files were durable before the ledger was. If some are gone the commit had been called off,
    // or is done.
    for (const auto& change : intent_.changes) {
      const auto ready = is_ready_or_done(change);
      if (!ready) return ready.error();
      if (!*ready) return {};
    }
    for (const auto& change : intent_.changes) {
      if (auto finished = finish(change); !finished) return finished.error();
    }
    notices.push_back(
        {Notice::Kind::recovered,
         "finished the commit of revision " + std::to_string(intent_.revision.number) + " that was cut short",
         {},
         std::nullopt});
    return {};
  }

 private:
  Result<bool> is_ready_or_done(const IntendedChange& change) const {
    const auto now = digest_at(directory_, change.name, change.name.leaf(), limits_.document_bytes_max);
    if (!now) return now.error();
    if (*now == change.digest_after || change.temporary.empty()) return true;
    const auto staged = digest_at(directory_, change.name, change.temporary, limits_.document_bytes_max);
    if (!staged) return staged.error();
    return *staged == change.digest_after;
  }

  Result<void> finish(const IntendedChange& change) const {
    const auto now = digest_at(directory_, change.name, change.name.leaf(), limits_.document_bytes_max);
    if (!now) return now.error();
    if (*now != change.digest_before || *now == change.digest_after) return {};
    const auto parent = directory_.open_parent(change.name);
    if (!parent) return parent.error();
    auto& files = directory_.files();
    const auto moved = change.temporary.empty() ? files.unlink(*parent, change.name.leaf())
                                                : files.rename(*parent, change.temporary, change.name.leaf(),
                                                               disk::RenameMode::replace);
    if (!moved) return moved.error();
    return files.sync_directory(*parent);
  }

  const ManagedDirectory& directory_;
  const Intent& intent_;
  const CommitLimits& limits_;
};

// What is known of a document before its file is looked at.
DocumentPointer remembered(const DocumentName& name, const LedgerEntry& entry) {
  DocumentState state{name,    entry.revision, entry.digest, entry.modified,
                      nullptr, entry.digest,   {},           std::nullopt};
  return std::make_shared<const DocumentState>(std::move(state));
}

class Survey {
 public:
  Survey(const ManagedDirectory& directory, const CommitLimits& limits, const std::optional<Ledger>& ledger)
      : directory_(directory), limits_(limits), ledger_(ledger.value_or(Ledger{})) {
    recovered_.state.revision = ledger_.revision;
    // A number that was given out is never used again, even if its change did not take place.
    if (ledger_.intent) recovered_.state.revision = std::max(ledger_.revision, ledger_.intent->revision);
    next_ = recovered_.state.revision.next();
  }

  Result<void> look_at_all() {
    const auto names = directory_.find_documents();
    if (!names) return names.error();
    for (const auto& name : *names) {
      if (auto looked = look(name); !looked) return looked.error();
    }
    for (const auto& [name, entry] : ledger_.documents) {
      if (std::find(names->begin(), names->end(), name) != names->end()) continue;
      if (!was_to_be_deleted(name)) found_edit_ = true;
      // What looks removed after a crash may come back with a power cut, unless its directory is synced.
      const auto parent = directory_.open_parent(name);
      if (!parent && is_gone(parent.error())) continue;
      if (!parent) return parent.error();
      if (auto synced = directory_.files().sync_directory(*parent); !synced) return synced.error();
    }
    if (found_edit_) recovered_.state.revision = next_;
    return {};
  }

  [[nodiscard]] bool found_edit() const { return found_edit_; }
  [[nodiscard]] Recovered& recovered() { return recovered_; }

 private:
  [[nodiscard]] const IntendedChange* intended(const DocumentName& name) const {
    if (!ledger_.intent) return nullptr;
    const auto& changes = ledger_.intent->changes;
    const auto found =
        std::find_if(changes.begin(), changes.end(), [&](const auto& c) { return c.name == name; });
    return found == changes.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool was_to_be_deleted(const DocumentName& name) const {
    const auto* change = intended(name);
    return change != nullptr && change->digest_after.empty();
  }

  Result<void> look(const DocumentName& name) {
    const auto parent = directory_.open_parent(name);
    if (!parent) return parent.error();
    auto file = disk::read_document(directory_.files(), *parent, name.leaf(), limits_.document_bytes_max);
    if (!file && file.error().code.value() == ENOENT) return {};
    if (!file && is_obstacle(file.error())) {
      recovered_.notices.push_back({Notice::Kind::left_behind,
                                    name.text() + " is not served: " + file.error().text(), name.text(),
                                    file.error()});
      return {};
    }
    if (!file) return file.error();
    return take(*parent, name, std::move(*file));
  }

  Result<void> take(const disk::File& parent, const DocumentName& name, disk::DocumentFile file) {
    const std::string digest = disk::digest_of(file.bytes);
    const auto entry = ledger_.documents.find(name);
    const auto* change = intended(name);
    DocumentState state{name, next_, digest, timestamp_now(), nullptr, digest, file.metadata, std::nullopt};
    bool known = false;
    if (change != nullptr && change->digest_after == digest) {
      state.revision = change->revision;
      state.modified = ledger_.intent->modified;
    } else if (entry != ledger_.documents.end() && entry->second.digest == digest) {
      state = *remembered(name, entry->second);
      state.metadata = file.metadata;
      known = true;
    }
    auto content = document::Content::make(name, std::move(file.bytes), limits_.parse);
    if (!content && content.error().out_of_memory)
      return disk::make_failure(ENOMEM, "parsing " + name.text());
    if (!content) {
      state.fault = content.error();
      note_fault(state);
      // Its last good revision is only a number now: the bytes are gone.
      state.digest.clear();
      state.revision = entry == ledger_.documents.end() ? Revision{} : entry->second.revision;
      state.disk_digest = digest;
    } else {
      state.content = std::move(*content);
      if (!known) {
        if (auto durable = make_durable(parent, file.file, state); !durable) return durable.error();
      }
    }
    recovered_.state.documents.emplace(name, std::make_shared<const DocumentState>(std::move(state)));
    return {};
  }

  void note_fault(const DocumentState& state) {
    recovered_.notices.push_back({Notice::Kind::invalid_on_disk,
                                  state.name.text() + " is not valid: line " +
                                      std::to_string(state.fault->line) + ", column " +
                                      std::to_string(state.fault->column) + ": " + state.fault->message +
                                      "; correct the file, until then it is not served",
                                  state.name.text(), std::nullopt});
  }

  // What the page cache shows after a crash may not be on the disk yet.
  Result<void> make_durable(const disk::File& parent, const disk::File& file, const DocumentState& state) {
    if (auto synced = directory_.files().sync_file(file); !synced) return synced.error();
    if (auto synced = directory_.files().sync_directory(parent); !synced) return synced.error();
    if (state.revision != next_) return {};
    found_edit_ = true;
    recovered_.notices.push_back(
        {Notice::Kind::imported,
         state.name.text() + " was found new or edited; taken in as revision " + std::to_string(next_.number),
         state.name.text(), std::nullopt});
    return {};
  }

  const ManagedDirectory& directory_;
  const CommitLimits& limits_;
  Ledger ledger_;
  Revision next_;
  Recovered recovered_;
  bool found_edit_ = false;
};

}  // namespace

Ledger ledger_of(const StoreState& state) {
  Ledger ledger;
  ledger.revision = state.revision;
  for (const auto& [name, document] : state.documents) {
    ledger.documents.emplace(name, LedgerEntry{document->revision, document->digest, document->modified});
  }
  return ledger;
}

Result<Recovered> recover(const ManagedDirectory& directory, const CommitLimits& limits) {
  const auto ledger = read_ledger(directory);
  if (!ledger) return ledger.error();
  // A killed process may have left it in the kernel's memory only: nothing is done, nor told, that rests on it before it is
  // on the disk.
  if (auto synced = directory.files().sync_directory(directory.own()); !synced) return synced.error();
  std::vector<Notice> notices;
  if (*ledger && (*ledger)->intent && (*ledger)->intent->changes.size() > 1) {
    if (auto run = RollForward(directory, *(*ledger)->intent, limits).run(notices); !run) return run.error();
  }
  const auto left_behind = [&notices](const Failure& failure) {
    notices.push_back(
        {Notice::Kind::left_behind, "a stale temporary file stays: " + failure.text(), {}, failure});
  };
  const auto swept = directory.sweep(left_behind);
  if (!swept) return swept.error();
  if (*swept > 0) {
    notices.push_back({Notice::Kind::recovered,
                       "removed " + std::to_string(*swept) + " stale temporary files",
                       {},
                       std::nullopt});
  }
  Survey survey(directory, limits, *ledger);
  if (auto looked = survey.look_at_all(); !looked) return looked.error();
  auto& recovered = survey.recovered();
  recovered.notices.insert(recovered.notices.begin(), notices.begin(), notices.end());
  if (survey.found_edit() || !*ledger || (*ledger)->intent) {
    if (auto written = write_ledger(directory, ledger_of(recovered.state)); !written) return written.error();
  }
  return std::move(recovered);
}

}  // namespace holdfast::commit
