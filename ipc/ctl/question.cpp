#include "ipc/ctl/question.hpp"

#include <termios.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <iostream>
#include <string>

namespace holdfast::ctl {
namespace {

// Byte by byte, without a buffer: what follows the line may be for the editor.
std::optional<std::string> read_line() {
  std::string line;
  for (;;) {
    char byte = '\0';
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    if (byte == '\n') return line;
    line += byte;
  }
}

}  // namespace

std::optional<char> answer_to(std::string_view question, std::string_view choices) {
  if (::isatty(STDIN_FILENO) != 1) return std::nullopt;
  (void)::tcflush(STDIN_FILENO, TCIFLUSH);
  for (;;) {
    std::cerr << question << ' ' << std::flush;
    const auto line = read_line();
    if (!line) break;
    const char answer =
        line->empty() ? '\0' : static_cast<char>(std::tolower(static_cast<unsigned char>(line->front())));
    if (answer != '\0' && choices.find(answer) != std::string_view::npos) return answer;
  }
  std::cerr << '\n';
  return std::nullopt;
}

}  // namespace holdfast::ctl
