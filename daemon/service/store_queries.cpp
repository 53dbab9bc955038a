// The half of StoreService that only reads: Get, List, Status.
#include <fnmatch.h>

#include <algorithm>

#include "daemon/document/editor.hpp"
#include "daemon/service/document_writer.hpp"
#include "daemon/service/store_service.hpp"
#include "daemon/service/wire_refusal.hpp"

namespace holdfast::service {
namespace {

using commit::DocumentPointer;
using commit::Refusal;
using varlink::Call;

constexpr std::size_t list_reply_max = 1000;

bool matches_any(const document::DocumentName& name, const std::optional<json::Value>& globs) {
  if (!globs) return true;
  for (const json::Value glob : *globs) {
    if (::fnmatch(glob.string().c_str(), name.text().c_str(), 0) == 0) return true;
  }
  return false;
}

Refusal no_such_document(const std::string& name) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::no_such_document;
  refusal.document = name;
  refusal.message = "there is no document " + name;
  return refusal;
}

Refusal no_such_path(const std::string& document, const std::string& path, const std::string& why) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::no_such_path;
  refusal.document = document;
  refusal.path = path;
  refusal.message = document + ": " + why;
  return refusal;
}

Refusal too_large(const json::Value& value, std::size_t most) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::too_large;
  refusal.limit = "messageBytesMax";
  refusal.limit_max = most;
  refusal.limit_actual = value.raw().size();
  refusal.message = "the value is larger than one reply; read parts of it";
  return refusal;
}

Refusal invalid_on_disk(const commit::DocumentState& document) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::invalid_on_disk;
  refusal.document = document.name.text();
  refusal.line = document.fault->line;
  refusal.column = document.fault->column;
  refusal.message = document.name.text() +
                    " is not valid and no good revision of it is known: " + document.fault->message +
                    "; correct the file";
  return refusal;
}

}  // namespace

void StoreService::get(Call& call) {
  if (!admit(call, "get")) return;
  if (call.parameter("revision")) return call.fail(varlink::invalid_parameter("revision"));
  const auto text = call.parameter("document")->string();
  const auto name = document::DocumentName::parse(text);
  if (!name) return call.fail(varlink::invalid_parameter("document"));
  const auto document = state_.find(*name);
  if (!document) return call.fail(wire_error_of(no_such_document(text)));
  if (!document->content) return call.fail(wire_error_of(invalid_on_disk(*document)));
  std::optional<json::Value> value;
  if (const auto path = call.parameter("path")) {
    const auto pointer = document::Pointer::parse(path->string());
    if (!pointer || !document->content->is_json()) return call.fail(varlink::invalid_parameter("path"));
    const auto found = document::find_value(document->content->root(), *pointer);
    if (!found) return call.fail(wire_error_of(no_such_path(text, path->string(), found.error().message)));
    if (found->raw().size() > info_.message_bytes_max - envelope_bytes_max)
      return call.fail(wire_error_of(too_large(*found, info_.message_bytes_max - envelope_bytes_max)));
    value = *found;
  }
  json::Writer writer;
  writer.begin_object().name("document");
  write_document(writer, *document);
  writer.member("revision", state_.revision.number);
  if (value) {
    writer.name("value").raw(value->raw());
  } else {
    write_content(writer, document->content->bytes(), info_.message_bytes_max);
  }
  call.reply(writer.end_object().take());
}

void StoreService::list(Call& call) {
  if (!admit(call, "list")) return;
  const auto globs = call.parameter("documents");
  const auto after = call.parameter("after");
  const auto limit_given = call.parameter("limit");
  if (limit_given && *limit_given->integer() < 1) return call.fail(varlink::invalid_parameter("limit"));
  const std::size_t limit = limit_given
                                ? std::min(list_reply_max, static_cast<std::size_t>(*limit_given->integer()))
                                : list_reply_max;
  const std::string behind = after ? after->string() : std::string();
  std::vector<DocumentPointer> found;
  for (const auto& [name, document] : state_.documents) {
    if ((!after || name.text() > behind) && matches_any(name, globs)) found.push_back(document);
  }
  std::size_t at = 0;
  do {
    const std::size_t end = std::min(found.size(), at + limit);
    json::Writer writer;
    writer.begin_object().name("documents").begin_array();
    for (; at < end; ++at)
      write_document(writer, *found[at]);
    writer.end_array().member("revision", state_.revision.number);
    writer.member("truncated", end < found.size() && !call.more()).end_object();
    if (end == found.size() || !call.more()) return call.reply(writer.take());
    call.reply_and_continue(writer.take());
  } while (true);
}

void StoreService::status(Call& call) {
  if (!admit(call, "status")) return;
  const auto now = Statistics::Clock::now();
  const auto commit_latency = statistics_.commit_latency(now);
  const auto sync_latency = statistics_.sync_latency(now);
  json::Writer writer;
  writer.begin_object()
      .member("version", info_.version)
      .member("state", stopping_                  ? "stopping"
                       : degraded_reason_.empty() ? "ready"
                                                  : "degraded");
  if (!degraded_reason_.empty()) writer.member("reason", degraded_reason_);
  writer.member("directory", info_.directory)
      .member("filesystem", info_.mount.type)
      .member("durability", info_.mount.durability)
      .member("revision", state_.revision.number)
      .member("oldestRevision", state_.revision.number)
      .member("documents", state_.documents.size())
      .member("started", info_.started);
  if (!last_commit_.empty()) writer.member("lastCommit", last_commit_);
  writer.name("limits").begin_object();
  for (const auto& [name, value] : info_.limits)
    writer.member(name, value);
  writer.end_object()
      .member("connections", info_.connections ? info_.connections() : 0)
      .member("watches", 0)
      .member("queued", queue_.waiting())
      .member("commits", statistics_.commits())
      .member("groups", statistics_.groups())
      .member("refused", statistics_.refused())
      .member("commitLatencyP50", commit_latency.p50.count())
      .member("commitLatencyP99", commit_latency.p99.count())
      .member("syncLatencyP50", sync_latency.p50.count())
      .member("syncLatencyP99", sync_latency.p99.count());
  call.reply(writer.end_object().take());
}

}  // namespace holdfast::service
