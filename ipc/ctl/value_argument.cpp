#include "ipc/ctl/value_argument.hpp"

#include "ipc/ctl/exchange.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/printable.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::ctl {
namespace {

// Far beyond what a document may have by default: that limit is the daemon's to tell.
constexpr json::ParseLimits limits{.depth_max = 1000};

}  // namespace

std::string json_text_of(const std::string& text, bool as_string) {
  demand_utf8(text, "the value");
  if (!as_string) {
    if (const auto tree = json::parse(text, limits)) return std::string(tree->root(text).raw());
  }
  std::string token;
  json::append_string(token, text);
  return token;
}

std::string demand_json(const std::string& text) {
  demand_utf8(text, "the value");
  const auto tree = json::parse(text, limits);
  if (tree) return std::string(tree->root(text).raw());
  const auto& failure = tree.error();
  throw Stop(Exit::usage, "the value is not JSON: line " + std::to_string(failure.line) + ", column " +
                              std::to_string(failure.column) + ": " + json::printable(failure.message));
}

std::string characters_of(const ValueArgument& value) {
  const bool from_file = !value.file.empty();
  if (value.given && from_file) throw Stop(Exit::usage, "VALUE and --file exclude each other; see --help");
  if (!value.given && !from_file) throw Stop(Exit::usage, "a VALUE or --file is required; see --help");
  return from_file ? read_input(value.file) : value.text;
}

}  // namespace holdfast::ctl
