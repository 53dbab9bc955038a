#include "tests/bench/holdfast_bench_load.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace holdfast::bench {
namespace {

constexpr int patience_ms = 60'000;
constexpr std::string_view outcome = R"("outcome":"committed")";

void require(bool done, const char* call) {
  if (!done) throw std::system_error(errno, std::generic_category(), std::string("a client: ") + call);
}

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a socket: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(socket >= 0, "socket");
  require(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connect");
  return socket;
}

std::chrono::duration<double> seconds_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::chrono::duration<double> cpu_time() {
  rusage usage{};
  require(::getrusage(RUSAGE_THREAD, &usage) == 0, "getrusage");
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

}  // namespace

Load::Load(const std::string& socket, std::vector<EntityRequest> requests)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  require(epoll_ >= 0, "epoll_create1");
  for (auto& request : requests) {
    clients_.push_back({connect_to(socket), std::move(request), {}, {}});
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = clients_.size() - 1;
    require(::epoll_ctl(epoll_, EPOLL_CTL_ADD, clients_.back().socket, &event) == 0, "epoll_ctl");
  }
}

Load::~Load() {
  for (const auto& client : clients_)
    ::close(client.socket);
  ::close(epoll_);
}

// The socket is empty whenever this is called, so a request always fits as a whole.
void Load::ask(Client& client) {
  const auto& message = client.request.next();
  client.asked = Clock::now();
  const ssize_t sent = ::send(client.socket, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  require(sent == static_cast<ssize_t>(message.size()), "send");
}

bool Load::receive(Client& client) {
  std::array<char, 65'536> part;
  const ssize_t bytes = ::recv(client.socket, part.data(), part.size(), MSG_DONTWAIT);
  if (bytes == 0) throw std::runtime_error("the daemon closed the connection of a client");
  require(bytes > 0, "recv");
  client.reply.append(part.data(), static_cast<std::size_t>(bytes));
  // One call, one reply: only its last byte can be the NUL.
  if (client.reply.back() != '\0') return false;
  if (client.reply.find(outcome) == std::string::npos)
    throw std::runtime_error("not a commit: " + client.reply.substr(0, 1000));
  client.reply.clear();
  return true;
}

void Load::serve(Client& client, Round& round) {
  if (!receive(client)) return;
  ++round.figures.commits;
  const auto now = Clock::now();
  if (now >= round.counted_from) {
    const auto latency = std::chrono::duration_cast<std::chrono::microseconds>(now - client.asked);
    round.figures.latencies.push_back(static_cast<std::uint32_t>(latency.count()));
  }
  if (now < round.end) {
    if (now >= round.counted_from) ++round.figures.counted;
    ask(client);
  } else {
    --round.waiting;
  }
}

LoadFigures Load::run(std::chrono::duration<double> duration) {
  const auto cpu_before = cpu_time();
  const auto begin = Clock::now();
  Round round{begin + std::chrono::duration_cast<Clock::duration>(duration / 10),
              begin + std::chrono::duration_cast<Clock::duration>(duration),
              clients_.size(),
              {}};
  for (auto& client : clients_)
    ask(client);
  std::array<epoll_event, 64> events{};
  while (round.waiting > 0) {
    const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience_ms);
    if (ready < 0 && errno == EINTR) continue;
    require(ready >= 0, "epoll_wait");
    if (ready == 0) throw std::runtime_error("the daemon does not answer");
    for (std::size_t i = 0; i < static_cast<std::size_t>(ready); ++i)
      serve(clients_[events[i].data.u64], round);
  }
  round.figures.time = round.end - round.counted_from;
  round.figures.cpu = cpu_time() - cpu_before;
  return std::move(round.figures);
}

}  // namespace holdfast::bench
