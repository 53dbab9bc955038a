#include "ipc/ctl/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "ipc/json/printable.hpp"

namespace holdfast::ctl {
namespace {

constexpr std::string_view bold_on = "\x1b[1m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view colour_off = "\x1b[m";

std::string coloured(std::string_view text, std::string_view colour) {
  std::string out(colour);
  return out.append(text).append(colour_off);
}

// Tabs stay: they are how the document looks.
std::string safe_line(std::string_view line) {
  std::string out;
  for (;;) {
    const auto tab = line.find('\t');
    out += json::printable(line.substr(0, tab));
    if (tab == std::string_view::npos) return out;
    out += '\t';
    line.remove_prefix(tab + 1);
  }
}

// In a hunk the first character tells; a removed "-- x" looks like the header's "--- x" and is none.
std::string coloured_line(std::string_view line, bool in_hunk) {
  if (!in_hunk) return coloured(line, bold_on);
  if (line.starts_with('-')) return coloured(line, red);
  if (line.starts_with('+')) return coloured(line, green);
  if (!line.starts_with("@@")) return std::string(line);
  const auto behind = line.find("@@", 2);
  if (behind == std::string_view::npos) return coloured(line, cyan);
  return coloured(line.substr(0, behind + 2), cyan).append(line.substr(behind + 2));
}

}  // namespace

Look look_for(bool terminal, const char* no_color, const char* term) {
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return {terminal, terminal && !unwanted && !dumb};
}

Look look_of_output() {
  return look_for(::isatty(STDOUT_FILENO) == 1, std::getenv("NO_COLOR"), std::getenv("TERM"));
}

std::string bold(std::string_view text, const Look& look) {
  return look.colour ? coloured(text, bold_on) : std::string(text);
}

std::string dress_diff(std::string_view diff, const Look& look) {
  if (!look.safe) return std::string(diff);
  std::string out;
  bool in_hunk = false;
  while (!diff.empty()) {
    const auto end = diff.find('\n');
    const auto line = safe_line(diff.substr(0, end));
    in_hunk = in_hunk || line.starts_with("@@ ");
    out += look.colour && !line.empty() ? coloured_line(line, in_hunk) : line;
    if (end == std::string_view::npos) break;
    out += '\n';
    diff.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace holdfast::ctl
