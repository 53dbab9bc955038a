// A program run by a test. It dies with the test, its output is kept in memory, and waiting for it is
// bounded. Trap: the kernel ties its life to the thread that started it, so start it from a thread that
// stays.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::test {

struct Launch {
  std::vector<std::string> arguments;              // the first is the program's path
  std::string input;                               // what it reads on standard input
  std::map<std::string, std::string> environment;  // beside that of the test
  std::function<void()> prepare;                   // in the child, before the program: system calls only
};

class ChildProcess {
 public:
  /// Returns at once; a program that cannot be run ends with 127.
  explicit ChildProcess(const Launch& launch);
  /// Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The exit code, 128 + N where signal N ended it; nothing if it runs for longer than `most`.
  std::optional<int> wait(std::chrono::milliseconds most);
  [[nodiscard]] bool running() { return !wait(std::chrono::milliseconds(0)); }
  void send(int signal);
  /// SIGTERM, and if that is not enough SIGKILL (the result then is 137).
  int stop();
  void kill();

  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;

 private:
  pid_t pid_ = -1;
  int output_;
  int errors_;
  std::optional<int> exit_code_;
};

struct Finished {
  int exit_code;
  std::string output;
  std::string errors;
};

/// Runs a program to its end; one that takes more than a minute ends the test.
[[nodiscard]] Finished run_program(const Launch& launch);

/// For Launch::prepare: become this user and group, with no other groups than those given.
[[nodiscard]] std::function<void()> become(uid_t uid, gid_t gid, std::vector<gid_t> groups = {});

}  // namespace holdfast::test
