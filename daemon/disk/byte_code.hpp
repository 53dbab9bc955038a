// Integers and texts as bytes, for what we keep in files of our own: little-endian, no padding, a text behind
// its length in four bytes. Threads: each object belongs to one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast::disk {

class ByteWriter {
 public:
  ByteWriter& u8(std::uint8_t value) { return number(value, 1); }
  ByteWriter& u32(std::uint32_t value) { return number(value, 4); }
  ByteWriter& u64(std::uint64_t value) { return number(value, 8); }
  /// Precondition: shorter than 4 GiB.
  ByteWriter& text(std::string_view value);
  /// As they are, without a length.
  ByteWriter& bytes(std::string_view value);

  [[nodiscard]] const std::string& written() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  ByteWriter& number(std::uint64_t value, int bytes);
  std::string bytes_;
};

/// Reads what a ByteWriter wrote. Bytes that run out are remembered instead of failing at each read: what was
/// read since is zero or empty then.
class ByteReader {
 public:
  /// `bytes` must outlive this and the texts read.
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  std::string_view text() { return bytes(u32()); }
  std::string_view bytes(std::size_t length);
  /// How many things are said to follow, each of at least `least` bytes, which is not 0; 0, and bad, if so
  /// many cannot.
  std::uint32_t count(std::size_t least);
  void skip(std::size_t length) { (void)bytes(length); }

  /// Something was missing, or reported by refuse().
  [[nodiscard]] bool is_bad() const { return bad_; }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
  /// What was read makes no sense.
  void refuse() { bad_ = true; }

 private:
  std::uint64_t number(std::size_t length);
  std::string_view rest_;
  bool bad_ = false;
};

}  // namespace holdfast::disk
