// The journal in the store's terms: groups are written down before they are visible, an idle store writes
// down that nothing is under way, and a record whose fate is uncertain is cut off by a new segment. Begins
// each segment with all that must be known from before, and drops the oldest ones. Threads: one at a time,
// except where said.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "daemon/commit/document_state.hpp"
#include "daemon/commit/journal_record.hpp"
#include "daemon/commit/request_ids.hpp"
#include "daemon/disk/journal.hpp"

namespace holdfast::commit {

/// How much of the past is kept: the oldest segment goes as soon as the others have this much, or all it
/// tells is older.
struct Retention {
  std::uint64_t bytes_max = 256 * 1024 * 1024;
  std::uint64_t records_max = 100'000;  // about as many as groups
  std::chrono::hours age_max{24 * 365};
};

/// Checkpoint of a state, without fences.
[[nodiscard]] Checkpoint checkpoint_of(const StoreState& state);

class StoreJournal {
 public:
  struct Options {
    std::uint64_t segment_bytes = 4 * 1024 * 1024;
    Retention retention;
  };

  /// Takes the directory `.holdfast/journal` and what was read from it; start() comes first.
  StoreJournal(disk::FileSystem& files, disk::File directory, const disk::JournalContents& found,
               RequestIds request_ids, const Options& options);

  /// Starts a new segment behind `behind` with `checkpoint` and the records `open`, that are under way.
  /// Durable on return. Blocks.
  [[nodiscard]] disk::Result<void> start(const disk::RecordPosition& behind, Checkpoint checkpoint,
                                         std::vector<disk::NewRecord> open);

  /// Sees to it that a group with so long a payload can be appended; `state` is the store's before it. If it
  /// fails nothing has changed, and it may succeed later. Blocks.
  [[nodiscard]] disk::Result<void> make_room(std::uint64_t payload_bytes, const StoreState& state);
  /// Takes all the memory that appending a group needs. Throws std::bad_alloc. Precondition: make_room() for
  /// it.
  void prepare_group(std::string payload);
  /// Writes down what was prepared; it counts after sync().
  [[nodiscard]] disk::Result<void> append_group();
  /// Durable on return: the record appended last. Threads: any, but alone. Blocks.
  [[nodiscard]] disk::Result<void> sync() { return journal_.sync(); }
  /// After append_group() or sync() failed: durable on return that the record never counts. `state` is the
  /// store's without it. Blocks.
  [[nodiscard]] disk::Result<void> cut_off(const StoreState& state);
  /// Durable on return: the record synced last is called off, though it counted. Blocks.
  [[nodiscard]] disk::Result<void> call_off(const StoreState& state);

  /// All that the record synced last says has taken place and is durable: remembers its ids.
  void complete(const JournaledGroup& group);
  /// Durable on return: nothing is under way. Does nothing if that is said already. Blocks.
  [[nodiscard]] disk::Result<void> retire(const StoreState& state);

  [[nodiscard]] const RequestIds& request_ids() const { return request_ids_; }
  /// Drops what is older than need be. Blocks.
  [[nodiscard]] disk::Result<void> drop_old_segments();
  void reconfigure(const Retention& retention) { options_.retention = retention; }

 private:
  [[nodiscard]] disk::Result<void> start_segment(const disk::RecordPosition& behind, Checkpoint checkpoint,
                                                 std::vector<disk::NewRecord> open, std::uint64_t room);
  // A record without a payload; durable on return.
  [[nodiscard]] disk::Result<void> write_mark(RecordKind kind);
  [[nodiscard]] bool is_oldest_to_go(std::int64_t now_ns) const;

  std::unique_ptr<disk::File> directory_;  // stays where it is while this moves
  Options options_;
  disk::Journal journal_;
  RequestIds request_ids_;
  bool is_open_ = false;  // the last record speaks of something that no later one says is done
};

}  // namespace holdfast::commit
