#include "daemon/disk/journal_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "daemon/disk/hexadecimal.hpp"
#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {
namespace {

constexpr std::size_t alignment = 8;

struct Segment {
  std::uint64_t epoch;
  SegmentHeader header;
};

Result<std::vector<std::uint64_t>> find_epochs(FileSystem& files, const File& directory) {
  const auto entries = files.list(directory);
  if (!entries) return entries.error();
  std::vector<std::uint64_t> epochs;
  for (const auto& entry : *entries) {
    const auto epoch = epoch_of(entry.name);
    if (epoch && entry.kind == FileKind::regular) epochs.push_back(*epoch);
  }
  std::sort(epochs.begin(), epochs.end());
  return epochs;
}

// Nothing if it is no header of ours. The file is not kept open: there may be more segments than descriptors.
Result<std::optional<Segment>> read_header(FileSystem& files, const File& directory, std::uint64_t epoch) {
  const auto file = files.open_for_reading(directory, segment_name(epoch));
  if (!file) return file.error();
  const auto bytes = read_all(files, *file, SegmentHeader::encoded_bytes);
  if (!bytes) return bytes.error();
  const auto header = decode_header(*bytes);
  if (!header || header->epoch != epoch) return std::optional<Segment>();
  return std::optional(Segment{epoch, *header});
}

// Reads the records of one segment after the other.
class Chain {
 public:
  Chain(FileSystem& files, const File& directory, const std::function<void(const StoredRecord&)>& visit)
      : files_(files), directory_(directory), visit_(visit) {}

  // `cut`: the last record that counts, as the later segments say; nothing for the newest segment.
  Result<void> read(const Segment& segment, const std::optional<RecordPosition>& cut);
  [[nodiscard]] JournalContents& found() { return found_; }

 private:
  void check_newest(const Segment& segment, std::string_view bytes, std::uint64_t end);
  // Returns where the first record that does not count begins.
  std::uint64_t take_records(const Segment& segment, std::string_view bytes,
                             const std::optional<RecordPosition>& cut);
  // Where a whole record lies behind one that is not; nothing if none does.
  [[nodiscard]] static std::optional<std::uint64_t> find_record_behind(const Segment& segment,
                                                                       std::string_view bytes,
                                                                       std::uint64_t offset);

  FileSystem& files_;
  const File& directory_;
  const std::function<void(const StoredRecord&)>& visit_;
  JournalContents found_;
};

std::uint64_t Chain::take_records(const Segment& segment, std::string_view bytes,
                                  const std::optional<RecordPosition>& cut) {
  std::uint64_t offset = SegmentHeader::encoded_bytes;
  while (!cut || found_.end.sequence < cut->sequence) {
    const auto record = decode_record(bytes, offset, segment.header);
    if (!record || !follows(*record, found_.end)) break;
    visit_(*record);
    found_.end = record->position();
    offset += record_bytes(record->payload.size());
  }
  return offset;
}

std::optional<std::uint64_t> Chain::find_record_behind(const Segment& segment, std::string_view bytes,
                                                       std::uint64_t offset) {
  for (auto at = offset; at + StoredRecord::header_bytes <= bytes.size(); at += alignment) {
    if (decode_record(bytes, at, segment.header)) return at;
  }
  return std::nullopt;
}

// A crash leaves a torn record at the end and nothing else; all else is damage.
void Chain::check_newest(const Segment& segment, std::string_view bytes, std::uint64_t end) {
  const auto damaged = [&](std::string message) {
    found_.fatal_damage = JournalDamage{segment.epoch, end, std::move(message)};
  };
  const auto rest = bytes.substr(found_.used_bytes);
  found_.torn = std::any_of(rest.begin(), rest.end(), [](char byte) { return byte != 0; });
  // Space is given back only once there is a later segment.
  if (bytes.size() < segment.header.bytes)
    return damaged("its file was cut off, or the segment behind it is gone");
  if (end < segment.header.whole_bytes)
    return damaged("a record is damaged that was durable before the first use");
  if (!found_.torn) return;
  if (const auto behind = find_record_behind(segment, bytes, end))
    damaged("a record is damaged, and one that is whole lies behind it, at " + std::to_string(*behind));
}

Result<void> Chain::read(const Segment& segment, const std::optional<RecordPosition>& cut) {
  const auto file = files_.open_for_reading(directory_, segment_name(segment.epoch));
  if (!file) return file.error();
  const auto metadata = files_.metadata(*file);
  if (!metadata) return metadata.error();
  const auto text = read_all(files_, *file, metadata->identity.size);
  if (!text) return text.error();
  const std::string_view bytes = *text;
  std::uint64_t end = SegmentHeader::encoded_bytes;
  // A segment whose making failed half-way counts for nothing if a later one goes back behind where it
  // begins.
  const bool counts = !cut || segment.header.previous.sequence <= cut->sequence;
  if (counts) {
    // The oldest one is believed. Any other one names the cut of the one before it, which was compared there.
    found_.end = segment.header.previous;
    end = take_records(segment, bytes, cut);
  }
  found_.segments.push_back(
      {segment.epoch, bytes.size(), found_.end.sequence, metadata->identity.modified_ns});
  found_.used_bytes = std::min<std::uint64_t>(end, bytes.size());
  if (!cut) {
    if (!found_.fatal_damage) check_newest(segment, bytes, end);
  } else if (counts && found_.end != *cut) {
    found_.history_damage.push_back(
        {segment.epoch, end, "a record is missing or damaged, or a segment behind it"});
  }
  return {};
}

// For each segment the last record that counts: where the next one goes on, or one behind that.
std::vector<std::optional<RecordPosition>> cuts_of(const std::vector<Segment>& segments) {
  std::vector<std::optional<RecordPosition>> cuts(segments.size());
  for (std::size_t i = segments.size(); i-- > 1;) {
    const auto& previous = segments[i].header.previous;
    cuts[i - 1] = cuts[i] && cuts[i]->sequence < previous.sequence ? cuts[i] : std::optional(previous);
  }
  return cuts;
}

}  // namespace

std::string segment_name(std::uint64_t epoch) {
  return hexadecimal_of(epoch);
}

std::optional<std::uint64_t> epoch_of(std::string_view name) {
  return number_of_hexadecimal(name);
}

Result<JournalContents> read_journal(FileSystem& files, const File& directory,
                                     const std::function<void(const StoredRecord&)>& visit) {
  const auto epochs = find_epochs(files, directory);
  if (!epochs) return epochs.error();
  std::vector<Segment> segments;
  Chain chain(files, directory, visit);
  auto& found = chain.found();
  for (const auto epoch : *epochs) {
    found.epoch_max = epoch;
    auto segment = read_header(files, directory, epoch);
    if (!segment) return segment.error();
    JournalDamage damage{epoch, 0, "its header is damaged, or was written by another version of holdfastd"};
    if (*segment) {
      segments.push_back(std::move(**segment));
    } else if (epoch == epochs->back()) {
      found.fatal_damage = std::move(damage);
    } else {
      found.history_damage.push_back(std::move(damage));
    }
  }
  const auto cuts = cuts_of(segments);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (auto read = chain.read(segments[i], cuts[i]); !read) return read.error();
  }
  return std::move(found);
}

}  // namespace holdfast::disk
