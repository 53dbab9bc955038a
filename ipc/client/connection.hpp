// A blocking Varlink connection for programs that ask the daemon (part of libholdfast). Sends calls, receives
// replies in order; knows nothing of the methods. Threads: one at a time.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "ipc/varlink/frame_reader.hpp"
#include "ipc/varlink/message.hpp"

namespace holdfast::client {

/// Why a call got no reply. What the service itself refuses is a reply, not a failure.
struct Failure {
  enum class Kind {
    cannot_connect,   // nothing was sent
    connection_lost,  // a call was sent and its outcome is not known
    timed_out,        // likewise
    bad_reply,        // what came back is not Varlink
  };
  Kind kind = Kind::cannot_connect;
  std::string message;
};
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Failure>;

struct ConnectionOptions {
  /// For the daemon to take or give any byte; commits wait for the disk, so be generous. Zero: for ever.
  std::chrono::milliseconds timeout{120'000};
  std::size_t reply_bytes_max = 16 * 1024 * 1024;
  /// 8 MiB of text may travel as one string, so values are bounded by the bytes above. As deep as settings
  /// let documents be, inside the levels of a reply.
  json::ParseLimits parse{.depth_max = 1064};
};

class Connection {
 public:
  /// Blocks until connected or refused.
  [[nodiscard]] static Result<Connection> open(const std::string& socket_path,
                                               const ConnectionOptions& options = {});

  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  /// Sends a call and waits for its one reply. `parameters` is the text of an object. After a failure the
  /// connection is of no more use.
  [[nodiscard]] Result<varlink::ReplyMessage> call(std::string_view method, std::string_view parameters);

  /// Sends a call without waiting; may be repeated before the replies are received (pipelining).
  [[nodiscard]] Result<void> send(std::string_view method, std::string_view parameters,
                                  const varlink::CallFlags& flags = {});
  /// Waits for the next reply.
  [[nodiscard]] Result<varlink::ReplyMessage> receive();

 private:
  Connection(int socket, const ConnectionOptions& options);
  [[nodiscard]] Failure failure(int error, std::string_view doing) const;

  int socket_;
  ConnectionOptions options_;
  varlink::FrameReader frames_;
};

}  // namespace holdfast::client
