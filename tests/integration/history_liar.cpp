#include "tests/integration/history_liar.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <stdexcept>

#include "ipc/varlink/frame_reader.hpp"
#include "tests/support/raw_socket.hpp"

namespace holdfast::test {
namespace {

constexpr int waiting_max = 64;
constexpr std::size_t call_bytes_max = 1'048'576;

int listen_at(const std::filesystem::path& path) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  const bool done = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                    ::listen(listener, waiting_max) == 0;
  if (!done) throw std::runtime_error("cannot listen at " + path.string());
  return listener;
}

// The client's end of a connection; closed with this.
class Asker {
 public:
  explicit Asker(int socket) : socket_(socket) {}
  ~Asker() { ::close(socket_); }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  // Nothing if the client has closed.
  std::optional<std::string> receive() {
    for (;;) {
      if (auto call = frames_.next()) return call;
      const auto room = frames_.writable();
      const ssize_t bytes = ::recv(socket_, room.data(), room.size(), 0);
      if (bytes <= 0) return std::nullopt;
      frames_.written(static_cast<std::size_t>(bytes));
    }
  }

  bool send_message(std::string reply) const {
    reply += '\0';
    // Replies here are smaller than a socket's buffer.
    return ::send(socket_, reply.data(), reply.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(reply.size());
  }

 private:
  int socket_;
  varlink::FrameReader frames_{call_bytes_max};
};

}  // namespace

HistoryLiar::HistoryLiar(const std::filesystem::path& door, std::filesystem::path daemon,
                         HistoryLie::Kind kind, std::uint64_t seed)
    : daemon_(std::move(daemon)), kind_(kind), random_(seed), listener_(listen_at(door)) {
  accepting_ = std::thread([this] { take_clients(); });
}

HistoryLiar::~HistoryLiar() {
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  for (auto& one : served_)
    one.join();
  ::close(listener_);
}

void HistoryLiar::take_clients() {
  for (;;) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    served_.emplace_back([this, client, seed = random_()] { serve(client, seed); });
  }
}

// Each client has one call under way at a time.
void HistoryLiar::serve(int client, std::uint64_t seed) {
  Asker asked(client);
  try {
    RawSocket daemon(daemon_);
    HistoryLie lie(kind_, seed, told_);
    const auto ask = [&daemon](const std::string& call) {
      return daemon.send_message(call) ? daemon.receive() : std::nullopt;
    };
    while (const auto call = asked.receive()) {
      const auto reply = lie.answer(*call, ask);
      if (!reply || !asked.send_message(*reply)) return;
    }
  } catch (const std::exception&) {
    // The daemon is gone, or the client: the other learns it from the end of its connection.
  }
}

}  // namespace holdfast::test
