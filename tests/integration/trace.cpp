#include "tests/integration/trace.hpp"

#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>

namespace holdfast::test {
namespace {

constexpr std::string_view unfinished = " <unfinished ...>";
constexpr std::string_view resumed = " resumed>";

// "name(arguments) = result ..." without the thread's number.
std::optional<TracedCall> parse_call(const std::string& text) {
  const auto open = text.find('(');
  const auto equals = text.rfind(") ");
  const auto result = equals == std::string::npos ? equals : text.find("= ", equals);
  if (open == std::string::npos || result == std::string::npos || open > equals) return std::nullopt;
  TracedCall call;
  call.name = text.substr(0, open);
  call.arguments = text.substr(open + 1, equals - open - 1);
  call.result = std::strtol(text.c_str() + result + 2, nullptr, 10);
  call.injected = text.ends_with("(INJECTED)");
  return call;
}

// Of "... = -1 EIO (Input/output error) (INJECTED)" the end of the arguments is the ')' before "= ".
std::string without_explanation(const std::string& text) {
  const auto result = text.rfind(" = ");
  if (result == std::string::npos) return text;
  const auto explanation = text.find(" (", result);
  return explanation == std::string::npos ? text : text.substr(0, explanation);
}

}  // namespace

int TracedCall::descriptor() const {
  char* end = nullptr;
  const long number = std::strtol(arguments.c_str(), &end, 10);
  return end != arguments.c_str() && *end == '<' ? static_cast<int>(number) : -1;
}

std::vector<std::string> TracedCall::descriptors() const {
  std::vector<std::string> found;
  bool in_string = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == '\\')
      ++i;
    else if (arguments[i] == '"')
      in_string = !in_string;
    else if (arguments[i] == '<' && !in_string) {
      const auto end = arguments.find('>', i);
      if (end == std::string::npos) break;
      found.push_back(arguments.substr(i + 1, end - i - 1));
      i = end;
    }
  }
  return found;
}

std::vector<std::string> TracedCall::strings() const {
  std::vector<std::string> found;
  bool in_string = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char c = arguments[i];
    if (c == '"') {
      in_string = !in_string;
      if (in_string) found.emplace_back();
    } else if (in_string) {
      if (c == '\\' && i + 1 < arguments.size()) ++i;
      found.back().push_back(arguments[i]);
    }
  }
  return found;
}

std::string TracedCall::open_on() const {
  if (descriptor() < 0) return {};
  const auto all = descriptors();
  return all.empty() ? "" : all.front();
}

std::string TracedCall::target(std::size_t which) const {
  const auto directories = descriptors();
  const auto names = strings();
  if (directories.size() <= which || names.size() <= which) return {};
  return directories[which] + "/" + names[which];
}

std::vector<TracedCall> parse_trace(std::string_view text) {
  struct Begun {
    std::string text;
    std::size_t line;
  };
  std::vector<TracedCall> calls;
  std::map<std::string, Begun> begun;  // by thread
  std::istringstream lines{std::string(text)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line); ++number) {
    const auto blank = line.find(' ');
    if (blank == std::string::npos) continue;
    const auto thread = line.substr(0, blank);
    std::string rest = line.substr(line.find_first_not_of(' ', blank));
    std::size_t first = number;
    if (rest.ends_with(unfinished)) {
      begun[thread] = {rest.substr(0, rest.size() - unfinished.size()), number};
      continue;
    }
    if (rest.starts_with("<... ")) {
      const auto at = rest.find(resumed);
      const auto found = begun.find(thread);
      if (at == std::string::npos || found == begun.end()) continue;
      rest = found->second.text + rest.substr(at + resumed.size());
      first = found->second.line;
      begun.erase(found);
    }
    const bool injected = rest.ends_with("(INJECTED)");
    if (auto call = parse_call(without_explanation(rest))) {
      call->begun = first;
      call->ended = number;
      call->injected = injected;
      call->thread = thread;
      calls.push_back(std::move(*call));
    }
  }
  return calls;
}

}  // namespace holdfast::test
