#include "daemon/disk/journal.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "daemon/disk/staged_file.hpp"
#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {

Journal::Journal(FileSystem& files, const File& directory, const JournalContents& found,
                 const Options& options)
    : files_(files),
      directory_(directory),
      options_(options),
      segments_(found.segments),
      used_(found.used_bytes),
      epoch_max_(found.epoch_max),
      end_(found.end) {}

std::string Journal::encode_next(const NewRecord& record) {
  StoredRecord stored{header_.epoch, end_.sequence + 1, retired_, record.kind, end_.hash, record.payload, {}};
  auto text = encode(stored, header_.salt);
  appended_ = stored.position();
  return text;
}

std::string Journal::segment_text(const std::vector<NewRecord>& first, std::uint64_t room) {
  std::string records;
  for (const auto& record : first) {
    records += encode_next(record);
    before_end_ = std::exchange(end_, *std::exchange(appended_, std::nullopt));
  }
  const auto needed = SegmentHeader::encoded_bytes + records.size() + record_bytes(room);
  header_.bytes = std::max<std::uint64_t>(options_.segment_bytes, needed);
  used_ = SegmentHeader::encoded_bytes + records.size();
  header_.whole_bytes = used_;
  auto text = encode(header_) + records;
  text.resize(header_.bytes);
  return text;
}

Result<void> Journal::start_segment(const RecordPosition& behind, const std::vector<NewRecord>& first,
                                    std::uint64_t room) {
  Journal next(files_, directory_, {}, options_);
  next.end_ = behind;
  next.retired_ = behind.sequence;
  next.header_ = {epoch_max_ + 1, 0, behind, files_.random(), 0};
  settle_last();
  const auto text = next.segment_text(first, room);
  auto staged = StagedFile::create(files_, directory_, segment_name(next.header_.epoch));
  if (!staged) return staged.error();
  Appearance appearance;
  appearance.mode = 0600;
  if (auto filled = staged->fill(text, appearance); !filled) return filled.error();
  if (auto synced = staged->sync(); !synced) return synced.error();
  // From here on a restart may find the new segment, and believe that the one before ends where it says.
  ready_ = false;
  ++epoch_max_;
  unsettled_.push_back({epoch_max_, text.size(), behind.sequence, 0});
  if (auto published = staged->publish(RenameMode::replace); !published) return published.error();
  // A descriptor of its own: one on which an fsync failed is not to be trusted with another.
  const auto own = files_.open_directory(directory_, "");
  if (!own) return own.error();
  if (auto synced = files_.sync_directory(*own); !synced) return synced.error();
  // XFS, having shut itself down, says that a directory is synced when it is not; of the file it does not.
  if (auto synced = staged->sync(); !synced) return synced.error();
  unsettled_.pop_back();
  give_back_rest_of_last();
  header_ = next.header_;
  end_ = next.end_;
  before_end_ = next.before_end_;
  used_ = next.used_;
  retired_ = next.retired_;
  appended_.reset();
  take_over(staged->take_file());
  return {};
}

// What was read may lie in the kernel's memory only, and is about to be said to count. Where this fails,
// history will have a gap; what is still needed of it is told anew.
void Journal::settle_last() {
  if (file_.is_open() || segments_.empty()) return;
  auto opened = files_.open_for_writing(directory_, segment_name(segments_.back().epoch));
  if (!opened) return;
  file_ = std::move(*opened);
  (void)files_.sync_data(file_);
  // Its name too, or the next one could survive without it.
  if (const auto own = files_.open_directory(directory_, "")) (void)files_.sync_directory(*own);
}

void Journal::take_over(File file) {
  file_ = std::move(file);
  segments_.insert(segments_.end(), unsettled_.begin(), unsettled_.end());
  unsettled_.clear();
  for (auto& earlier : segments_)
    earlier.last_sequence = std::min(earlier.last_sequence, header_.previous.sequence);
  SegmentSummary summary{header_.epoch, header_.bytes, end_.sequence, 0};
  if (const auto metadata = files_.metadata(file_)) summary.modified_ns = metadata->identity.modified_ns;
  segments_.push_back(summary);
  ready_ = true;
}

// Zeros that will never be used. Where it fails they only take space until the segment is dropped.
void Journal::give_back_rest_of_last() {
  if (!file_.is_open() || !files_.truncate(file_, used_)) return;
  auto& last = segments_.back();
  last.file_bytes = used_;
  if (const auto metadata = files_.metadata(file_)) last.modified_ns = metadata->identity.modified_ns;
}

bool Journal::has_room_for(std::uint64_t payload_bytes) const {
  return used_ + record_bytes(payload_bytes) <= header_.bytes;
}

void Journal::prepare(const NewRecord& record) {
  prepared_ = encode_next(record);
}

Result<void> Journal::append() {
  const auto text = std::exchange(prepared_, {});
  appended_bytes_ = text.size();
  auto written = write_all_at(files_, file_, text, used_);
  if (written) return {};
  ready_ = false;
  appended_.reset();
  return Failure{written.error().code, written.error().doing + " the journal"};
}

Result<void> Journal::sync() {
  auto synced = files_.sync_data(file_);
  if (!synced) {
    ready_ = false;
    appended_.reset();
    return Failure{synced.error().code, "syncing the journal"};
  }
  if (!appended_) return {};
  before_end_ = std::exchange(end_, *std::exchange(appended_, std::nullopt));
  used_ += appended_bytes_;
  segments_.back().last_sequence = end_.sequence;
  return {};
}

Result<void> Journal::drop_oldest() {
  const auto name = segment_name(segments_.front().epoch);
  if (auto gone = files_.unlink(directory_, name); !gone && gone.error().code.value() != ENOENT)
    return gone.error();
  const auto own = files_.open_directory(directory_, "");
  if (!own) return own.error();
  if (auto synced = files_.sync_directory(*own); !synced) return synced.error();
  segments_.erase(segments_.begin());
  return {};
}

}  // namespace holdfast::disk
