#include "tests/integration/syscall_site.hpp"

#include <map>

#include "tests/integration/trace_rules.hpp"

namespace holdfast::test {
namespace {

std::string path_of(const TracedCall& call) {
  // What is read or written is a string, too, and no name.
  const bool moves_bytes =
      call.name.find("read") != std::string::npos || call.name.find("write") != std::string::npos;
  const auto strings = call.strings();
  if (moves_bytes || strings.empty()) return call.open_on();
  const auto target = call.target();
  return target.empty() || strings.front().starts_with("/") ? strings.front() : target;
}

}  // namespace

std::string SyscallSite::injection(const std::string& effect, bool lasting, std::size_t times) const {
  auto when = std::to_string(number);
  if (lasting) when += times == 0 ? "+" : ".." + std::to_string(number + times - 1);
  return call + ":" + effect + ":when=" + when;
}

std::string kind_of_file(const TracedCall& call) {
  const auto path = path_of(call);
  const bool temporary = is_temporary(path);
  if (path.find("/.holdfast/journal") != std::string::npos) {
    if (path.ends_with("/journal")) return "journal directory";
    return temporary ? "new journal segment" : "journal segment";
  }
  if (path.find("/.holdfast") != std::string::npos) return "own file";
  if (temporary) return "staged file";
  return path.ends_with(".json") || path.ends_with(".conf") ? "document" : "directory";
}

std::vector<SyscallSite> sites_in(const std::vector<TracedCall>& calls, std::size_t commit,
                                  const std::string& below) {
  std::map<std::pair<std::string, std::string>, std::size_t> made;  // by thread and call
  std::map<std::string, std::size_t> most;                          // by call
  std::vector<SyscallSite> sites;
  for (const auto& call : calls) {
    const auto number = ++made[{call.thread, call.name}];
    if (number <= most[call.name]) continue;
    most[call.name] = number;
    if (path_of(call).starts_with(below)) sites.push_back({commit, call.name, kind_of_file(call), number});
  }
  return sites;
}

}  // namespace holdfast::test
