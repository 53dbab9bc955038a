#include "daemon/commit/store_journal.hpp"

#include <algorithm>

#include "daemon/commit/timestamp.hpp"

namespace holdfast::commit {
namespace {

using disk::NewRecord;
using disk::Result;

constexpr std::chrono::hours fence_kept{24};
// Kept free behind each record, so that it can always be called off or retired.
constexpr std::uint64_t spare_bytes = 2 * disk::StoredRecord::header_bytes;

NewRecord record_of(RecordKind kind, std::string payload) {
  return {static_cast<std::uint32_t>(kind), std::move(payload)};
}

}  // namespace

Checkpoint checkpoint_of(const StoreState& state) {
  Checkpoint checkpoint{state.revision, {}, {}};
  for (const auto& [name, document] : state.documents)
    checkpoint.documents.push_back({name, document->revision, document->digest, document->modified});
  return checkpoint;
}

StoreJournal::StoreJournal(disk::FileSystem& files, disk::File directory, const disk::JournalContents& found,
                           RequestIds request_ids, const Options& options)
    : directory_(std::make_unique<disk::File>(std::move(directory))),
      options_(options),
      journal_(files, *directory_, found, {options.segment_bytes}),
      request_ids_(std::move(request_ids)) {}

Result<void> StoreJournal::start(const disk::RecordPosition& behind, Checkpoint checkpoint,
                                 std::vector<NewRecord> open) {
  return start_segment(behind, std::move(checkpoint), std::move(open), 0);
}

Result<void> StoreJournal::start_segment(const disk::RecordPosition& behind, Checkpoint checkpoint,
                                         std::vector<NewRecord> open, std::uint64_t room) {
  checkpoint.fences = request_ids_.fences();
  std::vector<NewRecord> first{record_of(RecordKind::checkpoint, encode(checkpoint))};
  std::move(open.begin(), open.end(), std::back_inserter(first));
  if (auto started = journal_.start_segment(behind, first, room + spare_bytes); !started) return started;
  is_open_ = first.size() > 1;
  if (!is_open_) journal_.retire(journal_.end().sequence);
  return {};
}

Result<void> StoreJournal::make_room(std::uint64_t payload_bytes, const StoreState& state) {
  if (journal_.is_ready() && journal_.has_room_for(payload_bytes + spare_bytes)) return {};
  if (auto started = start_segment(journal_.end(), checkpoint_of(state), {}, payload_bytes); !started)
    return started;
  // What cannot be dropped now is dropped with the next segment.
  (void)drop_old_segments();
  return {};
}

void StoreJournal::prepare_group(std::string payload) {
  journal_.prepare(record_of(RecordKind::group, std::move(payload)));
}

Result<void> StoreJournal::append_group() {
  is_open_ = true;
  return journal_.append();
}

Result<void> StoreJournal::write_mark(RecordKind kind) {
  is_open_ = false;
  if (auto written = journal_.append(record_of(kind, {})); !written) return written;
  return sync();
}

Result<void> StoreJournal::cut_off(const StoreState& state) {
  return start_segment(journal_.end(), checkpoint_of(state), {}, 0);
}

// A new segment without the record says as much, where the old one takes no more.
Result<void> StoreJournal::call_off(const StoreState& state) {
  if (journal_.is_ready() && journal_.has_room_for(0)) {
    if (const auto written = write_mark(RecordKind::abort)) {
      journal_.retire(journal_.end().sequence);
      return {};
    }
    // Whether the abort counts is uncertain, but either way the record it speaks of is cut off with it.
  }
  return start_segment(journal_.before_end(), checkpoint_of(state), {}, 0);
}

void StoreJournal::complete(const JournaledGroup& group) {
  journal_.retire(journal_.end().sequence);
  request_ids_.remember(group, journal_.end().sequence);
}

Result<void> StoreJournal::retire(const StoreState& state) {
  if (journal_.is_ready() && !is_open_) return {};
  if (!journal_.is_ready() || !journal_.has_room_for(0)) return cut_off(state);
  auto written = write_mark(RecordKind::retire);
  return written ? written : cut_off(state);
}

bool StoreJournal::is_oldest_to_go(std::int64_t now_ns) const {
  const auto& segments = journal_.segments();
  if (segments.size() < 2) return false;
  const auto& oldest = segments.front();
  std::uint64_t bytes = 0;
  for (const auto& segment : segments)
    bytes += segment.file_bytes;
  const auto records = segments.back().last_sequence - oldest.last_sequence;
  const auto age = std::chrono::nanoseconds(now_ns - oldest.modified_ns);
  return bytes > options_.retention.bytes_max || records >= options_.retention.records_max ||
         age > options_.retention.age_max;
}

Result<void> StoreJournal::drop_old_segments() {
  while (is_oldest_to_go(now_ns())) {
    const auto through = journal_.segments().front().last_sequence;
    if (auto dropped = journal_.drop_oldest(); !dropped) return dropped;
    request_ids_.forget_through(through,
                                timestamp_of(now_ns() - std::chrono::nanoseconds(fence_kept).count()));
  }
  return {};
}

}  // namespace holdfast::commit
