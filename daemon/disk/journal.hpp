// The journal: an append-only log of records in segment files, in a directory of its own. A segment is made
// whole, zeros included, and durable before its first use, so that an append overwrites bytes that exist and
// takes one flush of data (fdatasync). What a record says is not its matter. Threads: one at a time, except
// where said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/disk/file_system.hpp"
#include "daemon/disk/journal_reader.hpp"

namespace holdfast::disk {

struct NewRecord {
  std::uint32_t kind = 0;
  std::string payload;
};

class Journal {
 public:
  struct Options {
    std::uint64_t segment_bytes = 4 * 1024 * 1024;  // of a segment, unless a record needs more
  };

  /// Goes on behind what was read from `directory`, which must outlive this. Nothing can be appended before a
  /// segment was started: the one that was read may lie in the kernel's memory only, whatever a sync says.
  Journal(FileSystem& files, const File& directory, const JournalContents& found, const Options& options);

  /// Makes a new segment that begins with these records, of which the first has to tell all that one must
  /// know from before; `behind` is the last earlier record that counts, and whatever follows it never will.
  /// All up to it is retired. Has room for `room` more bytes of payload. On return the segment, its name and
  /// its records are durable. Where that fails, the segment before is as good as it was if is_ready(); else
  /// another one must be started. Blocks.
  [[nodiscard]] Result<void> start_segment(const RecordPosition& behind, const std::vector<NewRecord>& first,
                                           std::uint64_t room);
  /// There is a segment that takes records.
  [[nodiscard]] bool is_ready() const { return ready_; }
  [[nodiscard]] bool has_room_for(std::uint64_t payload_bytes) const;

  /// Makes the next record ready for append(), which then takes no memory of its size. Throws std::bad_alloc.
  /// Precondition: is_ready(), has_room_for() it, and no other one is waiting for its sync.
  void prepare(const NewRecord& record);
  /// Writes what was prepared last behind the last record; durable after sync(). After a failure it is
  /// uncertain whether the record is there, and a new segment must be started.
  [[nodiscard]] Result<void> append();
  /// Both at once.
  [[nodiscard]] Result<void> append(const NewRecord& record) {
    prepare(record);
    return append();
  }
  /// Makes the record appended last durable, and the last that counts. Where it fails, as append() does.
  /// Threads: any, but alone. Blocks.
  [[nodiscard]] Result<void> sync();

  /// The last record that counts.
  [[nodiscard]] const RecordPosition& end() const { return end_; }
  /// The one before it.
  [[nodiscard]] const RecordPosition& before_end() const { return before_end_; }
  [[nodiscard]] std::uint64_t epoch() const { return header_.epoch; }
  /// From the next record on, all up to this one are said to need no recovery.
  void retire(std::uint64_t sequence) { retired_ = sequence; }

  /// Oldest first; the last one is in use. Those that failed while they were made are among them.
  [[nodiscard]] const std::vector<SegmentSummary>& segments() const { return segments_; }
  /// Removes the oldest segment; that it is gone is durable on return, or else it stays in the list, to be
  /// dropped again. Precondition: it is not the last. Blocks.
  [[nodiscard]] Result<void> drop_oldest();

 private:
  [[nodiscard]] std::string segment_text(const std::vector<NewRecord>& first, std::uint64_t room);
  [[nodiscard]] std::string encode_next(const NewRecord& record);
  void settle_last();
  void take_over(File file);
  void give_back_rest_of_last();

  FileSystem& files_;
  const File& directory_;
  Options options_;
  std::vector<SegmentSummary> segments_;
  std::vector<SegmentSummary>
      unsettled_;           // later than all of them; may be there, and hold nothing that counts
  File file_;               // of the segment in use
  std::uint64_t used_ = 0;  // of it
  SegmentHeader header_;
  std::uint64_t epoch_max_;  // that was ever tried
  RecordPosition end_;
  RecordPosition before_end_;
  std::optional<RecordPosition> appended_;  // waits for its sync
  std::string prepared_;
  std::uint64_t appended_bytes_ = 0;
  std::uint64_t retired_ = 0;
  bool ready_ = false;
};

}  // namespace holdfast::disk
