// What the crash tests do to a store, step by step, and what all documents hold after each step, bytes and
// looks. The expected texts are written down here; no store is asked.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/fault/scenario.hpp"
#include "tests/support/crash_file_system.hpp"

namespace holdfast::test {

struct WholeDocument {
  BlobPointer bytes;
  LooksPointer looks;
  [[nodiscard]] std::uint64_t hash() const { return mix(bytes->hash(), looks->hash); }
};
/// All documents at one moment, by name.
using Version = std::map<std::string, WholeDocument>;
using VersionPointer = std::shared_ptr<const Version>;

struct CrashStep {
  enum class Kind {
    commit,          // of several requests: as one group
    refused_commit,  // bound to a revision that never is
    edit_by_hand,    // another file, synced, is renamed over; the directory is not synced
    edit_in_place,   // written over and synced, at one blow
    remove_by_hand,  // the directory is not synced
    retire,          // what a clean stop writes down
    restart,
    take_name,  // a file with the name that the next temporary file of a document would have
  };
  Kind kind = Kind::commit;
  std::vector<commit::Request> requests = {};
  Documents edited = {};      // commit: what operations inside documents lead to
  std::string document = {};  // by hand
  std::string bytes = {};     // by hand

  [[nodiscard]] Version after(const Version& version) const;
  /// After one of the requests.
  [[nodiscard]] Version after(const Version& version, const commit::Request& request) const;
  [[nodiscard]] std::string text() const;
};

struct CrashScenario {
  std::string name;
  Documents
      before;  // acknowledged, and the first of them with looks of its own; none: a directory never opened
  std::vector<CrashStep> steps;
  bool renames_by_link = false;        // the file system has no RENAME_NOREPLACE
  std::uint64_t segment_bytes = 4096;  // of the journal; in 1024 there is room for one record
  bool rests_on_retire = false;        // where that cannot be written down, a removal by hand is undone
  std::string known_gap = {};          // why a crash is not survived today

  /// Whether the store is to survive it with a sync that fails in this way. Known gap: a directory that lies
  /// about a deletion.
  [[nodiscard]] bool survives(CrashFileSystem::SyncFault fault) const;
  /// Whether what was refused because a sync failed may be asked once more. Known gap: the sync of a
  /// directory that failed before anything was staged, for a new directory or for an edit by hand, is done
  /// again then, and believed.
  [[nodiscard]] bool may_ask_again() const;

  [[nodiscard]] Version first_version() const;
  /// The disk before the first step.
  [[nodiscard]] DurableImage image() const;
};

/// One commit each, of every kind.
[[nodiscard]] const std::vector<CrashScenario>& single_commits();
/// Several commits, hand edits, stops and starts.
[[nodiscard]] const std::vector<CrashScenario>& sequences();

/// Of all stores here: segments of the journal are small, and after a few the oldest is dropped.
[[nodiscard]] commit::CommitterOptions crash_options(std::uint64_t segment_bytes = 4096);

/// How a new document looks.
[[nodiscard]] LooksPointer plain_looks();

}  // namespace holdfast::test
