#include "ipc/varlink/frame_reader.hpp"

#include <algorithm>
#include <cstring>

namespace holdfast::varlink {
namespace {
constexpr std::size_t chunk_bytes = 65'536;
}

std::span<char> FrameReader::writable() {
  if (taken_ == filled_) {
    taken_ = scanned_ = filled_ = 0;
    if (buffer_.size() > chunk_bytes) {  // a large message has passed; an idle connection keeps little
      buffer_.resize(chunk_bytes);
      buffer_.shrink_to_fit();
    }
  } else if (taken_ > 0 && buffer_.size() - filled_ < chunk_bytes / 2) {
    std::memmove(buffer_.data(), buffer_.data() + taken_, filled_ - taken_);
    filled_ -= taken_;
    scanned_ -= taken_;
    taken_ = 0;
  }
  if (buffer_.size() == filled_) {
    const std::size_t most = message_bytes_max_ + 1;
    buffer_.resize(std::max(filled_ + 1, std::min(most, std::max(chunk_bytes, buffer_.size() * 2))));
  }
  return std::span(buffer_).subspan(filled_);
}

std::optional<std::string> FrameReader::next() {
  if (too_large_) return std::nullopt;
  const char* from = buffer_.data() + scanned_;
  const void* nul = filled_ > scanned_ ? std::memchr(from, 0, filled_ - scanned_) : nullptr;
  const std::size_t end =
      nul != nullptr ? static_cast<std::size_t>(static_cast<const char*>(nul) - buffer_.data()) : filled_;
  if (end - taken_ > message_bytes_max_) {
    too_large_ = true;
    return std::nullopt;
  }
  scanned_ = end;
  if (nul == nullptr) return std::nullopt;
  std::string message(buffer_.data() + taken_, end - taken_);
  taken_ = scanned_ = end + 1;
  return message;
}

}  // namespace holdfast::varlink
