#include "daemon/service/wire_refusal.hpp"

#include <cstring>

#include "ipc/json/writer.hpp"

namespace holdfast::service {
namespace {

using commit::Refusal;
using Kind = Refusal::Kind;

constexpr std::uint64_t retry_after_milliseconds = 100;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::no_such_document:
      return "NoSuchDocument";
    case Kind::no_such_path:
      return "NoSuchPath";
    case Kind::test_failed:
      return "TestFailed";
    case Kind::revision_mismatch:
      return "RevisionMismatch";
    case Kind::invalid_document:
      return "InvalidDocument";
    case Kind::invalid_operation:
      return "InvalidOperation";
    case Kind::invalid_on_disk:
      return "InvalidOnDisk";
    case Kind::too_large:
      return "TooLarge";
    case Kind::request_id_reused:
      return "RequestIdReused";
    case Kind::queue_full:
      return "QueueFull";
    case Kind::storage_full:
      return "StorageFull";
    case Kind::storage_failed:
      return "StorageFailed";
    case Kind::read_only:
      return "ReadOnly";
    case Kind::outcome_unknown:
      return "OutcomeUnknown";
  }
  return "StorageFailed";
}

void add_operation(json::Writer& writer, const Refusal& refusal) {
  if (refusal.operation) writer.member("operation", *refusal.operation);
}

void add_errno(json::Writer& writer, const Refusal& refusal) {
  const int error = refusal.cause ? refusal.cause->code.value() : 0;
  const char* name = ::strerrorname_np(error);
  writer.member("errno", error).member("errnoName", name != nullptr ? name : "unknown");
}

void add_fields(json::Writer& writer, const Refusal& refusal) {
  switch (refusal.kind) {
    case Kind::no_such_document:
      add_operation(writer, refusal);
      writer.member("document", refusal.document);
      break;
    case Kind::test_failed:
      writer.member("operation", refusal.operation.value_or(0));
      writer.member("document", refusal.document).member("path", refusal.path);
      break;
    case Kind::no_such_path:
      add_operation(writer, refusal);
      writer.member("document", refusal.document).member("path", refusal.path);
      break;
    case Kind::revision_mismatch:
      add_operation(writer, refusal);
      writer.member("document", refusal.document).member("expected", refusal.expected.number);
      writer.member("actual", refusal.actual.number);
      break;
    case Kind::invalid_document:
    case Kind::invalid_on_disk:
      add_operation(writer, refusal);
      writer.member("document", refusal.document)
          .member("line", refusal.line)
          .member("column", refusal.column);
      break;
    case Kind::invalid_operation:
      writer.member("operation", refusal.operation.value_or(0)).member("field", refusal.field);
      break;
    case Kind::too_large:
      writer.member("limit", refusal.limit).member("maximum", refusal.limit_max);
      writer.member("actual", refusal.limit_actual);
      break;
    case Kind::queue_full:
      writer.member("retryAfterMilliseconds", retry_after_milliseconds);
      break;
    case Kind::storage_failed:
      add_errno(writer, refusal);
      break;
    case Kind::read_only:
      writer.member("reason", "degraded");
      break;
    case Kind::request_id_reused:
      writer.member("requestId", refusal.request_id);
      break;
    case Kind::outcome_unknown:
      if (!refusal.request_id.empty()) writer.member("requestId", refusal.request_id);
      break;
    case Kind::storage_full:
      break;
  }
}

}  // namespace

varlink::WireError wire_error_of(const Refusal& refusal) {
  json::Writer writer;
  writer.begin_object();
  add_fields(writer, refusal);
  writer.member("message", refusal.message).end_object();
  return {std::string("io.holdfast.config.") + name_of(refusal.kind), writer.take()};
}

std::string short_name(const varlink::WireError& error) {
  return error.name.substr(error.name.rfind('.') + 1);
}

}  // namespace holdfast::service
