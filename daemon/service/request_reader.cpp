#include "daemon/service/request_reader.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "daemon/service/wire_refusal.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/format.hpp"

namespace holdfast::service {
namespace {

using commit::Operation;
using commit::Refusal;
using document::Pointer;
using json::Value;
using Kind = Operation::Kind;

// What an operation needs and takes beside its document.
struct Shape {
  Kind kind;
  enum class Path { none, optional, required } path;
  bool from;   // required
  bool value;  // absent means null
  bool content;
};

const Shape* shape_of(const std::string& op) {
  using Path = Shape::Path;
  static const std::map<std::string, Shape> shapes{
      {"put", {Kind::put, Path::none, false, false, true}},
      {"delete", {Kind::delete_document, Path::none, false, false, false}},
      {"add", {Kind::add, Path::required, false, true, false}},
      {"remove", {Kind::remove, Path::required, false, false, false}},
      {"replace", {Kind::replace, Path::required, false, true, false}},
      {"move", {Kind::move, Path::required, true, false, false}},
      {"copy", {Kind::copy, Path::required, true, false, false}},
      {"test", {Kind::test, Path::required, false, true, false}},
      {"merge", {Kind::merge, Path::optional, false, true, false}},
  };
  const auto found = shapes.find(op);
  return found == shapes.end() ? nullptr : &found->second;
}

// A field of one operation; nothing where it is absent or null.
std::optional<Value> field(const Value& operation, std::string_view name) {
  const auto found = operation.find(name);
  return found && !found->is(json::Kind::null) ? found : std::nullopt;
}

// Reads the fields of one operation; the first that is wrong is the refusal.
class OperationReader {
 public:
  OperationReader(const Value& value, std::size_t index)
      : value_(value), index_(index), op_(value.find("op")->string()) {}

  std::variant<Operation, Refusal> read() {
    const auto* shape = shape_of(op_);
    if (shape == nullptr) return refuse("op", "there is no operation " + op_);
    auto name = document::DocumentName::parse(value_.find("document")->string());
    if (!name) return refuse("document", name.error());
    Operation operation{shape->kind, std::move(*name), nullptr, std::nullopt, {}, {}, nullptr};
    for (auto step :
         {&OperationReader::refuse_unused, &OperationReader::read_revision, &OperationReader::read_paths,
          &OperationReader::read_value, &OperationReader::read_content}) {
      if (auto refusal = (this->*step)(*shape, operation)) return std::move(*refusal);
    }
    return operation;
  }

 private:
  using Wrong = std::optional<Refusal>;

  [[nodiscard]] Refusal refuse(std::string_view name, std::string message) const {
    Refusal refusal;
    refusal.kind = Refusal::Kind::invalid_operation;
    refusal.operation = index_;
    refusal.field = name;
    refusal.message = std::move(message);
    return refusal;
  }

  Wrong refuse_unused(const Shape& shape, Operation&) {
    const std::array<std::pair<const char*, bool>, 5> fields{{{"path", shape.path != Shape::Path::none},
                                                              {"from", shape.from},
                                                              {"value", shape.value || shape.content},
                                                              {"text", shape.content},
                                                              {"base64", shape.content}}};
    for (const auto& [name, taken] : fields) {
      if (!taken && field(value_, name)) return refuse(name, op_ + " takes no " + name);
    }
    return std::nullopt;
  }

  Wrong read_revision(const Shape&, Operation& operation) {
    const auto revision = field(value_, "ifRevision");
    if (!revision) return std::nullopt;
    if (*revision->integer() < 0) return refuse("ifRevision", "a revision is not negative");
    operation.if_revision = commit::Revision{static_cast<std::uint64_t>(*revision->integer())};
    return std::nullopt;
  }

  Wrong read_paths(const Shape& shape, Operation& operation) {
    if (auto wrong = read_pointer("path", shape.path == Shape::Path::required, operation.path)) return wrong;
    return read_pointer("from", shape.from, operation.from);
  }

  Wrong read_pointer(const char* name, bool required, Pointer& pointer) {
    const auto text = field(value_, name);
    if (!text && required) return refuse(name, op_ + " needs a " + name);
    if (!text) return std::nullopt;
    auto parsed = Pointer::parse(text->string());
    if (!parsed) return refuse(name, parsed.error());
    pointer = std::move(*parsed);
    return std::nullopt;
  }

  // The text of the value stays as it was sent.
  Wrong read_value(const Shape& shape, Operation& operation) {
    if (!shape.value) return std::nullopt;
    static const auto null = std::make_shared<const json::ParsedText>(json::parse_owned("null").value());
    const auto value = field(value_, "value");
    operation.value = value ? std::make_shared<const json::ParsedText>(json::copy_of(*value)) : null;
    return std::nullopt;
  }

  Wrong read_content(const Shape& shape, Operation& operation) {
    if (!shape.content) return std::nullopt;
    const auto value = field(value_, "value");
    const auto text = field(value_, "text");
    const auto base64 = field(value_, "base64");
    if (value.has_value() + text.has_value() + base64.has_value() != 1) {
      return refuse("text", "put takes exactly one of value, text and base64");
    }
    if (value) operation.bytes = std::make_shared<const std::string>(json::format_document(*value));
    if (text) operation.bytes = std::make_shared<const std::string>(text->string());
    if (!base64) return std::nullopt;
    auto bytes = json::decode_base64(base64->string());
    if (!bytes) return refuse("base64", "this is not base64 (RFC 4648 section 4, with padding)");
    operation.bytes = std::make_shared<const std::string>(std::move(*bytes));
    return std::nullopt;
  }

  Value value_;
  std::size_t index_;
  std::string op_;
};

// Anything printable will do: it is shown in logs and kept for long.
bool is_request_id(const std::string& text) {
  constexpr std::size_t bytes_max = 128;
  const auto is_printable = [](char c) { return c > 0x20 && c < 0x7f; };
  return !text.empty() && text.size() <= bytes_max && std::all_of(text.begin(), text.end(), is_printable);
}

}  // namespace

std::variant<commit::Request, varlink::WireError> read_commit(const varlink::Call& call) {
  if (call.parameter("confirmWithinSeconds")) return varlink::invalid_parameter("confirmWithinSeconds");
  commit::Request request;
  if (const auto id = call.parameter("requestId")) request.request_id = id->string();
  if (call.parameter("requestId") && !is_request_id(request.request_id))
    return varlink::invalid_parameter("requestId");
  if (const auto dry_run = call.parameter("dryRun")) request.dry_run = dry_run->boolean();
  if (const auto message = call.parameter("message")) request.message = message->string();
  const auto operations = call.parameter("operations");
  for (const Value value : *operations) {
    auto operation = OperationReader(value, request.operations.size()).read();
    if (const auto* refusal = std::get_if<Refusal>(&operation)) return wire_error_of(*refusal);
    request.operations.push_back(std::get<Operation>(std::move(operation)));
  }
  if (request.operations.empty()) return varlink::invalid_parameter("operations");
  return request;
}

std::variant<commit::Request, varlink::WireError> read_resolve(const varlink::Call& call) {
  commit::Request request;
  request.resolve = true;
  request.request_id = call.parameter("requestId")->string();
  if (!is_request_id(request.request_id)) return varlink::invalid_parameter("requestId");
  return request;
}

}  // namespace holdfast::service
