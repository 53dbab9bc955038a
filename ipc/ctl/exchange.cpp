#include "ipc/ctl/exchange.hpp"

#include "ipc/client/commit.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/printable.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::ctl {
namespace {

constexpr std::string_view interface_prefix = "io.holdfast.config.";

// The largest depthMax a daemon can be set to, and room for the reply around the value.
constexpr std::size_t reply_depth_max = 1064;

// For a daemon that is restarted while it is asked.
constexpr std::chrono::seconds restart_patience{5};

}  // namespace

varlink::ReplyMessage exchange(const Common& common, std::string_view method, const std::string& parameters,
                               bool writing) {
  client::ConnectionOptions options;
  options.parse.depth_max = reply_depth_max;
  auto connection = client::Connection::open(common.socket, options);
  if (!connection) throw stop_for(connection.error(), common.socket, false);
  auto reply = connection->call(std::string(interface_prefix).append(method), parameters);
  if (!reply) throw stop_for(reply.error(), common.socket, writing);
  return std::move(*reply);
}

varlink::ReplyMessage send_commit(const Common& common, const std::string& parameters, bool dry_run) {
  if (dry_run) return exchange(common, "Commit", parameters, false);
  client::CommitOptions options;
  options.connection.parse.depth_max = reply_depth_max;
  options.patience = restart_patience;
  auto reply = client::commit(common.socket, parameters, options);
  if (reply) return std::move(*reply);
  const bool sent = reply.error().kind != client::Failure::Kind::cannot_connect;
  throw stop_for(reply.error(), common.socket, sent);
}

varlink::ReplyMessage ask(const Common& common, std::string_view method, const std::string& parameters,
                          bool writing) {
  auto reply = exchange(common, method, parameters, writing);
  if (!reply.error().empty()) throw stop_for(reply);
  return reply;
}

bool is_error(const varlink::ReplyMessage& reply, std::string_view name) {
  return reply.error() == std::string(interface_prefix).append(name);
}

json::Value parameters_of(const varlink::ReplyMessage& reply) {
  const auto parameters = reply.parameters();
  if (!parameters)
    throw Stop(Exit::unreachable, "the daemon's reply is empty; is it another program's socket?");
  return *parameters;
}

json::Value member(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) throw Stop(Exit::unreachable, "the daemon's reply has no '" + std::string(name) + "'");
  return *value;
}

std::string text(const json::Value& object, std::string_view name) {
  const auto value = member(object, name);
  return json::printable(value.is(json::Kind::string) ? value.string() : std::string(value.raw()));
}

std::int64_t integer(const json::Value& object, std::string_view name) {
  const auto number = member(object, name).integer();
  if (!number)
    throw Stop(Exit::unreachable, "in the daemon's reply '" + std::string(name) + "' is no number");
  return *number;
}

std::string content_of(const varlink::ReplyMessage& reply) {
  const auto parameters = parameters_of(reply);
  if (const auto as_text = parameters.find("text"); as_text && as_text->is(json::Kind::string))
    return as_text->string();
  const auto as_base64 = member(parameters, "base64");
  auto bytes = as_base64.is(json::Kind::string) ? json::decode_base64(as_base64.string()) : std::nullopt;
  if (!bytes) throw Stop(Exit::unreachable, "the daemon's reply holds broken base64");
  return std::move(*bytes);
}

void demand_utf8(const std::string& argument, const std::string& what) {
  if (!json::is_utf8(argument)) throw Stop(Exit::usage, what + " must be UTF-8");
}

}  // namespace holdfast::ctl
