#include "daemon/disk/journal_format.hpp"

#include <algorithm>

#include "daemon/disk/byte_code.hpp"
#include "daemon/disk/crc32c.hpp"

namespace holdfast::disk {
namespace {

constexpr std::string_view segment_magic = "holdfast";
constexpr std::uint32_t format = 1;
constexpr std::uint32_t record_magic = 0x63725248;  // "HRrc"
constexpr std::size_t checked_from = 8;             // of a record: behind magic and checksum
constexpr std::size_t alignment = 8;

Sha256 hash_from(std::string_view bytes) {
  Sha256 hash{};
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string encode_without_checksum(const SegmentHeader& header) {
  ByteWriter writer;
  writer.u64(header.epoch)
      .u64(header.bytes)
      .u64(header.previous.sequence)
      .bytes(view_of(header.previous.hash));
  auto text = writer.u64(header.salt).u64(header.whole_bytes).take();
  text.resize(SegmentHeader::encoded_bytes - 16);
  return text;
}

}  // namespace

std::string encode(const SegmentHeader& header) {
  const auto rest = encode_without_checksum(header);
  return ByteWriter().bytes(segment_magic).u32(format).u32(crc32c_of(0, rest)).bytes(rest).take();
}

std::optional<SegmentHeader> decode_header(std::string_view bytes) {
  ByteReader reader(bytes.substr(0, SegmentHeader::encoded_bytes));
  reader.skip(segment_magic.size() + 8);  // with format and checksum: compared at the end
  SegmentHeader header;
  header.epoch = reader.u64();
  header.bytes = reader.u64();
  header.previous.sequence = reader.u64();
  header.previous.hash = hash_from(reader.bytes(header.previous.hash.size()));
  header.salt = reader.u64();
  header.whole_bytes = reader.u64();
  // Also what is not used yet has to be as we write it: a later version that uses it has another format
  // number.
  if (reader.is_bad() || encode(header) != bytes.substr(0, SegmentHeader::encoded_bytes)) return std::nullopt;
  return header;
}

std::uint64_t record_bytes(std::uint64_t payload_bytes) {
  return (StoredRecord::header_bytes + payload_bytes + alignment - 1) / alignment * alignment;
}

std::string encode(StoredRecord& record, std::uint64_t salt) {
  ByteWriter writer;
  writer.u32(record_magic).u32(0).u32(static_cast<std::uint32_t>(record.payload.size())).u32(record.kind);
  writer.u64(record.epoch).u64(record.sequence).u64(record.retired);
  auto text = writer.bytes(view_of(record.previous_hash)).bytes(record.payload).take();
  const auto checksum = crc32c_of(salt, std::string_view(text).substr(checked_from));
  text.replace(4, 4, ByteWriter().u32(checksum).take());
  record.hash = sha256_of(text);
  text.resize(record_bytes(record.payload.size()));
  return text;
}

std::optional<StoredRecord> decode_record(std::string_view segment, std::uint64_t offset,
                                          const SegmentHeader& header) {
  if (offset >= segment.size()) return std::nullopt;
  const auto rest = segment.substr(offset);
  ByteReader reader(rest);
  if (reader.u32() != record_magic) return std::nullopt;
  const auto checksum = reader.u32();
  const auto length = reader.u32();
  StoredRecord record;
  record.kind = reader.u32();
  record.epoch = reader.u64();
  record.sequence = reader.u64();
  record.retired = reader.u64();
  record.previous_hash = hash_from(reader.bytes(record.previous_hash.size()));
  record.payload = reader.bytes(length);
  if (reader.is_bad() || record.epoch != header.epoch) return std::nullopt;
  const auto whole = rest.substr(0, StoredRecord::header_bytes + length);
  if (crc32c_of(header.salt, whole.substr(checked_from)) != checksum) return std::nullopt;
  record.hash = sha256_of(whole);
  return record;
}

bool follows(const StoredRecord& record, const RecordPosition& before) {
  return record.sequence == before.sequence + 1 && record.previous_hash == before.hash &&
         record.retired < record.sequence;
}

}  // namespace holdfast::disk
