// What an edit did to a text, byte by byte: enough to do it again and to undo it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::document {

/// At `offset` of the old text `removed` gives way to `inserted`.
struct Splice {
  std::uint64_t offset;
  std::string removed;
  std::string inserted;
  bool operator==(const Splice&) const = default;
};

/// From one text to another, as one splice around all that differs; none if they are equal.
[[nodiscard]] std::vector<Splice> splices_between(std::string_view before, std::string_view after);

/// The new text. Splices are in ascending order and do not overlap. Precondition: they fit `text`.
[[nodiscard]] std::string redo(std::string_view text, const std::vector<Splice>& splices);
/// The old text. Precondition: they fit `text`.
[[nodiscard]] std::string undo(std::string_view text, const std::vector<Splice>& splices);
/// Whether the removed bytes stand where the splices say, in order.
[[nodiscard]] bool fits(std::string_view text, const std::vector<Splice>& splices);

}  // namespace holdfast::document
