#include "ipc/ctl/change.hpp"

#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/ctl/terminal.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::ctl {
namespace {

using json::Value;
using json::Writer;

// Beyond it text goes as base64: a control character takes six bytes as text, and a message has at most 16
// MiB.
constexpr std::size_t text_bytes_max = 15 * 1024 * 1024;

std::string confirmation(const Value& parameters, const Look& look) {
  std::string out;
  const bool unchanged = text(parameters, "outcome") == "unchanged";
  for (const Value document : member(parameters, "documents")) {
    const bool deleted = text(document, "revision") == "0";
    out += bold(text(document, "name"), look) + ": ";
    if (unchanged) {
      out += "unchanged at revision " + text(document, "revision") + "\n";
    } else if (deleted) {
      out += "deleted with revision " + text(parameters, "revision") + "\n";
    } else {
      out += "revision " + text(document, "revision") + ", " + text(document, "bytes") + " bytes\n";
    }
  }
  return out;
}

std::string diffs(const Value& parameters, const Look& look) {
  if (text(parameters, "outcome") == "unchanged") return "no change\n";
  std::string out;
  for (const Value diff : member(parameters, "diffs"))
    out += dress_diff(diff.is(json::Kind::string) ? diff.string() : std::string(), look);
  return out.empty() ? "only empty documents would come or go\n" : out;
}

}  // namespace

Writer begin_operation(const Change& change, std::string_view op) {
  demand_utf8(change.document, "the document's name");
  Writer writer;
  writer.begin_object().member("op", op).member("document", change.document);
  if (change.if_revision) writer.member("ifRevision", *change.if_revision);
  return writer;
}

std::string put_operation(const Change& change, const std::string& bytes) {
  auto operation = begin_operation(change, "put");
  std::string token;
  if (json::is_utf8(bytes)) json::append_string(token, bytes);
  if (!token.empty() && token.size() <= text_bytes_max) {
    operation.name("text").raw(token);
  } else {
    operation.member("base64", json::encode_base64(bytes));
  }
  return operation.end_object().take();
}

std::string commit_parameters(const Change& change, std::string_view operations) {
  demand_utf8(change.message, "the message");
  Writer writer;
  writer.begin_object().name("operations").raw(operations);
  if (!change.message.empty()) writer.member("message", change.message);
  if (change.dry_run) writer.member("dryRun", true);
  return writer.end_object().take();
}

varlink::ReplyMessage commit(const Common& common, const Change& change, const std::string& operation) {
  const auto parameters = commit_parameters(change, "[" + operation + "]");
  return send_commit(common, parameters, change.dry_run);
}

void print_change(const Common& common, const varlink::ReplyMessage& reply, bool dry_run) {
  if (!reply.error().empty()) throw stop_for(reply);
  const auto parameters = parameters_of(reply);
  if (common.json) return print(std::string(parameters.raw()) + "\n");
  const auto look = look_of_output();
  print(dry_run ? diffs(parameters, look) : confirmation(parameters, look));
}

}  // namespace holdfast::ctl
