// The client end of a Unix socket with nothing between the test and the bytes. Blocks at most ten seconds; a
// time-out ends the test.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::conformance {

class RawSocket {
 public:
  /// Connects.
  explicit RawSocket(const std::string& path);
  /// Takes over a connected socket.
  explicit RawSocket(int socket) : socket_(socket) {}
  RawSocket(RawSocket&& other) noexcept;
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket();

  /// False if the other side has closed.
  bool send(std::string_view bytes);
  /// Sends a text and the NUL behind it.
  bool send_message(std::string_view text) { return send(std::string(text).append(1, '\0')); }
  /// Sends no more, still receives.
  void finish_sending();
  /// Waits until the other side has read all that was sent.
  void wait_until_taken();

  /// The next message without its NUL; nothing if the connection has ended.
  std::optional<std::string> receive();
  /// The same for a message that must come, else an empty text.
  std::string reply() { return receive().value_or(""); }
  /// The answer to one call.
  std::string ask(std::string_view text);
  /// Whether a byte comes within a short while; for what must not come.
  bool hears_something();
  /// Waits for the end: true if nothing came before it.
  bool ended() { return !receive(); }

 private:
  int socket_;
  std::string received_;
};

/// Connects as a user who is not root: as ourselves, or if we are root as uid 65534, in a thread whose
/// credentials are dropped. Nothing where the kernel does not allow that.
[[nodiscard]] std::optional<RawSocket> connect_as_ordinary_user(const std::string& path);

}  // namespace holdfast::conformance
