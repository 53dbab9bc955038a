#include "ipc/varlink/listener.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <utility>

namespace holdfast::varlink {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds stall_check_interval{1};
constexpr std::chrono::milliseconds accept_retry_delay{50};

int open_spare() {
  return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool out_of_descriptors(const error_code& error) {
  return error == boost::system::errc::too_many_files_open ||
         error == boost::system::errc::too_many_files_open_in_system;
}

// Another server may be listening; only a refused connection proves that none is.
void remove_stale_socket(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return;
  if (!S_ISSOCK(found.st_mode)) {
    throw system_error({EEXIST, boost::system::system_category()}, path + " exists and is not a socket");
  }
  asio::io_context io;
  Session::Socket probe(io);
  error_code error;
  probe.connect(asio::local::stream_protocol::endpoint(path), error);
  if (error != asio::error::connection_refused) {
    throw system_error({EADDRINUSE, boost::system::system_category()}, "somebody is listening on " + path);
  }
  ::unlink(path.c_str());
}

}  // namespace

Listener::Listener(asio::io_context& io, Acceptor acceptor, const Service& service,
                   const ListenerLimits& limits, Events events)
    : io_(io),
      acceptor_(std::move(acceptor)),
      service_(service),
      limits_(limits),
      events_(std::move(events)),
      stall_timer_(io),
      retry_timer_(io),
      spare_descriptor_(open_spare()) {
  acceptor_.non_blocking(true);
}

Listener::~Listener() {
  if (spare_descriptor_ >= 0) ::close(spare_descriptor_);
}

void Listener::start() {
  asio::co_spawn(io_, accept(), asio::detached);
  asio::co_spawn(io_, watch_stalls(), asio::detached);
}

asio::awaitable<void> Listener::accept() {
  while (!stopping_) {
    auto [error, socket] = co_await acceptor_.async_accept(as_values);
    if (!error) {
      take(std::move(socket));
    } else if (out_of_descriptors(error)) {
      shed_connection();
    } else if (!stopping_) {
      // Out of memory or a peer that left again: neither is a reason to stop, nor to spin.
      retry_timer_.expires_after(accept_retry_delay);
      co_await retry_timer_.async_wait(as_values);
    }
  }
}

void Listener::take(Session::Socket socket) {
  auto peer = peer_of(socket.native_handle());
  if (!peer) return events_.refused("the kernel does not say who connected: " + peer.error().message());
  if (const auto why = reason_to_refuse(peer->uid); !why.empty()) return events_.refused(why);
  Session::Events session_events{[this](const std::shared_ptr<Session>& closed) { forget(closed); },
                                 events_.bad_message};
  const uid_t uid = peer->uid;
  auto session = std::make_shared<Session>(std::move(socket), std::move(*peer), service_, limits_.session,
                                           std::move(session_events));
  ++by_user_[uid];
  sessions_.insert(session);
  session->start();
}

std::string Listener::reason_to_refuse(uid_t uid) const {
  if (uid == 0) return sessions_.size() < limits_.connections_max ? "" : "too many connections";
  if (sessions_.size() + limits_.connections_for_root >= limits_.connections_max)
    return "too many connections";
  const auto own = by_user_.find(uid);
  if (own == by_user_.end() || own->second < limits_.connections_per_user_max) return "";
  return "too many connections of user " + std::to_string(uid);
}

// Without this a full descriptor table would leave the connection in the backlog and accept() spinning on it.
void Listener::shed_connection() {
  if (spare_descriptor_ >= 0) ::close(spare_descriptor_);
  const int taken = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (taken >= 0) ::close(taken);
  spare_descriptor_ = open_spare();
  events_.refused("no file descriptor is left for a connection");
}

void Listener::forget(const std::shared_ptr<Session>& session) {
  const auto own = by_user_.find(session->peer().uid);
  if (--own->second == 0) by_user_.erase(own);
  sessions_.erase(session);
  if (sessions_.empty() && drained_) std::exchange(drained_, nullptr)();
}

asio::awaitable<void> Listener::watch_stalls() {
  while (!stopping_ || !sessions_.empty()) {
    stall_timer_.expires_after(stall_check_interval);
    const auto [error] = co_await stall_timer_.async_wait(as_values);
    if (error) break;
    const auto all = sessions_;
    for (const auto& session : all)
      session->close_if_stalled(Session::Clock::now());
  }
}

void Listener::drain(std::function<void()> drained) {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  retry_timer_.cancel();
  drained_ = std::move(drained);
  const auto all = sessions_;
  for (const auto& session : all)
    session->drain();
  if (sessions_.empty() && drained_) std::exchange(drained_, nullptr)();
}

void Listener::close() {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  retry_timer_.cancel();
  stall_timer_.cancel();
  const auto all = sessions_;
  for (const auto& session : all)
    session->close();
}

Listener::Acceptor listen_on(asio::io_context& io, const std::string& path) {
  sockaddr_un address{};
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    throw system_error({ENAMETOOLONG, boost::system::system_category()},
                       "a socket path has at most " + std::to_string(sizeof address.sun_path - 1) + " bytes");
  }
  remove_stale_socket(path);
  Listener::Acceptor acceptor(io, asio::local::stream_protocol());
  error_code error;
  acceptor.bind(asio::local::stream_protocol::endpoint(path), error);
  if (error) throw system_error(error, "cannot bind " + path);
  // Before listen() nobody can connect, so no moment has the wrong mode.
  if (::chmod(path.c_str(), 0666) != 0) {
    throw system_error({errno, boost::system::system_category()}, "cannot set the mode of " + path);
  }
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw system_error(error, "cannot listen on " + path);
  return acceptor;
}

Listener::Acceptor adopt_listening_socket(asio::io_context& io, int socket) {
  return Listener::Acceptor(io, asio::local::stream_protocol(), socket);
}

}  // namespace holdfast::varlink
