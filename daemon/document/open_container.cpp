#include "daemon/document/open_container.hpp"

namespace holdfast::document {
namespace {

using json::Value;

std::string_view lead_of_first(const Value& container, const Value& child) {
  const auto begin = container.node().begin + 1;
  return container.text().substr(begin, child.start() - begin);
}

}  // namespace

Extent extent_of(const Slot& slot) {
  if (slot.open != nullptr) return slot.open->extent;
  const auto& node = slot.value.node();
  return {static_cast<std::int64_t>(node.end) - node.begin,
          static_cast<std::int64_t>(node.next) - slot.value.index()};
}

bool is_filled(const Slot& slot) {
  if (slot.open != nullptr) return slot.open->count > 0;
  return slot.value.is_container() && slot.value.node().next > slot.value.index() + 1;
}

std::string_view head_of(const Value& member) {
  const auto& node = member.node();
  if (node.key == json::Node::no_key) return {};
  return member.text().substr(node.key, node.begin - node.key);
}

Gap gap_between(const Value& previous, const Value& child) {
  const auto begin = previous.node().end;
  const auto between = previous.text().substr(begin, child.start() - begin);
  const auto comma = between.find(',');
  return {between.substr(0, comma), between.substr(comma + 1)};
}

OpenContainer opened(const Value& container, ChildFinder& finder) {
  OpenContainer open{
      container, {}, closing_of(container, finder), finder.count(container), extent_of({container})};
  if (open.count == 0) return open;
  const Value first = *container.begin();
  const Value last = finder.child(container, open.count - 1);
  open.entries.push_back({{first}, last.index(), open.count, 0, lead_of_first(container, first), {}, {}});
  return open;
}

Found find_entry(const OpenContainer& container, std::uint32_t position) {
  std::size_t entry = 0;
  while (position >= container.entries[entry].count)
    position -= container.entries[entry++].count;
  return {entry, position};
}

Slot child_at(const OpenContainer& container, std::uint32_t position, ChildFinder& finder) {
  const auto [at, within] = find_entry(container, position);
  const auto& entry = container.entries[at];
  if (within == 0) return entry.slot;
  return {finder.child(container.origin, entry.ordinal + within)};
}

Gap gap_at(const OpenContainer& container, std::uint32_t position, ChildFinder& finder) {
  const auto [at, within] = find_entry(container, position);
  const auto& entry = container.entries[at];
  if (within == 0) return {at > 0 ? container.entries[at - 1].trail : std::string_view(), entry.lead};
  const Value before = finder.child(container.origin, entry.ordinal + within - 1);
  return gap_between(before, before.at(before.node().next));
}

Gap gap_in(const Value& container, std::uint32_t position, ChildFinder& finder) {
  if (position == 0) return {{}, lead_of_first(container, *container.begin())};
  const Value before = finder.child(container, position - 1);
  return gap_between(before, before.at(before.node().next));
}

std::string_view closing_of(const Value& container, ChildFinder& finder) {
  const auto count = finder.count(container);
  const auto begin = count == 0 ? container.node().begin + 1 : finder.child(container, count - 1).node().end;
  return container.text().substr(begin, container.node().end - 1 - begin);
}

}  // namespace holdfast::document
