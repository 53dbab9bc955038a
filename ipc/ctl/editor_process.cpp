#include "ipc/ctl/editor_process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "ipc/ctl/report.hpp"

namespace holdfast::ctl {
namespace {

constexpr int cannot_run = 127;

// What the keyboard sends goes to the editor too, which knows what to do with it.
class KeyboardIgnored {
 public:
  KeyboardIgnored() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGINT, &ignore, &interrupt_);
    ::sigaction(SIGQUIT, &ignore, &quit_);
  }
  ~KeyboardIgnored() {
    ::sigaction(SIGINT, &interrupt_, nullptr);
    ::sigaction(SIGQUIT, &quit_, nullptr);
  }
  KeyboardIgnored(const KeyboardIgnored&) = delete;
  KeyboardIgnored& operator=(const KeyboardIgnored&) = delete;

 private:
  struct sigaction interrupt_ {};
  struct sigaction quit_ {};
};

}  // namespace

std::string editor_command(const char* visual, const char* editor) {
  for (const char* command : {visual, editor}) {
    if (command != nullptr && *command != '\0') return command;
  }
  return "vi";
}

bool run_editor(const std::string& path) {
  // The shell must outlive what the keyboard sends, as the editor may; a trap, unlike a signal ignored, is
  // not handed on to the editor.
  const std::string command =
      "trap : INT QUIT; " + editor_command(std::getenv("VISUAL"), std::getenv("EDITOR")) + " \"$1\"";
  const pid_t child = ::fork();
  if (child < 0) throw Stop(Exit::usage, "cannot start the editor");
  if (child == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), "sh", path.c_str(), nullptr);
    ::_exit(cannot_run);
  }
  const KeyboardIgnored ignored;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace holdfast::ctl
