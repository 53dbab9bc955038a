// The client end of a Unix socket with nothing between the test and the bytes. No wait is longer than half a
// minute; one that would be ends the test.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::test {

class RawSocket {
 public:
  /// Connects.
  explicit RawSocket(const std::filesystem::path& path);
  RawSocket(RawSocket&& other) noexcept;
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket();

  /// False if the other side has closed.
  bool send(std::string_view bytes);
  /// Sends a text and the NUL behind it.
  bool send_message(std::string_view text) { return send(std::string(text).append(1, '\0')); }
  /// Sends no more, still receives.
  void finish_sending();
  /// The next message without its NUL; nothing if the connection has ended.
  std::optional<std::string> receive();
  /// Waits for the end: true if no whole message came before it.
  bool ended() { return !receive(); }

 private:
  int socket_;
  std::string received_;
};

}  // namespace holdfast::test
