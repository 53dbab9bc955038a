// The name of a document: a relative path that can only lead to a place below the managed directory. Nothing
// else forms a path to a managed file, so the grammar is the first fence against `..`, links to elsewhere and
// our own files.
#pragma once

#include <boost/system/result.hpp>
#include <compare>
#include <string>
#include <string_view>

namespace holdfast::document {

enum class DocumentKind { json, opaque };

class DocumentName {
 public:
  static constexpr std::size_t bytes_max = 200;
  static constexpr std::size_t components_max = 8;

  /// Fails with a sentence. Components are separated by one '/', each `[A-Za-z0-9_][A-Za-z0-9._@+-]*`; none
  /// ends in
  /// `.tmp` or holds `.conflict-`, which are names of files that holdfast leaves alone or makes itself.
  [[nodiscard]] static boost::system::result<DocumentName, std::string> parse(std::string_view text);
  /// Whether one component of a path could be part of a name.
  [[nodiscard]] static bool is_component(std::string_view component);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The directory below the managed one, without a slash at its end; empty for the managed directory itself.
  [[nodiscard]] std::string directory() const;
  /// The last component.
  [[nodiscard]] std::string leaf() const;
  /// JSON if the name ends in ".json".
  [[nodiscard]] DocumentKind kind() const;

  auto operator<=>(const DocumentName&) const = default;

 private:
  explicit DocumentName(std::string_view text) : text_(text) {}
  std::string text_;
};

}  // namespace holdfast::document
