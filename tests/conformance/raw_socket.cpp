#include "tests/conformance/raw_socket.hpp"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace holdfast::conformance {
namespace {

constexpr int patience_ms = 10'000;
constexpr int silence_ms = 150;

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the socket path is too long");
  std::copy(path.begin(), path.end(), address.sun_path);
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0 || ::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int error = errno;
    if (made >= 0) ::close(made);
    throw std::system_error(error, std::generic_category(), "connecting");
  }
  return made;
}

bool wait_for(int socket, short what, int timeout_ms) {
  pollfd waiting{socket, what, 0};
  return ::poll(&waiting, 1, timeout_ms) > 0;
}

}  // namespace

RawSocket::RawSocket(const std::string& path) : socket_(connect_to(path)) {}

RawSocket::RawSocket(RawSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

RawSocket::~RawSocket() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN) {
      return false;
    } else if (!wait_for(socket_, POLLOUT, patience_ms)) {
      throw std::runtime_error("the other side does not read");
    }
  }
  return true;
}

void RawSocket::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

void RawSocket::wait_until_taken() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
  for (int waiting = 1; waiting > 0;) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("the other side does not read");
    if (::ioctl(socket_, SIOCOUTQ, &waiting) != 0) throw std::runtime_error("SIOCOUTQ");
    if (waiting > 0) std::this_thread::yield();
  }
}

std::optional<std::string> RawSocket::receive() {
  std::array<char, 65'536> room;
  for (;;) {
    if (const auto nul = received_.find('\0'); nul != std::string::npos) {
      auto message = received_.substr(0, nul);
      received_.erase(0, nul + 1);
      return message;
    }
    if (!wait_for(socket_, POLLIN, patience_ms)) throw std::runtime_error("no answer");
    const auto bytes = ::recv(socket_, room.data(), room.size(), 0);
    if (bytes > 0) {
      received_.append(room.data(), static_cast<std::size_t>(bytes));
    } else if (bytes == 0 || errno == ECONNRESET) {
      if (!received_.empty()) throw std::runtime_error("the connection ended within a message: " + received_);
      return std::nullopt;
    }
  }
}

std::string RawSocket::ask(std::string_view text) {
  return send_message(text) ? reply() : "";
}

bool RawSocket::hears_something() {
  return !received_.empty() || wait_for(socket_, POLLIN, silence_ms);
}

std::optional<RawSocket> connect_as_ordinary_user(const std::string& path) {
  if (::geteuid() != 0) return RawSocket(path);
  int connected = -1;
  std::thread dropped([&] {
    // The system call itself changes this thread only; the C library's function would change them all.
    constexpr long nobody = 65'534;
    if (::syscall(SYS_setresuid, nobody, nobody, nobody) == 0) connected = connect_to(path);
  });
  dropped.join();
  if (connected < 0) return std::nullopt;
  return RawSocket(connected);
}

}  // namespace holdfast::conformance
