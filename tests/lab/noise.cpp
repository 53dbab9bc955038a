// Runs a program and, after each of its calls that changes a file or a name, syncs a file that is none of its
// business: the file system then writes down whatever it has so far, at the worst moment for whoever relies
// on several calls reaching the disk together. Works on any program, from outside (ptrace). Usage: lab_noise
// FILE PROGRAM ARGUMENT...; FILE is made, on the file system in question.
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {

constexpr std::uint64_t options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                                  PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
constexpr int syscall_stop = SIGTRAP | 0x80;

volatile sig_atomic_t traced_program = 0;

// The tracer ends when the program has ended.
extern "C" void pass_on(int number) {
  if (traced_program > 0) ::kill(traced_program, number);
}

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

struct Call {
  std::uint64_t number = 0;
  std::array<std::uint64_t, 3> arguments{};
};

bool changes_a_name(const Call& call) {
  constexpr std::array<std::uint64_t, 11> numbers{
      SYS_rename,   SYS_renameat, SYS_renameat2, SYS_link,  SYS_linkat, SYS_unlink,
      SYS_unlinkat, SYS_mkdir,    SYS_mkdirat,   SYS_rmdir, SYS_creat,
  };
  if (call.number == SYS_openat) return (call.arguments[2] & O_CREAT) != 0;
  return std::find(numbers.begin(), numbers.end(), call.number) != numbers.end();
}

bool changes_a_file(const Call& call) {
  constexpr std::array<std::uint64_t, 9> numbers{
      SYS_write,     SYS_pwrite64,  SYS_writev, SYS_pwritev, SYS_pwritev2,
      SYS_ftruncate, SYS_fallocate, SYS_fchmod, SYS_fchown,
  };
  return std::find(numbers.begin(), numbers.end(), call.number) != numbers.end();
}

class Noise {
 public:
  explicit Noise(const std::string& path)
      : place_(path.substr(0, path.rfind('/') + 1)),
        file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0) give_up(path.c_str());
  }

  void make_after(pid_t thread, const Call& call) {
    if (!changes_a_name(call) && !(changes_a_file(call) && is_here(thread, call.arguments[0]))) return;
    // The file grows: where only its times change, and not even those within a tick of the clock, a sync need
    // not write down anything else. An error of the disk is for the program to meet.
    constexpr char grain = '.';
    if (::write(file_, &grain, 1) < 0 || ::fsync(file_) != 0) return;
  }

 private:
  // Not a socket, a log, a terminal.
  [[nodiscard]] bool is_here(pid_t thread, std::uint64_t descriptor) const {
    const auto link = "/proc/" + std::to_string(thread) + "/fd/" + std::to_string(descriptor);
    std::array<char, 4096> path{};
    const auto length = ::readlink(link.c_str(), path.data(), path.size() - 1);
    return length > 0 && std::string(path.data(), static_cast<std::size_t>(length)).starts_with(place_);
  }

  std::string place_;
  int file_;
};

class Tracer {
 public:
  explicit Tracer(Noise& noise) : noise_(noise) {}

  // The exit code of the program; as a shell has it for a signal.
  int run(pid_t program) {
    for (;;) {
      int status = 0;
      const pid_t thread = ::waitpid(-1, &status, __WALL);
      if (thread < 0 && errno == EINTR) continue;
      if (thread < 0) give_up("waitpid");
      if (WIFSTOPPED(status)) {
        resume(thread, status);
        continue;
      }
      calls_.erase(thread);
      if (thread != program) continue;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }

 private:
  void resume(pid_t thread, int status) {
    const int number = WSTOPSIG(status);
    const bool is_event = status >> 16 != 0;
    if (number == syscall_stop) look_at_call(thread);
    const bool is_signal = number != syscall_stop && !is_event;
    const int passed_on = is_signal ? number : 0;
    // A thread may have been killed while it stood still.
    (void)::ptrace(PTRACE_SYSCALL, thread, nullptr, static_cast<std::uintptr_t>(passed_on));
  }

  void look_at_call(pid_t thread) {
    __ptrace_syscall_info info{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0) return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
      calls_[thread] = {info.entry.nr, {info.entry.args[0], info.entry.args[1], info.entry.args[2]}};
    } else if (info.op == PTRACE_SYSCALL_INFO_EXIT && info.exit.is_error == 0) {
      noise_.make_after(thread, calls_[thread]);
    }
  }

  Noise& noise_;
  std::map<pid_t, Call> calls_;
};

pid_t start(char** command) {
  const pid_t program = ::fork();
  if (program < 0) give_up("fork");
  if (program > 0) return program;
  ::raise(SIGSTOP);  // until the tracer has it
  ::execvp(command[0], command);
  give_up(command[0]);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  Noise noise(arguments[1]);
  const pid_t program = start(arguments + 2);
  int status = 0;
  if (::waitpid(program, &status, WUNTRACED) != program || !WIFSTOPPED(status)) give_up("waitpid");
  if (::ptrace(PTRACE_SEIZE, program, nullptr, options) != 0) give_up("ptrace");
  traced_program = program;
  std::signal(SIGTERM, pass_on);
  ::kill(program, SIGCONT);
  return Tracer(noise).run(program);
}
