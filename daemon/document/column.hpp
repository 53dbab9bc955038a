// How the members of an object part names from values: all alike, or so that the values stand in a column.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::document {

class Column {
 public:
  /// Looks at a member: its name, the colon, and the blank space around that.
  void see(std::string_view head);

  /// The same for a new member of a name (a string token). `usual`: for where nothing fit was seen.
  [[nodiscard]] std::string head_for(std::string_view name, std::string_view usual) const;

 private:
  std::optional<std::string_view> colon_;  // of the first one seen
  std::size_t width_ = 0;                  // characters of its head
  bool same_colons_ = true;
  bool same_before_ = true;  // the colon
  bool same_widths_ = true;
};

}  // namespace holdfast::document
