#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace holdfast::test {
namespace {

constexpr std::chrono::seconds stop_patience{30};
constexpr std::chrono::seconds run_patience{60};
constexpr int cannot_run = 127;

int memory_file(const char* name) {
  const int fd = ::memfd_create(name, MFD_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot make a memory file");
  return fd;
}

int input_file(const std::string& bytes) {
  const int fd = memory_file("input");
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t written = ::write(fd, bytes.data() + at, bytes.size() - at);
    if (written <= 0) throw std::runtime_error("cannot fill a memory file");
    at += static_cast<std::size_t>(written);
  }
  ::lseek(fd, 0, SEEK_SET);
  return fd;
}

std::string content_of(int fd) {
  std::string content;
  std::array<char, 65'536> part{};
  for (;;) {
    const ssize_t got = ::pread(fd, part.data(), part.size(), static_cast<off_t>(content.size()));
    if (got <= 0) return content;
    content.append(part.data(), static_cast<std::size_t>(got));
  }
}

std::vector<std::string> environment_of(const Launch& launch) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!launch.environment.contains(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto& [name, value] : launch.environment)
    all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

ChildProcess::ChildProcess(const Launch& launch)
    : output_(memory_file("output")), errors_(memory_file("errors")) {
  auto arguments = launch.arguments;
  auto environment = environment_of(launch);
  const auto argument_pointers = pointers_to(arguments);
  const auto environment_pointers = pointers_to(environment);
  const int input = input_file(launch.input);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) {
    ::dup2(input, STDIN_FILENO);
    ::dup2(output_, STDOUT_FILENO);
    ::dup2(errors_, STDERR_FILENO);
    if (launch.prepare) launch.prepare();
    // Behind `prepare`: a change of credentials clears it.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(cannot_run);
    ::execve(argument_pointers.front(), argument_pointers.data(), environment_pointers.data());
    ::_exit(cannot_run);
  }
  ::close(input);
}

ChildProcess::~ChildProcess() {
  kill();
  ::close(output_);
  ::close(errors_);
}

std::optional<int> ChildProcess::wait(std::chrono::milliseconds most) {
  const auto deadline = std::chrono::steady_clock::now() + most;
  while (!exit_code_) {
    int status = 0;
    const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended == pid_) exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0 && errno != EINTR) exit_code_ = -1;
    if (exit_code_ || std::chrono::steady_clock::now() >= deadline) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return exit_code_;
}

void ChildProcess::send(int signal) {
  if (!exit_code_) ::kill(pid_, signal);
}

int ChildProcess::stop() {
  send(SIGTERM);
  if (const auto code = wait(stop_patience)) return *code;
  kill();
  return *exit_code_;
}

void ChildProcess::kill() {
  send(SIGKILL);
  (void)wait(stop_patience);
  if (!exit_code_) exit_code_ = -1;
}

std::string ChildProcess::output() const {
  return content_of(output_);
}
std::string ChildProcess::errors() const {
  return content_of(errors_);
}

Finished run_program(const Launch& launch) {
  ChildProcess child(launch);
  const auto code = child.wait(run_patience);
  if (!code) throw std::runtime_error(launch.arguments.front() + " did not end");
  return {*code, child.output(), child.errors()};
}

std::function<void()> become(uid_t uid, gid_t gid, std::vector<gid_t> groups) {
  return [=] {
    const bool done = ::setgroups(groups.size(), groups.data()) == 0 && ::setresgid(gid, gid, gid) == 0 &&
                      ::setresuid(uid, uid, uid) == 0;
    if (!done) ::_exit(cannot_run);
  };
}

}  // namespace holdfast::test
