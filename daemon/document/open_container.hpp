// An object or array that edits have opened: its children as runs of untouched siblings, which stay bytes of
// the text they came from, and single ones that were changed, added or stand beside a change. All views are
// into texts that the draft keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/document/child_finder.hpp"

namespace holdfast::document {

struct OpenContainer;

/// One value of a draft: untouched in the text it came from, or opened.
struct Slot {
  json::Value value;              // if open: what it was opened from
  OpenContainer* open = nullptr;  // null: untouched

  bool operator==(const Slot& other) const {
    return open == other.open && value.nodes() == other.value.nodes() && value.index() == other.value.index();
  }
};

/// Bytes and nodes of a value as it is now.
struct Extent {
  std::int64_t bytes = 0;
  std::int64_t nodes = 0;
};
[[nodiscard]] Extent extent_of(const Slot& slot);
/// Whether it is a container with children.
[[nodiscard]] bool is_filled(const Slot& slot);

/// Ordinal of a child that was not among the origin's.
inline constexpr std::uint32_t no_ordinal = UINT32_MAX;

/// A child, or a run of untouched siblings that follow each other in the text.
struct Entry {
  Slot slot;           // the first child
  std::uint32_t last;  // node of the last child; the first's own if it is alone
  std::uint32_t count = 1;
  std::uint32_t ordinal = no_ordinal;  // of the first child of a run among the origin's children
  std::string_view lead;               // blank space before it, behind the bracket or the comma
  std::string_view head;   // of a member that stands alone: its name, the colon and the space around that
  std::string_view trail;  // blank space behind it, before the comma

  [[nodiscard]] bool is_run() const { return ordinal != no_ordinal; }
};

struct OpenContainer {
  json::Value origin;
  std::vector<Entry> entries;
  std::string_view closing;  // blank space before the closing bracket
  std::uint32_t count = 0;   // children
  Extent extent;
  std::uint64_t generation = 0;  // of the draft, when it was made
};

/// A container as it lies in its text, open: one run of all its children.
[[nodiscard]] OpenContainer opened(const json::Value& container, ChildFinder& finder);

/// Where a child is among the entries.
struct Found {
  std::size_t entry;
  std::uint32_t within;  // how many children of the entry stand before it
};
/// O(entries). Precondition: position < count.
[[nodiscard]] Found find_entry(const OpenContainer& container, std::uint32_t position);
/// The child at a position of an open container. O(entries).
[[nodiscard]] Slot child_at(const OpenContainer& container, std::uint32_t position, ChildFinder& finder);
/// The blank space around the comma, or behind the bracket, that stands before a child.
struct Gap {
  std::string_view trail;  // before the comma; empty before the first child
  std::string_view lead;
};
/// Around the comma between two siblings in a text.
[[nodiscard]] Gap gap_between(const json::Value& previous, const json::Value& child);
[[nodiscard]] Gap gap_at(const OpenContainer& container, std::uint32_t position, ChildFinder& finder);
/// The same in a container that is not open.
[[nodiscard]] Gap gap_in(const json::Value& container, std::uint32_t position, ChildFinder& finder);
/// The blank space before the closing bracket of one that is not open.
[[nodiscard]] std::string_view closing_of(const json::Value& container, ChildFinder& finder);
/// The name of a member and what stands between it and the value, as spelled.
[[nodiscard]] std::string_view head_of(const json::Value& member);

}  // namespace holdfast::document
