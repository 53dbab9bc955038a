// What the tests ask the daemon through: libholdfast's connection, with every reply compared with the
// interface description before a test sees it. Errors of the wire and replies that are not as declared are
// thrown, so that it may be used from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/client/connection.hpp"

namespace holdfast::test {

/// A reply that is as its interface declares it.
class Reply {
 public:
  /// Throws if the reply to `method` (its full name) is not as declared.
  Reply(const std::string& method, varlink::ReplyMessage message);

  /// "" for a result, else the error's name without its interface.
  [[nodiscard]] std::string error() const;
  [[nodiscard]] bool continues() const { return message_.continues(); }
  /// A member of the parameters; throws if there is none.
  [[nodiscard]] json::Value member(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const { return member(name).string(); }
  [[nodiscard]] std::int64_t integer(std::string_view name) const { return member(name).integer().value(); }
  /// "document", or the element of "documents" at `index`.
  [[nodiscard]] json::Value document(std::size_t index = 0) const;
  [[nodiscard]] std::int64_t document_revision(std::size_t index = 0) const;
  /// The bytes that a reply to Get carries.
  [[nodiscard]] std::string content() const;

 private:
  varlink::ReplyMessage message_;
};

/// Reads a reply from its text, for tests that speak through a raw socket.
[[nodiscard]] Reply reply_from(const std::string& method, std::string text);

/// The text of one operation, without or with ifRevision.
[[nodiscard]] std::string put_operation(std::string_view document, std::string_view bytes,
                                        std::optional<std::int64_t> if_revision = {});
[[nodiscard]] std::string put_value_operation(std::string_view document, std::string_view json);
[[nodiscard]] std::string delete_operation(std::string_view document,
                                           std::optional<std::int64_t> if_revision = {});
/// The parameters of Commit.
[[nodiscard]] std::string commit_parameters(const std::vector<std::string>& operations);

class StoreClient {
 public:
  explicit StoreClient(const std::string& socket);

  /// `method` without an interface is one of io.holdfast.config.
  Reply call(std::string_view method, std::string_view parameters = "{}");
  /// With the flag `more`: all replies of the stream.
  std::vector<Reply> call_more(std::string_view method, std::string_view parameters = "{}");
  Reply commit(const std::vector<std::string>& operations) {
    return call("Commit", commit_parameters(operations));
  }
  Reply put(std::string_view document, std::string_view bytes, std::optional<std::int64_t> if_revision = {}) {
    return commit({put_operation(document, bytes, if_revision)});
  }
  Reply remove(std::string_view document, std::optional<std::int64_t> if_revision = {}) {
    return commit({delete_operation(document, if_revision)});
  }
  Reply get(std::string_view document);

  /// For pipelining.
  void send(std::string_view method, std::string_view parameters);
  Reply receive(std::string_view method);

 private:
  client::Connection connection_;
};

}  // namespace holdfast::test
