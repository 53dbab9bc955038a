#include "ipc/ctl/patch.hpp"

#include "ipc/ctl/exchange.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/printable.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::ctl {
namespace {

using json::Kind;
using json::Value;

constexpr json::ParseLimits limits{.depth_max = 1000};

Stop stop_at(std::size_t line, std::size_t column, const std::string& sentence) {
  return {Exit::usage, "the operations are not usable: line " + std::to_string(line) + ", column " +
                           std::to_string(column) + ": " + json::printable(sentence)};
}

Stop stop_at(const Value& value, const std::string& sentence) {
  const auto place = json::place_of(value.text(), value.node().begin);
  return stop_at(place.line, place.column, sentence);
}

// Everything behind the opening bracket stays as it is.
std::string with_document(const Value& operation, const std::string& document) {
  json::Writer member;
  member.begin_object().member("document", document);
  std::string out = member.take();
  if (operation.size() != 0) out += ',';
  return out.append(operation.raw().substr(1));
}

}  // namespace

std::string operations_of(const std::string& text, const std::string& document) {
  demand_utf8(document, "the document's name");
  const auto tree = json::parse(text, limits);
  if (!tree) throw stop_at(tree.error().line, tree.error().column, tree.error().message);
  const auto root = tree->root(text);
  if (!root.is(Kind::array)) throw stop_at(root, "this is no array of operations");
  if (root.size() == 0) throw stop_at(root, "no operation stands in this array");
  json::Writer writer;
  writer.begin_array();
  for (const Value operation : root) {
    if (!operation.is(Kind::object)) throw stop_at(operation, "this is no operation: an object is expected");
    const bool named = operation.find("document").has_value();
    if (!named && document.empty())
      throw stop_at(operation, "this operation names no document; --document fills it in");
    writer.raw(named ? std::string(operation.raw()) : with_document(operation, document));
  }
  return writer.end_array().take();
}

}  // namespace holdfast::ctl
