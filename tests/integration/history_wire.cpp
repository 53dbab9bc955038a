#include "tests/integration/history_wire.hpp"

#include <array>
#include <set>
#include <stdexcept>

#include "ipc/json/parse.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::test {
namespace {

using Kind = HistoryOperation::Kind;
using Outcome = HistoryOperation::Outcome;

std::string member_name(std::size_t number) {
  return "m" + std::to_string(number);
}

// Of another length and letter for each token, so that a mix of two shows.
std::string filler_of(const Token& token) {
  const std::size_t bytes = (token.client * 31 + token.sequence * 7) % 120;
  return std::string(bytes, static_cast<char>('a' + (token.client + token.sequence) % 26));
}

std::string text_of(const Token& token) {
  if (token.none()) return "null";
  json::Writer writer;
  writer.begin_object().member("count", token.count).member("client", token.client);
  writer.member("sequence", token.sequence).member("filler", filler_of(token));
  return writer.end_object().take();
}

Token token_in(const json::Value& value) {
  if (value.is(json::Kind::null)) return {};
  const auto number = [&value](const char* name) {
    const auto member = value.find(name);
    return static_cast<std::uint32_t>(member ? member->integer().value_or(0) : 0);
  };
  const Token token{number("count"), number("client"), number("sequence")};
  const auto filler = value.find("filler");
  if (token.none() || value.size() != 4 || !filler || filler->string() != filler_of(token))
    throw std::runtime_error("no value that anybody wrote: " + std::string(value.raw()));
  return token;
}

std::string edit(const char* op, const std::string& document, const std::string& path, const Token& token) {
  json::Writer writer;
  writer.begin_object().member("op", op).member("document", document).member("path", path);
  return writer.name("value").raw(text_of(token)).end_object().take();
}

// One for each operation of a history.
std::string request_id_of(const HistoryOperation& operation) {
  return "history-" + std::to_string(operation.name.client) + "-" + std::to_string(operation.name.sequence);
}

std::string own_document_text(const Token& token) {
  return "{\n  \"last\": " + text_of(token) + ",\n  \"value\": " + text_of(token) + "\n}\n";
}

}  // namespace

std::string HistoryWire::name_of(std::size_t document) const {
  static constexpr std::array names{"values.json", "left.json", "right.json", "counters.json"};
  if (document < names.size()) return names[document];
  return "own/" + std::to_string(document - names.size()) + ".json";
}

std::string HistoryWire::path_of(std::size_t cell) const {
  if (cells_.kind_of(cell) == HistoryCells::Kind::own_document) return "/value";
  return "/" + member_name(cells_.number_of(cell));
}

std::string HistoryWire::initial_text(std::size_t document) const {
  std::string text = "{\n  \"last\": null";
  for (const auto cell : cells_.cells_of(document))
    text += ",\n  \"" + member_name(cells_.number_of(cell)) + "\": null";
  return text + "\n}\n";
}

DocumentContent HistoryWire::content_of(std::size_t document, std::string_view text) const {
  const auto parsed = json::parse(text);
  if (!parsed) throw std::runtime_error(name_of(document) + " is torn: " + std::string(text.substr(0, 200)));
  const auto root = parsed->root(text);
  DocumentContent content;
  for (const auto cell : cells_.cells_of(document)) {
    const auto member = root.find(path_of(cell).substr(1));
    if (!member) throw std::runtime_error(name_of(document) + " has no " + path_of(cell));
    content.cells.push_back({cell, token_in(*member)});
  }
  const auto last = root.find("last");
  if (!last || root.size() != content.cells.size() + 1)
    throw std::runtime_error(name_of(document) + " has other members than it was made with");
  content.last = token_in(*last);
  return content;
}

std::string HistoryWire::method_of(const HistoryOperation& operation) {
  return operation.is_commit() ? "io.holdfast.config.Commit" : "io.holdfast.config.Get";
}

std::string HistoryWire::parameters_of(const HistoryOperation& operation) const {
  if (operation.is_commit()) return commit_text(operation);
  json::Writer writer;
  writer.begin_object();
  if (operation.kind == Kind::read_document) {
    writer.member("document", name_of(operation.target));
  } else {
    writer.member("document", name_of(cells_.document_of(operation.target)));
    writer.member("path", path_of(operation.target));
  }
  return writer.end_object().take();
}

