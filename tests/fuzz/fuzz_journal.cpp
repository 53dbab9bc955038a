// Goal: no bytes in the journal's files harm its reader, and what it shows is what lies there. Method: the
// input is two segments in memory, cut by its second and third byte, that are decoded and read; every header
// and record found must be encoded to the same bytes again, and those visited must lie one behind the other.
// Bits of the first byte put right what chance would never hit: 1 the headers, 2 the records' checksums, 4
// also their epochs and places in the chain, 8 the second header's cut.
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/disk/byte_code.hpp"
#include "daemon/disk/journal_reader.hpp"
#include "daemon/disk/posix_file_system.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/support/forwarding_file_system.hpp"

namespace holdfast::disk {
namespace {

constexpr unsigned char right_headers = 1;
constexpr unsigned char right_checksums = 2;
constexpr unsigned char right_chain = 4;
constexpr unsigned char right_cut = 8;

using Segments = std::map<std::uint64_t, std::string>;

// Segments that are read from memory; a file's handle is its epoch.
class SegmentFiles final : public test::ForwardingFileSystem {
 public:
  SegmentFiles(FileSystem& unused, const Segments& segments)
      : ForwardingFileSystem(unused), segments_(segments) {}

  Result<std::vector<DirectoryEntry>> list(const File&) override {
    std::vector<DirectoryEntry> entries;
    for (const auto& [epoch, bytes] : segments_)
      entries.push_back({segment_name(epoch), FileKind::regular});
    return entries;
  }
  Result<File> open_for_reading(const File&, const std::string& name) override {
    const auto epoch = epoch_of(name);
    HOLDFAST_REQUIRE(epoch && segments_.contains(*epoch));
    return File(*this, static_cast<int>(*epoch));
  }
  Result<Metadata> metadata(const File& file) override {
    Metadata metadata;
    metadata.identity.size = bytes_of(file).size();
    return metadata;
  }
  Result<std::size_t> read(const File& file, std::span<char> bytes, std::uint64_t offset) override {
    const auto& whole = bytes_of(file);
    if (offset >= whole.size()) return 0U;
    return whole.copy(bytes.data(), bytes.size(), offset);
  }

 protected:
  Result<void> close(int) override { return {}; }

