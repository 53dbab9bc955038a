// JSON Pointer (RFC 6901): the way from the root of a document to one value in it. One addition: a token
// `key=value` that meets an array names the element whose member `key` has that value.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::document {

class Pointer {
 public:
  /// The whole document.
  Pointer() = default;
  explicit Pointer(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}

  /// Fails with a sentence: a pointer is empty or starts with '/', '~' stands only in ~0 and ~1, and no
  /// document is nested so deep that a thousand tokens lead anywhere.
  [[nodiscard]] static boost::system::result<Pointer, std::string> parse(std::string_view text);

  /// As RFC 6901 spells it.
  [[nodiscard]] std::string text() const;
  /// Decoded: "a/b" for a~1b.
  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }
  [[nodiscard]] bool is_root() const { return tokens_.empty(); }
  /// Leads to a value within what `other` leads to, or to that itself.
  [[nodiscard]] bool is_within(const Pointer& other) const;

  bool operator==(const Pointer&) const = default;

 private:
  std::vector<std::string> tokens_;
};

/// An array index as RFC 6901 section 4 allows it: digits without a leading zero; else nothing. One that no
/// array reaches comes out as 2^32 - 2.
[[nodiscard]] std::optional<std::uint32_t> array_index(std::string_view token);

/// A token `key=value`, parted at the first '='.
struct Selector {
  std::string_view key;
  std::string_view value;
};
/// Nothing if the token has no '='. The views are into `token`.
[[nodiscard]] std::optional<Selector> array_selector(std::string_view token);

}  // namespace holdfast::document
