// Reads the journal: which segments there are, and which of their records count. Tells a torn tail, which any
// crash may leave, from damage, which none does.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/disk/file_system.hpp"
#include "daemon/disk/journal_format.hpp"

namespace holdfast::disk {

struct SegmentSummary {
  std::uint64_t epoch = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t last_sequence = 0;  // of its records that count; that of the segment before if it has none
  std::int64_t modified_ns = 0;     // of its file, since the epoch of time
};

/// A record that should be there and is not, or is not what it should be.
struct JournalDamage {
  std::uint64_t epoch = 0;  // of the segment
  std::uint64_t offset = 0;
  std::string message;
};

struct JournalContents {
  std::vector<SegmentSummary> segments;  // oldest first; those that could not be read are left out
  std::uint64_t epoch_max = 0;           // of all segments, also of those that could not be read
  RecordPosition end;                    // the last record that counts
  std::uint64_t used_bytes = 0;          // of the newest segment, up to the end
  bool torn = false;                     // behind the end a record was begun
  std::vector<JournalDamage>
      history_damage;  // in segments before the newest: old commits are lost, nothing else
  // In the newest, or it is gone: what was acknowledged cannot be told, nor trusted what was visited.
  std::optional<JournalDamage> fatal_damage;
};

/// "000000000000002a" for 42.
[[nodiscard]] std::string segment_name(std::uint64_t epoch);
/// Nothing if it is no name of a segment.
[[nodiscard]] std::optional<std::uint64_t> epoch_of(std::string_view segment_name);

/// Calls `visit` for each record that counts, oldest first; what it is given dies with the call. A directory
/// without segments holds no records. Fails only where a file cannot be read. Blocks.
[[nodiscard]] Result<JournalContents> read_journal(FileSystem& files, const File& directory,
                                                   const std::function<void(const StoredRecord&)>& visit);

}  // namespace holdfast::disk
