#include "tests/support/file_history.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

using Write = FileHistory::Write;

constexpr std::size_t block = 4096;  // what a file system allocates and a page cache writes back
constexpr std::size_t sector = 512;  // what a disk writes whole
constexpr std::size_t all_subsets_max = 4;

// The borders of `unit` in a range, its ends left out; of many the first, the middle one and the last.
std::vector<std::size_t> borders_in(std::size_t begin, std::size_t end, std::size_t unit) {
  std::vector<std::size_t> borders;
  for (std::size_t border = (begin / unit + 1) * unit; border < end; border += unit)
    borders.push_back(border);
  if (borders.size() > all_subsets_max)
    borders = {borders.front(), borders[borders.size() / 2], borders.back()};
  return borders;
}

// Finds the contents that a power cut may leave, each once.
class PossibleBytes {
 public:
  PossibleBytes(const std::vector<Write>& writes, std::vector<BlobPointer>& found)
      : writes_(writes), found_(found) {}

  // `durable` is found already.
  void find_all(const BlobPointer& durable) {
    BlobPointer before = durable;
    for (const auto& write : writes_) {
      add_begun(before, write);
      if (write.after->size() > before->size()) add_zero_filled(*before, write);
      add_torn(before, write);
      add(write.after);
      before = write.after;
    }
    if (writes_.size() > 1) add_in_any_order(durable);
  }

 private:
  using IsLost = std::function<bool(std::size_t write)>;

  void add(BlobPointer blob) {
    const auto same = [&blob](const auto& other) { return other->hash() == blob->hash(); };
    if (std::none_of(found_.begin(), found_.end(), same)) found_.push_back(std::move(blob));
  }

  // A write may have been cut after its first byte, at borders of blocks, before its last byte.
  void add_begun(const BlobPointer& before, const Write& write) {
    if (write.truncates) return;
    auto cuts = borders_in(write.begin, write.end, block);
    cuts.insert(cuts.begin(), write.begin + 1);
    cuts.push_back(write.end - 1);
    for (const auto cut : cuts) {
      if (cut > write.begin) add(before->with_part_of(*write.after, write.begin, cut));
    }
  }

  // The size came to the disk, the data of some blocks did not: they read as zeros.
  void add_zero_filled(const Blob& before, const Write& write) {
    const std::size_t begin = before.size(), end = write.after->size();
    const Blob nothing("");
    add(write.after->with_part_of(nothing, begin, end));
    std::size_t from = begin;
    for (const auto border : borders_in(begin, end, block)) {
      add(write.after->with_part_of(nothing, from, border));
      from = border;
    }
    add(write.after->with_part_of(nothing, from, end));
  }

  // An overwrite of what was there comes to the disk sector by sector, in any order.
  void add_torn(const BlobPointer& before, const Write& write) {
    std::vector<std::size_t> changed;
    const std::size_t end = std::min(write.truncates ? write.begin : write.end, before->size());
    for (std::size_t at = write.begin / sector * sector; at < end; at += sector) {
      if (!before->equals(*write.after, at, std::min(at + sector, end))) changed.push_back(at);
    }
    const auto keep = [&](const auto& is_new) {
      BlobPointer torn = before;
      for (std::size_t i = 0; i < changed.size(); ++i) {
        if (is_new(i))
          torn = torn->with_part_of(*write.after, changed[i], std::min(changed[i] + sector, end));
      }
      add(torn);
    };
    const std::size_t count = changed.size();
    if (count <= all_subsets_max) {
      for (std::size_t set = 1; set < std::size_t{1} << count; ++set)
        keep([set](std::size_t i) { return (set >> i & 1U) != 0; });
      return;
    }
    for (const std::size_t border : {std::size_t{1}, count / 2, count - 1}) {
      keep([border](std::size_t i) { return i < border; });
      keep([border](std::size_t i) { return i >= border; });
      keep([border](std::size_t i) { return i != border; });
    }
  }

  // Each write is lost or kept by itself; a sector that lacks one lacks the later ones too, being as it was
  // at one moment.
  [[nodiscard]] BlobPointer without(const BlobPointer& durable, const IsLost& is_lost) const {
    BlobPointer made = durable;
    std::vector<std::pair<std::size_t, std::size_t>> lacking;  // ranges
    for (std::size_t i = 0; i < writes_.size(); ++i) {
      const auto& write = writes_[i];
      const std::size_t begin = write.begin / sector * sector,
                        end = (write.end + sector - 1) / sector * sector;
      if (is_lost(i)) {
        if (!write.truncates) lacking.emplace_back(begin, end);
        continue;
      }
      if (write.truncates) {
        made = made->resized(write.begin);
        continue;
      }
      if (made->size() < write.end) made = made->resized(write.end);
      for (std::size_t at = begin; at < end; at += sector) {
        const auto lacks = [at](const auto& range) { return range.first <= at && at < range.second; };
        if (std::none_of(lacking.begin(), lacking.end(), lacks))
          made = made->with_part_of(*write.after, std::max<std::size_t>(at, write.begin),
                                    std::min<std::size_t>(at + sector, write.end));
      }
    }
    return made;
  }

  void add_in_any_order(const BlobPointer& durable) {
    const std::size_t count = writes_.size();
    if (count <= all_subsets_max) {
      for (std::size_t set = 1; set + 1 < std::size_t{1} << count; ++set)
        add(without(durable, [set](std::size_t i) { return (set >> i & 1U) != 0; }));
      return;
    }
    for (std::size_t one = 0; one < count; ++one) {
      add(without(durable, [one](std::size_t i) { return i == one; }));
      add(without(durable, [one](std::size_t i) { return i != one; }));
    }
  }

  const std::vector<Write>& writes_;
  std::vector<BlobPointer>& found_;
};

}  // namespace

FileHistory::FileHistory(BlobPointer bytes, LooksPointer looks)
    : durable_(bytes), bytes_(std::move(bytes)), looks_{std::move(looks)} {}

void FileHistory::write(std::uint64_t offset, std::string_view bytes) {
  if (bytes.empty()) return;
  bytes_ = bytes_->with(offset, bytes);
  writes_.push_back({offset, offset + bytes.size(), bytes_, false});
  possible_.clear();
}

void FileHistory::truncate(std::uint64_t size) {
  bytes_ = bytes_->resized(size);
  writes_.push_back({size, size, bytes_, true});
  possible_.clear();
}

void FileHistory::set_looks(disk::Appearance appearance) {
  auto looks = make_looks(std::move(appearance));
  if (looks->hash != looks_.back()->hash) looks_.push_back(std::move(looks));
}

void FileHistory::sync() {
  if (poisoned_) return;
  sync_data();
  looks_.erase(looks_.begin(), looks_.end() - 1);
}

void FileHistory::sync_data() {
  if (poisoned_) return;
  durable_ = bytes_;
  writes_.clear();
  possible_.clear();
}

void FileHistory::drop_cached() {
  if (!poisoned_) return;
  bytes_ = durable_;
  writes_.clear();
  possible_.clear();
  poisoned_ = false;
}

const std::vector<BlobPointer>& FileHistory::possible_bytes() const {
  if (!possible_.empty()) return possible_;
  possible_.push_back(durable_);
  PossibleBytes(writes_, possible_).find_all(durable_);
  return possible_;
}

}  // namespace holdfast::test