 private:
  [[nodiscard]] const std::string& bytes_of(const File& file) const {
    return segments_.at(static_cast<std::uint64_t>(file.handle()));
  }
  const Segments& segments_;
};

// The header these bytes would be if magic, checksum and what is not used were right.
SegmentHeader header_of(std::string_view bytes) {
  ByteReader reader(bytes);
  reader.skip(16);
  SegmentHeader header;
  header.epoch = reader.u64();
  header.bytes = reader.u64();
  header.previous.sequence = reader.u64();
  const auto hash = reader.bytes(header.previous.hash.size());
  std::copy(hash.begin(), hash.end(), header.previous.hash.begin());
  header.salt = reader.u64();
  header.whole_bytes = reader.u64();
  return header;
}

// The record these bytes would be if its magic and checksum were right and its length, where it is too great,
// as great as can be.
StoredRecord record_of(std::string_view bytes) {
  ByteReader reader(bytes);
  reader.skip(8);
  const std::size_t length = reader.u32();
  StoredRecord record;
  record.kind = reader.u32();
  record.epoch = reader.u64();
  record.sequence = reader.u64();
  record.retired = reader.u64();
  const auto hash = reader.bytes(record.previous_hash.size());
  std::copy(hash.begin(), hash.end(), record.previous_hash.begin());
  record.payload = bytes.substr(StoredRecord::header_bytes, length);
  return record;
}

// Puts right what `flags` say; returns where the log ends.
RecordPosition put_right(std::string& segment, std::uint64_t epoch, unsigned char flags,
                         const RecordPosition& cut) {
  if (segment.size() < SegmentHeader::encoded_bytes) return {};
  auto header = header_of(segment);
  if ((flags & right_headers) != 0) {
    header.epoch = epoch;
    if ((flags & right_cut) != 0) header.previous = cut;
    segment.replace(0, SegmentHeader::encoded_bytes, encode(header));
  }
  RecordPosition end = header.previous;
  if ((flags & right_checksums) == 0) return end;
  for (std::size_t at = SegmentHeader::encoded_bytes; at + StoredRecord::header_bytes <= segment.size();) {
    auto record = record_of(std::string_view(segment).substr(at));
    if ((flags & right_chain) != 0) {
      record.epoch = epoch;
      record.sequence = end.sequence + 1;
      record.previous_hash = end.hash;
      record.retired = std::min(record.retired, end.sequence);
    }
    const auto used = StoredRecord::header_bytes + record.payload.size();
    segment.replace(at, used, encode(record, header.salt).substr(0, used));
    end = record.position();
    at += record_bytes(used - StoredRecord::header_bytes);
  }
  return end;
}

void check_same_bytes(StoredRecord record, std::uint64_t salt, std::string_view segment,
                      std::uint64_t offset) {
  const auto hash = record.hash;
  const auto used = StoredRecord::header_bytes + record.payload.size();
  HOLDFAST_REQUIRE(encode(record, salt).substr(0, used) == segment.substr(offset, used));
  HOLDFAST_REQUIRE(record.hash == hash);
}

void decode_everywhere(std::string_view segment) {
  const auto header = decode_header(segment);
  if (!header) return;
  HOLDFAST_REQUIRE(encode(*header) == segment.substr(0, SegmentHeader::encoded_bytes));
  for (std::size_t at = 0; at <= segment.size() + 8; ++at) {
    const auto record = decode_record(segment, at, *header);
    if (record) check_same_bytes(*record, header->salt, segment, at);
  }
}

void read_them(const Segments& segments) {
  PosixFileSystem unused;
  SegmentFiles files(unused, segments);
  std::map<std::uint64_t, std::uint64_t> ends;  // of what was visited in each segment
  RecordPosition last;
  const auto visit = [&](const StoredRecord& record) {
    const auto& segment = segments.at(record.epoch);
    const auto header = decode_header(segment);
    HOLDFAST_REQUIRE(header.has_value());
    const bool first = !ends.contains(record.epoch);
    auto& end = ends.try_emplace(record.epoch, SegmentHeader::encoded_bytes).first->second;
    check_same_bytes(record, header->salt, segment, end);
    HOLDFAST_REQUIRE(follows(record, first ? header->previous : last));
    end += record_bytes(record.payload.size());
    last = record.position();
  };
  const auto found = read_journal(files, File(), visit);
  HOLDFAST_REQUIRE(found.has_value());
  HOLDFAST_REQUIRE(found->epoch_max == segments.rbegin()->first);
  if (found->segments.empty()) return;
  const auto newest = found->segments.back();
  HOLDFAST_REQUIRE(found->used_bytes <= newest.file_bytes);
  HOLDFAST_REQUIRE(newest.last_sequence == found->end.sequence);
  if (ends.contains(newest.epoch)) HOLDFAST_REQUIRE(found->end == last);
  // What is sound goes on from the first record to the last.
  const bool sound = found->history_damage.empty() && !found->fatal_damage;
  if (sound && !ends.empty() && found->segments.size() > 1)
    HOLDFAST_REQUIRE(found->segments.front().last_sequence <= found->end.sequence);
}

}  // namespace
}  // namespace holdfast::disk

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast::disk;
  if (size < 3) return 0;
  const auto flags = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  const std::size_t cut = std::min<std::size_t>(data[1] | data[2] << 8, bytes.size());
  Segments segments{{1, std::string(bytes.substr(0, cut))}, {2, std::string(bytes.substr(cut))}};
  const auto end = put_right(segments[1], 1, flags, {});
  put_right(segments[2], 2, flags, end);
  for (const auto& [epoch, segment] : segments)
    decode_everywhere(segment);
  read_them(segments);
  return 0;
}
