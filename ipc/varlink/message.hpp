// Varlink messages: a call, a reply, an error, between text and structs. The dialect is PROTOCOL section 6 of
// the project's design: unknown plain header keys and wrongly typed ones end the connection, keys with a dot
// are ignored.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"

namespace holdfast::varlink {

struct CallFlags {
  bool oneway = false;
  bool more = false;
  bool upgrade = false;
};

/// A call as received. Keeps its text: parameters are spans of it.
class CallMessage {
 public:
  /// Fails with a ParseFailure whose message says what a peer did wrong; the connection is then beyond use.
  [[nodiscard]] static boost::system::result<CallMessage, json::ParseFailure> parse(
      std::string text, const json::ParseLimits& limits);

  [[nodiscard]] const std::string& method() const { return method_; }
  [[nodiscard]] const CallFlags& flags() const { return flags_; }
  /// Bytes of the message.
  [[nodiscard]] std::size_t bytes() const { return text_.text().size(); }
  /// An object; nothing where the caller sent none or null, which means the same as an empty one.
  [[nodiscard]] std::optional<json::Value> parameters() const;

 private:
  explicit CallMessage(json::ParsedText text) : text_(std::move(text)) {}

  json::ParsedText text_;
  std::string method_;
  CallFlags flags_;
};

/// A reply as received.
class ReplyMessage {
 public:
  [[nodiscard]] static boost::system::result<ReplyMessage, json::ParseFailure> parse(
      std::string text, const json::ParseLimits& limits);

  /// Empty for a result; else the full name of the error.
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] bool continues() const { return continues_; }
  [[nodiscard]] std::optional<json::Value> parameters() const;

 private:
  explicit ReplyMessage(json::ParsedText text) : text_(std::move(text)) {}

  json::ParsedText text_;
  std::string error_;
  bool continues_ = false;
};

/// The three below take `parameters` as the text of a JSON object and return a message with its NUL.
[[nodiscard]] std::string make_call(std::string_view method, std::string_view parameters,
                                    const CallFlags& flags);
[[nodiscard]] std::string make_reply(std::string_view parameters, bool continues);
[[nodiscard]] std::string make_error(std::string_view name, std::string_view parameters);

}  // namespace holdfast::varlink
