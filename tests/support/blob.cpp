#include "tests/support/blob.hpp"

#include <algorithm>
#include <numeric>

namespace holdfast::test {
namespace {

// Calls `one` with each part of a range that lies in one page.
template <class One>
void each_page(std::size_t begin, std::size_t end, const One& one) {
  for (std::size_t at = begin; at < end;) {
    const std::size_t next = std::min((at / Blob::page_bytes + 1) * Blob::page_bytes, end);
    one(at, next);
    at = next;
  }
}

}  // namespace

Blob::PagePointer Blob::make_page(std::string bytes) {
  static const auto zeros = std::make_shared<const Page>(
      Page{std::string(page_bytes, '\0'), hash_of(std::string(page_bytes, '\0'))});
  if (bytes == zeros->bytes) return zeros;
  const auto hash = hash_of(bytes);
  return std::make_shared<const Page>(Page{std::move(bytes), hash});
}

Blob::Blob(std::string_view bytes) {
  replace(0, bytes);
  hash_pages();
}

void Blob::hash_pages() {
  hash_ = std::accumulate(pages_.begin(), pages_.end(), std::uint64_t{size_},
                          [](std::uint64_t sum, const auto& page) { return mix(sum, page->hash); });
}

void Blob::resize(std::size_t size) {
  const std::size_t count = (size + page_bytes - 1) / page_bytes;
  const std::size_t kept = std::min(pages_.size(), count);
  pages_.resize(count);
  for (std::size_t i = kept == 0 ? 0 : kept - 1; i < count; ++i) {
    const std::size_t length = std::min(page_bytes, size - i * page_bytes);
    if (pages_[i] && pages_[i]->bytes.size() == length) continue;
    std::string bytes = pages_[i] ? pages_[i]->bytes : std::string();
    bytes.resize(length, '\0');
    pages_[i] = make_page(std::move(bytes));
  }
  size_ = size;
}

void Blob::replace(std::size_t offset, std::string_view bytes) {
  if (offset + bytes.size() > size_) resize(offset + bytes.size());
  each_page(offset, offset + bytes.size(), [&](std::size_t begin, std::size_t end) {
    auto& page = pages_[begin / page_bytes];
    std::string changed = page->bytes;
    changed.replace(begin % page_bytes, end - begin, bytes.substr(begin - offset, end - begin));
    page = make_page(std::move(changed));
  });
}

std::string Blob::text(std::size_t offset, std::size_t length) const {
  std::string text;
  each_page(offset, std::min(size_, offset + length), [&](std::size_t begin, std::size_t end) {
    text.append(pages_[begin / page_bytes]->bytes, begin % page_bytes, end - begin);
  });
  return text;
}

std::size_t Blob::copy_to(std::span<char> bytes, std::size_t offset) const {
  if (offset >= size_) return 0;
  const std::size_t length = std::min(bytes.size(), size_ - offset);
  each_page(offset, offset + length, [&](std::size_t begin, std::size_t end) {
    pages_[begin / page_bytes]->bytes.copy(bytes.data() + (begin - offset), end - begin, begin % page_bytes);
  });
  return length;
}

bool Blob::holds(std::string_view bytes) const {
  if (bytes.size() != size_) return false;
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    if (pages_[i]->bytes != bytes.substr(i * page_bytes, page_bytes)) return false;
  }
  return true;
}

bool Blob::equals(const Blob& other, std::size_t begin, std::size_t end) const {
  bool equal = true;
  each_page(begin, end, [&](std::size_t from, std::size_t to) {
    const std::size_t page = from / page_bytes;
    if (!equal) return;
    if (page < pages_.size() && page < other.pages_.size() && pages_[page] == other.pages_[page]) return;
    std::string mine = text(from, to - from), theirs = other.text(from, to - from);
    mine.resize(to - from, '\0');
    theirs.resize(to - from, '\0');
    equal = mine == theirs;
  });
  return equal;
}

BlobPointer Blob::with(std::size_t offset, std::string_view bytes) const {
  auto changed = std::make_shared<Blob>(*this);
  changed->replace(offset, bytes);
  changed->hash_pages();
  return changed;
}

BlobPointer Blob::with_part_of(const Blob& other, std::size_t begin, std::size_t end) const {
  auto changed = std::make_shared<Blob>(*this);
  if (end > size_) changed->resize(end);
  each_page(begin, end, [&](std::size_t from, std::size_t to) {
    auto& page = changed->pages_[from / page_bytes];
    const bool whole = from % page_bytes == 0 && from / page_bytes < other.pages_.size() &&
                       to - from == page->bytes.size() &&
                       other.pages_[from / page_bytes]->bytes.size() == page->bytes.size();
    if (whole) {
      page = other.pages_[from / page_bytes];
      return;
    }
    std::string part = other.text(from, to - from);
    part.resize(to - from, '\0');
    changed->replace(from, part);
  });
  changed->hash_pages();
  return changed;
}

BlobPointer Blob::resized(std::size_t size) const {
  auto changed = std::make_shared<Blob>(*this);
  changed->resize(size);
  changed->hash_pages();
  return changed;
}

}  // namespace holdfast::test
