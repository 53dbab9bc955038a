// Changes an open container: one child, or many in one pass, with the blank space and the commas around them.
// Does not see what the children mean.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/document/open_container.hpp"

namespace holdfast::document {

/// What becomes of one child where a container is changed as a whole.
struct ChildEdit {
  std::uint32_t position;
  std::optional<Slot> becomes;  // nothing: it is removed
};

/// New children that come before the one at `position`, or behind the last.
struct Insertion {
  std::uint32_t position = 0;
  std::vector<Entry> entries;       // slot, lead, head and trail are used
  std::string_view next_lead;       // what then stands before the child they displace
  std::string_view previous_trail;  // behind the last: what then stands between that and its comma
};

/// Changes one open container in place. Costs O(entries), which the draft keeps small. Does not see what the
/// children mean.
class ContainerEdit {
 public:
  /// How a member's name and colon are to look once a container stands where a scalar stood, or the other way
  /// round.
  using HeadFor = std::function<std::string_view(const Entry& changed)>;

  ContainerEdit(OpenContainer& container, ChildFinder& finder, HeadFor head_for = {})
      : container_(container), finder_(finder), head_for_(std::move(head_for)) {}

  /// The entry of the child at a position, made to stand alone. Precondition: position < count.
  Entry& at(std::uint32_t position);
  /// `before`: what the child measured; it may have been changed in place since.
  void replace(std::uint32_t position, const Slot& slot, const Extent& before);
  /// Takes its comma and its line along.
  void remove(std::uint32_t position);
  /// Changes and removes many children in one pass: O(children). `edits` are in ascending order of position,
  /// each once.
  void apply(const std::vector<ChildEdit>& edits);
  /// Precondition: the container has children.
  void insert(const Insertion& insertion);

 private:
  std::size_t isolate(std::uint32_t position);
  void recount();
  void account(const Entry& entry, const Extent& extent, int sign);
  void put(Entry& entry, const Slot& slot) const;
  void set_lead(Entry& entry, std::string_view lead);
  void set_trail(Entry& entry, std::string_view trail);
  void set_closing(std::string_view closing);

  OpenContainer& container_;
  ChildFinder& finder_;
  HeadFor head_for_;
};

}  // namespace holdfast::document
