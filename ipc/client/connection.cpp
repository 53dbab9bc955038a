#include "ipc/client/connection.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace holdfast::client {
namespace {

std::string text_of(int error) {
  return std::generic_category().message(error);
}

void set_timeout(int socket, std::chrono::milliseconds timeout) {
  timeval value{};
  value.tv_sec = static_cast<time_t>(timeout.count() / 1000);
  value.tv_usec = static_cast<suseconds_t>(timeout.count() % 1000 * 1000);
  // A socket without a time-out still works; nothing better is to be done here.
  (void)setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
  (void)setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
}

int connect_uninterrupted(int socket, const sockaddr_un& address) {
  int result = 0;
  do {
    result = connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } while (result != 0 && errno == EINTR);
  return result;
}

}  // namespace

void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.message);
}

Result<Connection> Connection::open(const std::string& socket_path, const ConnectionOptions& options) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.empty() || socket_path.size() >= sizeof address.sun_path) {
    return Failure{
        Failure::Kind::cannot_connect,
        "the socket path has more than " + std::to_string(sizeof address.sun_path - 1) + " bytes, or none"};
  }
  std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return Failure{Failure::Kind::cannot_connect, text_of(errno)};
  Connection connection(socket, options);
  set_timeout(socket, options.timeout);
  if (connect_uninterrupted(socket, address) != 0) {
    return Failure{Failure::Kind::cannot_connect, socket_path + ": " + text_of(errno)};
  }
  return connection;
}

Connection::Connection(int socket, const ConnectionOptions& options)
    : socket_(socket), options_(options), frames_(options.reply_bytes_max) {}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      options_(other.options_),
      frames_(std::move(other.frames_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(options_, other.options_);
  std::swap(frames_, other.frames_);
  return *this;
}

Connection::~Connection() {
  if (socket_ >= 0) close(socket_);
}

Failure Connection::failure(int error, std::string_view doing) const {
  if (error == EAGAIN || error == EWOULDBLOCK) {
    return {Failure::Kind::timed_out,
            "no answer within " + std::to_string(options_.timeout.count() / 1000) + " s"};
  }
  return {Failure::Kind::connection_lost, std::string(doing) + ": " + text_of(error)};
}

Result<varlink::ReplyMessage> Connection::call(std::string_view method, std::string_view parameters) {
  if (auto sent = send(method, parameters); !sent) return sent.error();
  return receive();
}

Result<void> Connection::send(std::string_view method, std::string_view parameters,
                              const varlink::CallFlags& flags) {
  const std::string message = varlink::make_call(method, parameters, flags);
  std::size_t sent = 0;
  while (sent < message.size()) {
    const ssize_t bytes = ::send(socket_, message.data() + sent, message.size() - sent, MSG_NOSIGNAL);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return failure(errno, "sending the call");
    sent += static_cast<std::size_t>(bytes);
  }
  return {};
}

Result<varlink::ReplyMessage> Connection::receive() {
  for (;;) {
    if (auto text = frames_.next()) {
      auto reply = varlink::ReplyMessage::parse(std::move(*text), options_.parse);
      if (!reply)
        return Failure{Failure::Kind::bad_reply, "the reply is not Varlink: " + reply.error().message};
      return std::move(*reply);
    }
    if (frames_.too_large()) return Failure{Failure::Kind::bad_reply, "the reply is too large"};
    const auto room = frames_.writable();
    const ssize_t bytes = ::recv(socket_, room.data(), room.size(), 0);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return failure(errno, "waiting for the reply");
    if (bytes == 0) return Failure{Failure::Kind::connection_lost, "the daemon closed the connection"};
    frames_.written(static_cast<std::size_t>(bytes));
  }
}

}  // namespace holdfast::client
