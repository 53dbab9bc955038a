#include "daemon/disk/byte_code.hpp"

namespace holdfast::disk {

ByteWriter& ByteWriter::number(std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    bytes_ += static_cast<char>(value >> (8 * i) & 0xffU);
  return *this;
}

ByteWriter& ByteWriter::text(std::string_view value) {
  u32(static_cast<std::uint32_t>(value.size()));
  return bytes(value);
}

ByteWriter& ByteWriter::bytes(std::string_view value) {
  bytes_ += value;
  return *this;
}

std::string_view ByteReader::bytes(std::size_t length) {
  if (bad_ || length > rest_.size()) {
    bad_ = true;
    return {};
  }
  const auto read = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return read;
}

std::uint64_t ByteReader::number(std::size_t length) {
  const auto read = bytes(length);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < read.size(); ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(read[i])) << (8 * i);
  return value;
}

std::uint32_t ByteReader::count(std::size_t least) {
  const auto value = u32();
  if (value * static_cast<std::uint64_t>(least) <= rest_.size()) return value;
  bad_ = true;
  return 0;
}

}  // namespace holdfast::disk
