// Accepts connections on a Unix socket and keeps account of them: how many in all, how many of one user.
// Threads: the io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "ipc/varlink/session.hpp"

namespace holdfast::varlink {

struct ListenerLimits {
  std::size_t connections_max = 4096;
  std::size_t connections_per_user_max = 1024;
  std::size_t connections_for_root = 8;  // of connections_max, kept free for uid 0
  SessionLimits session;
};

class Listener {
 public:
  using Acceptor = boost::asio::local::stream_protocol::acceptor;
  struct Events {
    std::function<void(const Peer&, const std::string&)> bad_message;
    std::function<void(const std::string&)> refused;  // a connection was not taken: why
  };

  /// Takes a socket that is bound and listening.
  Listener(boost::asio::io_context& io, Acceptor acceptor, const Service& service,
           const ListenerLimits& limits, Events events);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void start();
  /// Takes no further connection and no further call; `drained` is called once all connections have closed.
  void drain(std::function<void()> drained);
  /// Closes whatever is still open.
  void close();

  /// In force at once, but for the size of a message: connections that are open keep theirs.
  void set_limits(const ListenerLimits& limits) { limits_ = limits; }

  [[nodiscard]] std::size_t connections() const { return sessions_.size(); }

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> watch_stalls();
  void take(Session::Socket socket);
  [[nodiscard]] std::string reason_to_refuse(uid_t uid) const;
  void shed_connection();
  void forget(const std::shared_ptr<Session>& session);

  boost::asio::io_context& io_;
  Acceptor acceptor_;
  const Service& service_;
  ListenerLimits limits_;
  Events events_;
  std::set<std::shared_ptr<Session>> sessions_;
  std::map<uid_t, std::size_t> by_user_;
  boost::asio::steady_timer stall_timer_;
  boost::asio::steady_timer retry_timer_;
  std::function<void()> drained_;
  int spare_descriptor_;  // given up for a moment to take and close a connection when descriptors run out
  bool stopping_ = false;
};

/// Binds and listens on a file-system path, mode 0666: rights are decided by who connects. A socket file that
/// nobody listens on any more is replaced; one that is in use, and anything that is no socket, is an error.
/// Throws boost::system::system_error with a sentence. Start-up only.
[[nodiscard]] Listener::Acceptor listen_on(boost::asio::io_context& io, const std::string& path);

/// Takes a socket that somebody else has bound and listens on, such as the service manager. Throws
/// boost::system::system_error. Start-up only.
[[nodiscard]] Listener::Acceptor adopt_listening_socket(boost::asio::io_context& io, int socket);

}  // namespace holdfast::varlink
