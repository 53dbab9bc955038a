#include "daemon/service/request_reader.hpp"

#include <array>

#include "daemon/service/wire_refusal.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/format.hpp"

namespace holdfast::service {
namespace {

using commit::Operation;
using commit::Refusal;
using json::Value;

// A field of one operation; nothing where it is absent or null.
std::optional<Value> field(const Value& operation, std::string_view name) {
  const auto found = operation.find(name);
  return found && !found->is(json::Kind::null) ? found : std::nullopt;
}

Refusal refuse(std::size_t index, std::string_view field, std::string message) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::invalid_operation;
  refusal.operation = index;
  refusal.field = field;
  refusal.message = std::move(message);
  return refusal;
}

std::variant<std::shared_ptr<const std::string>, Refusal> read_content(const Value& operation,
                                                                       std::size_t index) {
  const auto value = field(operation, "value");
  const auto text = field(operation, "text");
  const auto base64 = field(operation, "base64");
  if (value.has_value() + text.has_value() + base64.has_value() != 1) {
    return refuse(index, "text", "put takes exactly one of value, text and base64");
  }
  if (value) return std::make_shared<const std::string>(json::format_document(*value));
  if (text) return std::make_shared<const std::string>(text->string());
  auto bytes = json::decode_base64(base64->string());
  if (!bytes) return refuse(index, "base64", "this is not base64 (RFC 4648 section 4, with padding)");
  return std::make_shared<const std::string>(std::move(*bytes));
}

std::variant<Operation, Refusal> read_operation(const Value& value, std::size_t index) {
  const auto op = value.find("op")->string();
  if (op != "put" && op != "delete") {
    return refuse(index, "op", "this version changes whole documents only: put and delete, not " + op);
  }
  auto name = document::DocumentName::parse(value.find("document")->string());
  if (!name) return refuse(index, "document", name.error());
  for (const char* unused : {"path", "from"}) {
    if (field(value, unused)) return refuse(index, unused, op + " takes no " + unused);
  }
  Operation operation{Operation::Kind::remove, std::move(*name), nullptr, std::nullopt};
  if (const auto revision = field(value, "ifRevision")) {
    if (*revision->integer() < 0) return refuse(index, "ifRevision", "a revision is not negative");
    operation.if_revision = commit::Revision{static_cast<std::uint64_t>(*revision->integer())};
  }
  if (op == "put") {
    auto content = read_content(value, index);
    if (auto* refusal = std::get_if<Refusal>(&content)) return std::move(*refusal);
    operation.kind = Operation::Kind::put;
    operation.bytes = std::get<0>(std::move(content));
    return operation;
  }
  for (const char* unused : {"value", "text", "base64"}) {
    if (field(value, unused)) return refuse(index, unused, std::string("delete takes no ") + unused);
  }
  return operation;
}

}  // namespace

std::variant<commit::Request, varlink::WireError> read_commit(const varlink::Call& call) {
  for (const char* later : {"requestId", "confirmWithinSeconds"}) {
    if (call.parameter(later)) return varlink::invalid_parameter(later);
  }
  if (const auto dry_run = call.parameter("dryRun"); dry_run && dry_run->boolean()) {
    return varlink::invalid_parameter("dryRun");
  }
  commit::Request request;
  if (const auto message = call.parameter("message")) request.message = message->string();
  const auto operations = call.parameter("operations");
  for (const Value value : *operations) {
    auto operation = read_operation(value, request.operations.size());
    if (const auto* refusal = std::get_if<Refusal>(&operation)) return wire_error_of(*refusal);
    request.operations.push_back(std::get<Operation>(std::move(operation)));
  }
  if (request.operations.empty()) return varlink::invalid_parameter("operations");
  return request;
}

}  // namespace holdfast::service
