// Bytes, or the looks of a file, that never change, with their hash: what a simulated disk is made of. Copies
// of a disk share them, contents of one file their pages, and all pages of zeros are one. The hashes tell
// states apart, they protect nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/disk/staged_file.hpp"

namespace holdfast::test {

/// A hash of two hashes; not symmetric.
[[nodiscard]] inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9e3779b97f4a7c15U + b;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

[[nodiscard]] inline std::uint64_t hash_of(std::string_view bytes) {
  return mix(std::hash<std::string_view>()(bytes), bytes.size());
}

class Blob;
using BlobPointer = std::shared_ptr<const Blob>;

class Blob {
 public:
  static constexpr std::size_t page_bytes = 4096;

  explicit Blob(std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] std::string text() const { return text(0, size_); }
  /// As far as there is.
  [[nodiscard]] std::string text(std::size_t offset, std::size_t length) const;
  /// Returns how many bytes.
  std::size_t copy_to(std::span<char> bytes, std::size_t offset) const;
  [[nodiscard]] bool holds(std::string_view bytes) const;
  /// Whether both hold the same from `begin` to `end`; what lies behind the end is zero.
  [[nodiscard]] bool equals(const Blob& other, std::size_t begin, std::size_t end) const;

  /// The same, but for some bytes; zeros where there was nothing before.
  [[nodiscard]] BlobPointer with(std::size_t offset, std::string_view bytes) const;
  /// The same, but from `begin` to `end` as in another one; zeros where that has nothing.
  [[nodiscard]] BlobPointer with_part_of(const Blob& other, std::size_t begin, std::size_t end) const;
  [[nodiscard]] BlobPointer resized(std::size_t size) const;

 private:
  struct Page {
    std::string bytes;  // page_bytes of them, but for the last page of a blob
    std::uint64_t hash;
  };
  using PagePointer = std::shared_ptr<const Page>;

  static PagePointer make_page(std::string bytes);
  void resize(std::size_t size);
  void replace(std::size_t offset, std::string_view bytes);
  void hash_pages();

  std::vector<PagePointer> pages_;
  std::size_t size_ = 0;
  std::uint64_t hash_ = 0;
};

[[nodiscard]] inline BlobPointer make_blob(std::string_view bytes) {
  return std::make_shared<const Blob>(bytes);
}

/// Mode, owner and attributes of a file; keep_owner means nothing here.
struct Looks {
  explicit Looks(disk::Appearance all) : appearance(std::move(all)), hash(hash_of_appearance(appearance)) {}
  const disk::Appearance appearance;
  const std::uint64_t hash;

 private:
  static std::uint64_t hash_of_appearance(const disk::Appearance& appearance) {
    std::uint64_t sum = mix(mix(appearance.mode, appearance.uid), appearance.gid);
    for (const auto& [name, value] : appearance.attributes)
      sum = mix(mix(sum, hash_of(name)), hash_of(value));
    return sum;
  }
};
using LooksPointer = std::shared_ptr<const Looks>;

[[nodiscard]] inline LooksPointer make_looks(disk::Appearance appearance) {
  return std::make_shared<const Looks>(std::move(appearance));
}

}  // namespace holdfast::test
