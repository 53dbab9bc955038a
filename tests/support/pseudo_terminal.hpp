// A program at a terminal, as a person runs it: what it shows is read, what the person types is written. The
// terminal does not echo and changes no byte of what is shown, so that tests can compare it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/child_process.hpp"

namespace holdfast::test {

class PseudoTerminal {
 public:
  /// Starts the program with the terminal as its input, output and errors, and as its controlling terminal,
  /// so that
  /// "\x03" is Ctrl-C. `launch.input` is not used.
  explicit PseudoTerminal(Launch launch);
  ~PseudoTerminal();
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  void type(std::string_view keys);
  /// Waits until `text` is shown behind what was waited for before; false after half a minute, or if the
  /// program ends without.
  [[nodiscard]] bool shows(std::string_view text);
  /// Everything shown so far.
  [[nodiscard]] const std::string& shown() const { return shown_; }
  /// Reads to the program's end and returns its exit code; nothing after half a minute.
  [[nodiscard]] std::optional<int> finish();
  /// The terminal is gone, as when its window is closed.
  void hang_up();
  [[nodiscard]] ChildProcess& program() { return *program_; }

 private:
  void read_for(int milliseconds);

  int master_;
  int slave_;
  std::string shown_;
  std::size_t looked_at_ = 0;
  std::unique_ptr<ChildProcess> program_;
};

}  // namespace holdfast::test
