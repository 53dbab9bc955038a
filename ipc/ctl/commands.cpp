#include "ipc/ctl/commands.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ipc/client/connection.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/printable.hpp"
#include "ipc/json/string.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::ctl {
namespace {

using json::Value;
using json::Writer;

constexpr std::string_view interface_prefix = "io.holdfast.config.";

// Beyond it text goes as base64: a control character takes six bytes as text, and a message has at most 16
// MiB.
constexpr std::size_t text_bytes_max = 15 * 1024 * 1024;

// Sends one call and returns its reply, or throws Stop.
varlink::ReplyMessage ask(const Common& common, std::string_view method, const std::string& parameters,
                          bool writing) {
  auto connection = client::Connection::open(common.socket);
  if (!connection) throw stop_for(connection.error(), common.socket, false);
  auto reply = connection->call(std::string(interface_prefix).append(method), parameters);
  if (!reply) throw stop_for(reply.error(), common.socket, writing);
  if (!reply->error().empty()) throw stop_for(*reply);
  return std::move(*reply);
}

Value parameters_of(const varlink::ReplyMessage& reply) {
  const auto parameters = reply.parameters();
  if (!parameters)
    throw Stop(Exit::unreachable, "the daemon's reply is empty; is it another program's socket?");
  return *parameters;
}

// A member that the interface promises.
Value member(const Value& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) throw Stop(Exit::unreachable, "the daemon's reply has no '" + std::string(name) + "'");
  return *value;
}

std::string text(const Value& object, std::string_view name) {
  const auto value = member(object, name);
  return json::printable(value.is(json::Kind::string) ? value.string() : std::string(value.raw()));
}

void print(const std::string& bytes) {
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  if (!written || std::fflush(stdout) != 0) throw Stop(Exit::usage, "cannot write to standard output");
}

std::string read_input(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw Stop(Exit::usage, "cannot read " + json::printable(path));
  return bytes;
}

void demand_utf8(const std::string& argument, const std::string& what) {
  if (!json::is_utf8(argument)) throw Stop(Exit::usage, what + " must be UTF-8");
}

void print_change(const Common& common, const varlink::ReplyMessage& reply) {
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  std::string out;
  const bool unchanged = text(parameters, "outcome") == "unchanged";
  for (const Value document : member(parameters, "documents")) {
    const bool deleted = text(document, "revision") == "0";
    out += text(document, "name") + ": ";
    if (unchanged) {
      out += "unchanged at revision " + text(document, "revision") + "\n";
    } else if (deleted) {
      out += "deleted with revision " + text(parameters, "revision") + "\n";
    } else {
      out += "revision " + text(document, "revision") + ", " + text(document, "bytes") + " bytes\n";
    }
  }
  print(out);
}

void commit(const Common& common, const Change& change, const std::string& operation) {
  demand_utf8(change.document, "the document's name");
  demand_utf8(change.message, "the message");
  Writer writer;
  writer.begin_object().name("operations").begin_array().raw(operation).end_array();
  if (!change.message.empty()) writer.member("message", change.message);
  print_change(common, ask(common, "Commit", writer.end_object().take(), true));
}

Writer begin_operation(const Change& change, std::string_view op) {
  Writer writer;
  writer.begin_object().member("op", op).member("document", change.document);
  if (change.if_revision) writer.member("ifRevision", *change.if_revision);
  return writer;
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      out += row[i] + (last ? "\n" : std::string(widths[i] - row[i].size() + 2, ' '));
    }
  }
  print(out);
}

}  // namespace

void list(const Common& common, const std::vector<std::string>& globs) {
  for (const auto& glob : globs)
    demand_utf8(glob, "a pattern");
  std::vector<std::vector<std::string>> rows{{"DOCUMENT", "REVISION", "BYTES", "MODIFIED"}};
  Writer all;
  all.begin_object().name("documents").begin_array();
  std::string after;
  for (bool more = true; more;) {
    Writer ask_for;
    ask_for.begin_object();
    if (!globs.empty()) {
      ask_for.name("documents").begin_array();
      for (const auto& glob : globs)
        ask_for.string(glob);
      ask_for.end_array();
    }
    if (!after.empty()) ask_for.member("after", after);
    const auto reply = ask(common, "List", ask_for.end_object().take(), false);
    const auto parameters = parameters_of(reply);
    for (const Value document : member(parameters, "documents")) {
      all.raw(document.raw());
      after = member(document, "name").string();
      const bool valid = member(document, "valid").boolean();
      rows.push_back({text(document, "name"), text(document, "revision"), text(document, "bytes"),
                      text(document, "modified") + (valid ? "" : "  INVALID ON DISK")});
    }
    more = member(parameters, "truncated").boolean();
    if (!more) all.end_array().name("revision").raw(member(parameters, "revision").raw()).end_object();
  }
  if (common.json) return print(all.take() + "\n");
  if (rows.size() == 1) return print("no documents\n");
  print_table(rows);
}

void get(const Common& common, const std::string& document) {
  demand_utf8(document, "the document's name");
  const auto reply =
      ask(common, "Get", Writer().begin_object().member("document", document).end_object().take(), false);
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  if (const auto as_text = parameters.find("text")) return print(as_text->string());
  const auto bytes = json::decode_base64(member(parameters, "base64").string());
  if (!bytes) throw Stop(Exit::unreachable, "the daemon's reply holds broken base64");
  print(*bytes);
}

void put(const Common& common, const Change& change) {
  const std::string bytes = read_input(change.file);
  auto operation = begin_operation(change, "put");
  std::string token;
  if (json::is_utf8(bytes)) json::append_string(token, bytes);
  if (!token.empty() && token.size() <= text_bytes_max) {
    operation.name("text").raw(token);
  } else {
    operation.member("base64", json::encode_base64(bytes));
  }
  commit(common, change, operation.end_object().take());
}

void remove(const Common& common, const Change& change) {
  commit(common, change, begin_operation(change, "delete").end_object().take());
}

void status(const Common& common) {
  const auto reply = ask(common, "Status", "{}", false);
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  std::vector<std::vector<std::string>> rows;
  for (const Value value : parameters) {
    if (value.is(json::Kind::object)) continue;  // the limits: for --json
    rows.push_back({value.key() + ":", text(parameters, value.key())});
  }
  print_table(rows);
}

}  // namespace holdfast::ctl
