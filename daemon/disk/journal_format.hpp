// The bytes of a journal segment (docs/DURABILITY.md shows them one by one): a header, then records, then
// zeros. A record counts if its checksum, its place and its chain to the record before are right. Pure: no
// files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/disk/digest.hpp"

namespace holdfast::disk {

/// A record, named by its number and its hash.
struct RecordPosition {
  std::uint64_t sequence = 0;  // 0: there is no record yet
  Sha256 hash{};
  bool operator==(const RecordPosition&) const = default;
};

struct SegmentHeader {
  static constexpr std::size_t encoded_bytes = 128;

  std::uint64_t epoch = 0;  // one more than the segment before, or more
  std::uint64_t bytes = 0;  // of the segment, as it was made
  // The last record of earlier segments that counts; whatever lies behind it there was never agreed on.
  RecordPosition previous;
  std::uint64_t salt = 0;  // goes into each checksum, so that no content of a document looks like a record
  std::uint64_t whole_bytes = 0;  // durable before the segment's first use: no crash tears a record in them
};

[[nodiscard]] std::string encode(const SegmentHeader& header);
/// Nothing if these bytes are no header of this version, bit by bit. Reads the first `encoded_bytes` only.
[[nodiscard]] std::optional<SegmentHeader> decode_header(std::string_view bytes);

/// A record as it lies in a segment.
struct StoredRecord {
  static constexpr std::size_t header_bytes = 72;

  std::uint64_t epoch = 0;
  std::uint64_t sequence = 0;
  std::uint64_t retired = 0;  // records up to this one need no recovery any more
  std::uint32_t kind = 0;     // what the payload is: commit/journal_record
  Sha256 previous_hash{};
  std::string_view payload;
  Sha256 hash{};  // of header and payload

  [[nodiscard]] RecordPosition position() const { return {sequence, hash}; }
};

/// Of a record with so long a payload, the filling up to the next multiple of 8 included.
[[nodiscard]] std::uint64_t record_bytes(std::uint64_t payload_bytes);
/// Fills in the hash. Precondition: the payload is shorter than 4 GiB.
[[nodiscard]] std::string encode(StoredRecord& record, std::uint64_t salt);

/// The record at `offset` of a segment, whatever its place in the log; nothing if none that is whole begins
/// there. Its payload points into `segment`.
[[nodiscard]] std::optional<StoredRecord> decode_record(std::string_view segment, std::uint64_t offset,
                                                        const SegmentHeader& header);
/// Whether it may follow the record at `before`.
[[nodiscard]] bool follows(const StoredRecord& record, const RecordPosition& before);

}  // namespace holdfast::disk
