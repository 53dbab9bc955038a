#include "tests/support/pseudo_terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace holdfast::test {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr int step_milliseconds = 20;

int open_master() {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0)
    throw std::runtime_error("cannot make a pseudo terminal");
  return master;
}

// Open as long as the master is, so that what the program showed last is not lost with its end.
int open_slave(int master) {
  const int slave = ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  termios settings{};
  if (slave < 0 || ::tcgetattr(slave, &settings) != 0)
    throw std::runtime_error("cannot open a pseudo terminal");
  settings.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  settings.c_oflag &= ~static_cast<tcflag_t>(OPOST);
  ::tcsetattr(slave, TCSANOW, &settings);
  return slave;
}

}  // namespace

PseudoTerminal::PseudoTerminal(Launch launch) : master_(open_master()), slave_(open_slave(master_)) {
  launch.prepare = [slave = slave_] {
    ::setsid();
    ::ioctl(slave, TIOCSCTTY, 0);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      ::dup2(slave, standard);
  };
  program_ = std::make_unique<ChildProcess>(launch);
}

PseudoTerminal::~PseudoTerminal() {
  hang_up();
}

void PseudoTerminal::type(std::string_view keys) {
  if (::write(master_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
    throw std::runtime_error("the pseudo terminal takes no keys");
}

void PseudoTerminal::read_for(int milliseconds) {
  pollfd ready{master_, POLLIN, 0};
  while (::poll(&ready, 1, milliseconds) == 1 && (ready.revents & POLLIN) != 0) {
    std::array<char, 4096> part{};
    const ssize_t got = ::read(master_, part.data(), part.size());
    if (got <= 0) return;
    shown_.append(part.data(), static_cast<std::size_t>(got));
    milliseconds = 0;
  }
}

bool PseudoTerminal::shows(std::string_view text) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const bool ended = !program_->running();
    read_for(step_milliseconds);
    if (const auto at = shown_.find(text, looked_at_); at != std::string::npos) {
      looked_at_ = at + text.size();
      return true;
    }
    if (ended || std::chrono::steady_clock::now() > deadline) return false;
  }
}

std::optional<int> PseudoTerminal::finish() {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto code = program_->wait(std::chrono::milliseconds(0));
    read_for(step_milliseconds);
    if (code || std::chrono::steady_clock::now() > deadline) return code;
  }
}

void PseudoTerminal::hang_up() {
  if (master_ >= 0) ::close(master_);
  if (slave_ >= 0) ::close(slave_);
  master_ = slave_ = -1;
}

}  // namespace holdfast::test
