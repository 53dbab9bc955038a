// What a document holds at one revision: its bytes and, for a JSON document, where each value stands in them.
// Parsed once, when the bytes come in; never changed.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "daemon/document/document_name.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {

class Content;
using ContentPointer = std::shared_ptr<const Content>;

class Content {
 public:
  /// Fails if bytes of this name must be JSON and are not: with what is wrong, and where. O(bytes).
  [[nodiscard]] static boost::system::result<ContentPointer, json::ParseFailure> make(
      const DocumentName& name, std::string bytes, const json::ParseLimits& limits);

  /// For text that was put together with its tree.
  Content(std::string bytes, json::Tree tree) : bytes_(std::move(bytes)), tree_(std::move(tree)) {}

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] bool is_json() const { return !tree_.nodes().empty(); }
  /// The nodes of a JSON document; empty for an opaque one.
  [[nodiscard]] const json::Tree& tree() const { return tree_; }
  /// The whole value, good as long as this lives. Precondition: is_json().
  [[nodiscard]] json::Value root() const { return tree_.root(bytes_); }

 private:
  std::string bytes_;
  json::Tree tree_;
};

}  // namespace holdfast::document