std::string HistoryWire::commit_text(const HistoryOperation& operation) const {
  std::vector<std::string> steps;
  std::optional<std::int64_t> not_there;
  for (const auto& [cell, value] : operation.expected) {
    if (cells_.kind_of(cell) != HistoryCells::Kind::own_document) {
      steps.push_back(edit("test", name_of(cells_.document_of(cell)), path_of(cell), value));
    } else if (value.none()) {
      not_there = 0;
    }
  }
  for (const auto& [cell, value] : operation.written) {
    const auto document = name_of(cells_.document_of(cell));
    if (cells_.kind_of(cell) != HistoryCells::Kind::own_document) {
      steps.push_back(edit("replace", document, path_of(cell), value));
      steps.push_back(edit("replace", document, "/last", operation.name));
    } else if (value.none()) {
      steps.push_back(delete_operation(document));
    } else {
      steps.push_back(put_operation(document, own_document_text(value), not_there));
    }
  }
  json::Writer writer;
  writer.begin_object().name("operations").begin_array();
  for (const auto& step : steps)
    writer.raw(step);
  writer.end_array();
  if (daemon_keeps_request_ids) writer.member("requestId", request_id_of(operation));
  return writer.end_object().take();
}

std::string HistoryWire::resolve_parameters(const HistoryOperation& commit) {
  return json::Writer().begin_object().member("requestId", request_id_of(commit)).end_object().take();
}

void HistoryWire::take_resolved(HistoryOperation& commit, const Reply& reply) {
  if (!reply.error().empty()) throw std::runtime_error(reply.error() + ": " + reply.text("message"));
  const auto outcome = reply.text("outcome");
  if (outcome == "committed") {
    commit.outcome = Outcome::committed;
    commit.revision = reply.integer("revision");
  } else if (outcome == "notApplied") {
    commit.outcome = Outcome::not_made;
  }
}

void HistoryWire::take(HistoryOperation& operation, const Reply& reply) const {
  if (operation.is_commit()) return take_commit(operation, reply);
  if (reply.error() == "NoSuchDocument") {
    const auto own =
        operation.kind == Kind::read_cell ? operation.target : cells_.cells_of(operation.target).front();
    operation.outcome = Outcome::absent;
    operation.seen.push_back({own, {}});
  } else if (reply.error().empty()) {
    take_read(operation, reply);
  } else {
    throw std::runtime_error("a read was answered " + reply.error() + ": " + reply.text("message"));
  }
}

void HistoryWire::take_commit(HistoryOperation& operation, const Reply& reply) const {
  static const std::set<std::string> refusals{"TestFailed", "RevisionMismatch", "NoSuchDocument"};
  if (refusals.contains(reply.error())) {
    operation.outcome = Outcome::refused;
    return;
  }
  if (!reply.error().empty()) throw std::runtime_error(reply.error() + ": " + reply.text("message"));
  if (reply.text("outcome") != "committed") throw std::runtime_error("a commit was " + reply.text("outcome"));
  operation.outcome = Outcome::committed;
  operation.revision = reply.integer("revision");
  const auto documents = reply.member("documents");
  for (const json::Value document : documents) {
    const auto revision = document.find("revision")->integer();
    // One that was deleted has none.
    if (revision != operation.revision && revision != 0)
      throw std::runtime_error("a commit and its document have different revisions");
  }
}

void HistoryWire::take_read(HistoryOperation& operation, const Reply& reply) const {
  operation.outcome = Outcome::read;
  operation.revision = reply.integer("revision");
  if (operation.kind == Kind::read_cell) {
    operation.document = {cells_.document_of(operation.target), reply.document_revision()};
    operation.seen.push_back({operation.target, token_in(reply.member("value"))});
  } else {
    auto content = content_of(operation.target, reply.content());
    operation.document = {operation.target, reply.document_revision(), content.last};
    operation.seen = std::move(content.cells);
  }
}

}  // namespace holdfast::test
