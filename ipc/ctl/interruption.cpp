#include "ipc/ctl/interruption.hpp"

#include <unistd.h>

#include "ipc/ctl/report.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::ctl {
namespace {

// A handler can neither allocate nor be told anything: both lines are ready before the first signal.
std::string line_before;
std::string line_sent;
volatile sig_atomic_t is_sent = 0;

void say(const std::string& line) {
  const ssize_t ignored = ::write(STDERR_FILENO, line.data(), line.size());
  (void)ignored;
}

// Where nothing was sent the signal itself ends the process, as the shell that waits for it expects.
void on_signal(int signal) {
  say(is_sent != 0 ? line_sent : line_before);
  if (is_sent != 0) ::_exit(static_cast<int>(Exit::unknown));
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

Interruption::Interruption(const std::string& path) {
  const std::string kept = "your text is kept in " + json::printable(path) + "\n";
  line_before = "holdfast: interrupted; " + kept;
  line_sent =
      "holdfast: interrupted before the answer: the change may or may not have been made; look with "
      "'holdfast "
      "get' before you try again; " +
      kept;
  is_sent = 0;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    struct sigaction action {};
    action.sa_handler = signals[i] == SIGPIPE ? SIG_IGN : on_signal;
    ::sigaction(signals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &action, nullptr);
  }
}

Interruption::~Interruption() {
  for (std::size_t i = 0; i < signals.size(); ++i)
    ::sigaction(signals[i], &before_[i], nullptr);
}

void Interruption::set_sent(bool sent) {
  is_sent = sent ? 1 : 0;
}

}  // namespace holdfast::ctl
