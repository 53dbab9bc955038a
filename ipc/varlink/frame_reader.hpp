// Cuts a byte stream into Varlink messages: each ends with one NUL byte (varlink.org, "Protocol"). Pure
// memory, no socket. Trap: the limit counts the bytes before the NUL, and is found exceeded before more than
// one byte beyond it is kept.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace holdfast::varlink {

class FrameReader {
 public:
  explicit FrameReader(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  /// Where the next bytes from the stream go; never empty. Throws std::bad_alloc where a large message cannot
  /// be held.
  [[nodiscard]] std::span<char> writable();
  /// Tells how many bytes were put there.
  void written(std::size_t bytes) { filled_ += bytes; }

  /// Takes the oldest whole message, without its NUL; nothing if there is none, or if it is too large.
  [[nodiscard]] std::optional<std::string> next();

  /// The message being received is longer than the limit: the stream cannot be followed any further.
  [[nodiscard]] bool too_large() const { return too_large_; }
  /// A message has begun and is not whole. Precondition: next() returned nothing.
  [[nodiscard]] bool partial() const { return filled_ > taken_; }

 private:
  std::size_t message_bytes_max_;
  std::vector<char> buffer_;
  std::size_t taken_ = 0;    // bytes of messages handed out
  std::size_t scanned_ = 0;  // bytes known to hold no NUL behind taken_
  std::size_t filled_ = 0;
  bool too_large_ = false;
};

}  // namespace holdfast::varlink
