#include "ipc/varlink/message.hpp"

#include "ipc/json/writer.hpp"

namespace holdfast::varlink {
namespace {

using json::Kind;
using json::ParsedText;
using json::ParseFailure;
using json::Value;

ParseFailure refuse(std::string message) {
  return {std::move(message), 0, 1, 1};
}

bool is_vendor_key(std::string_view key) {
  return key.find('.') != std::string_view::npos;
}

std::optional<Value> object_member(const Value& message, std::string_view name) {
  const auto member = message.find(name);
  return member && member->is(Kind::object) ? member : std::nullopt;
}

// True if the member has a type that is fine; flags are taken on the way.
bool take_flag(const Value& member, bool& flag) {
  if (!member.is(Kind::boolean)) return false;
  flag = member.boolean();
  return true;
}

bool is_parameters(const Value& member) {
  return member.is(Kind::object) || member.is(Kind::null);
}

std::string terminated(json::Writer& writer) {
  std::string text = writer.end_object().take();
  text.push_back('\0');
  return text;
}

}  // namespace

boost::system::result<CallMessage, ParseFailure> CallMessage::parse(std::string text,
                                                                    const json::ParseLimits& limits) {
  auto parsed = json::parse_owned(std::move(text), limits);
  if (!parsed) return parsed.error();
  CallMessage call(std::move(*parsed));
  const Value message = call.text_.root();
  if (!message.is(Kind::object)) return refuse("a message must be an object");
  bool has_method = false;
  for (const Value member : message) {
    const auto key = member.key();
    bool good = is_vendor_key(key);
    if (key == "method" && member.is(Kind::string)) {
      call.method_ = member.string();
      good = has_method = true;
    } else if (key == "parameters") {
      good = is_parameters(member);
    } else if (key == "oneway") {
      good = take_flag(member, call.flags_.oneway);
    } else if (key == "more") {
      good = take_flag(member, call.flags_.more);
    } else if (key == "upgrade") {
      good = take_flag(member, call.flags_.upgrade);
    }
    if (!good) return refuse("a call has a bad or unknown member " + json::excerpt(key));
  }
  if (!has_method) return refuse("a call has no method");
  if (call.flags_.oneway && call.flags_.more) return refuse("oneway and more exclude each other");
  return call;
}

std::optional<Value> CallMessage::parameters() const {
  return object_member(text_.root(), "parameters");
}

boost::system::result<ReplyMessage, ParseFailure> ReplyMessage::parse(std::string text,
                                                                      const json::ParseLimits& limits) {
  auto parsed = json::parse_owned(std::move(text), limits);
  if (!parsed) return parsed.error();
  ReplyMessage reply(std::move(*parsed));
  const Value message = reply.text_.root();
  if (!message.is(Kind::object)) return refuse("a message must be an object");
  for (const Value member : message) {
    const auto key = member.key();
    bool good = is_vendor_key(key);
    if (key == "error" && member.is(Kind::string)) {
      reply.error_ = member.string();
      good = !reply.error_.empty();
    } else if (key == "parameters") {
      good = is_parameters(member);
    } else if (key == "continues") {
      good = take_flag(member, reply.continues_);
    }
    if (!good) return refuse("a reply has a bad or unknown member " + json::excerpt(key));
  }
  if (reply.continues_ && !reply.error_.empty()) return refuse("an error cannot continue");
  return reply;
}

std::optional<Value> ReplyMessage::parameters() const {
  return object_member(text_.root(), "parameters");
}

std::string make_call(std::string_view method, std::string_view parameters, const CallFlags& flags) {
  json::Writer writer;
  writer.begin_object().member("method", method).name("parameters").raw(parameters);
  if (flags.oneway) writer.member("oneway", true);
  if (flags.more) writer.member("more", true);
  if (flags.upgrade) writer.member("upgrade", true);
  return terminated(writer);
}

std::string make_reply(std::string_view parameters, bool continues) {
  json::Writer writer;
  writer.begin_object().name("parameters").raw(parameters);
  if (continues) writer.member("continues", true);
  return terminated(writer);
}

std::string make_error(std::string_view name, std::string_view parameters) {
  json::Writer writer;
  writer.begin_object().member("error", name).name("parameters").raw(parameters);
  return terminated(writer);
}

}  // namespace holdfast::varlink
