// The difference of two texts for people and for patch(1).
#pragma once

#include <string>
#include <string_view>

namespace holdfast::text {

/// As they go into the header: "a/servers.json", "/dev/null". Without a line feed.
struct DiffNames {
  std::string old_name;
  std::string new_name;
};

/// What GNU `diff -u` writes, with three lines of context; empty if the texts are equal. If one of them holds
/// a NUL byte: the line "Binary files OLD and NEW differ". Costs what line_changes() does, and has its
/// precondition; the result may be about three times as long as both texts. Throws std::bad_alloc.
[[nodiscard]] std::string unified_diff(std::string_view old_text, std::string_view new_text,
                                       const DiffNames& names);

}  // namespace holdfast::text
