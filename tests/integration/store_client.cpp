#include "tests/integration/store_client.hpp"

#include <stdexcept>

#include "ipc/io_holdfast_config.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/string.hpp"
#include "ipc/json/writer.hpp"
#include "ipc/varlink/interface.hpp"
#include "ipc/varlink/org_varlink_service.hpp"

namespace holdfast::test {
namespace {

using varlink::Interface;

const Interface& interface_called(std::string_view name) {
  static const Interface store = *Interface::parse(std::string(io_holdfast_config_description));
  static const Interface service = *Interface::parse(std::string(varlink::org_varlink_service_description));
  if (name == store.name()) return store;
  if (name == service.name()) return service;
  throw std::runtime_error("nobody declares " + std::string(name));
}

std::string interface_of(const std::string& member) {
  return member.substr(0, member.rfind('.'));
}
std::string short_name(const std::string& member) {
  return member.substr(member.rfind('.') + 1);
}

std::string full_name(std::string_view method) {
  const bool full = method.find('.') != std::string_view::npos;
  return (full ? "" : "io.holdfast.config.") + std::string(method);
}

const varlink::Type& declared(const std::string& method, const std::string& error) {
  if (error.empty()) return interface_called(interface_of(method)).methods().at(short_name(method)).out;
  return interface_called(interface_of(error)).errors().at(short_name(error));
}

}  // namespace

Reply::Reply(const std::string& method, varlink::ReplyMessage message) : message_(std::move(message)) {
  const auto& name = message_.error();
  const auto& interface = interface_called(interface_of(name.empty() ? method : name));
  static const json::ParsedText nothing = json::parse_owned("{}").value();
  const auto parameters = message_.parameters().value_or(nothing.root());
  if (const auto path = interface.mismatch(declared(method, name), parameters)) {
    throw std::runtime_error("the reply of " + method + " is not as declared at " + *path + ": " +
                             std::string(parameters.raw().substr(0, 2000)));
  }
}

std::string Reply::error() const {
  return short_name(message_.error());
}

bool Reply::has(std::string_view name) const {
  const auto parameters = message_.parameters();
  return parameters && parameters->find(name);
}

json::Value Reply::member(std::string_view name) const {
  const auto parameters = message_.parameters();
  const auto found = parameters ? parameters->find(name) : std::nullopt;
  if (found) return *found;
  throw std::runtime_error(
      "the reply has no " + std::string(name) + ": " +
      (message_.error() + " " + std::string(parameters ? parameters->raw() : "")).substr(0, 2000));
}

json::Value Reply::document(std::size_t index) const {
  if (has("document")) return member("document");
  const auto documents = member("documents");
  for (const json::Value document : documents) {
    if (index-- == 0) return document;
  }
  throw std::runtime_error("the reply has fewer documents");
}

std::int64_t Reply::document_revision(std::size_t index) const {
  return document(index).find("revision").value().integer().value();
}

std::string Reply::content() const {
  return has("text") ? text("text") : json::decode_base64(text("base64")).value();
}

Reply reply_from(const std::string& method, std::string text) {
  return {full_name(method), varlink::ReplyMessage::parse(std::move(text), {.depth_max = 128}).value()};
}

std::string put_operation(std::string_view document, std::string_view bytes,
                          std::optional<std::int64_t> if_revision) {
  json::Writer writer;
  writer.begin_object().member("op", "put").member("document", document);
  if (json::is_utf8(bytes)) {
    writer.member("text", bytes);
  } else {
    writer.member("base64", json::encode_base64(bytes));
  }
  if (if_revision) writer.member("ifRevision", *if_revision);
  return writer.end_object().take();
}

std::string put_value_operation(std::string_view document, std::string_view json) {
  json::Writer writer;
  writer.begin_object().member("op", "put").member("document", document).name("value").raw(json);
  return writer.end_object().take();
}

std::string delete_operation(std::string_view document, std::optional<std::int64_t> if_revision) {
  json::Writer writer;
  writer.begin_object().member("op", "delete").member("document", document);
  if (if_revision) writer.member("ifRevision", *if_revision);
  return writer.end_object().take();
}

std::string commit_parameters(const std::vector<std::string>& operations) {
  json::Writer writer;
  writer.begin_object().name("operations").begin_array();
  for (const auto& operation : operations)
    writer.raw(operation);
  return writer.end_array().end_object().take();
}

StoreClient::StoreClient(const std::string& socket) : connection_(client::Connection::open(socket).value()) {}

Reply StoreClient::call(std::string_view method, std::string_view parameters) {
  send(method, parameters);
  return receive(method);
}

std::vector<Reply> StoreClient::call_more(std::string_view method, std::string_view parameters) {
  connection_.send(full_name(method), parameters, {.more = true}).value();
  std::vector<Reply> replies;
  do {
    replies.push_back(receive(method));
  } while (replies.back().continues());
  return replies;
}

Reply StoreClient::get(std::string_view document) {
  return call("Get", json::Writer().begin_object().member("document", document).end_object().take());
}

void StoreClient::send(std::string_view method, std::string_view parameters) {
  connection_.send(full_name(method), parameters).value();
}

Reply StoreClient::receive(std::string_view method) {
  return {full_name(method), std::move(connection_.receive().value())};
}

}  // namespace holdfast::test
