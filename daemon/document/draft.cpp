#include "daemon/document/draft.hpp"

#include <algorithm>
#include <cmath>

#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Value;

// An edit moves half the entries of its container, putting it together moves all its bytes and nodes: so many
// entries make both cost the same.
std::size_t entries_max(const Extent& extent) {
  const auto whole =
      static_cast<double>(extent.bytes) + static_cast<double>(extent.nodes) * sizeof(json::Node);
  const auto balance = std::sqrt(whole * 4 / sizeof(Entry));
  return std::clamp<std::size_t>(static_cast<std::size_t>(balance), 64, 1024);
}

// What a text and its nodes take, with what every allocation costs beside.
std::uint64_t bytes_of(const json::ParsedText& text) {
  constexpr std::uint64_t overhead = 128;
  const auto& root = text.root().node();
  return text.text().size() + root.next * sizeof(json::Node) + overhead;
}

std::uint64_t bytes_of(const Flattened& flat) {
  return bytes_of(*flat.parsed) + flat.fragments.size() * (sizeof(std::string_view) + sizeof(std::size_t));
}

// Little is left of what it was opened from: to look into that for a child costs more than to put the rest
// together.
bool is_remnant(const OpenContainer& container) {
  constexpr std::int64_t spared = 1024;
  const auto before = extent_of({container.origin}).nodes;
  return before > spared && before / 4 > container.extent.nodes;
}

}  // namespace

Draft::Draft(std::string_view text, const json::Tree& tree, std::size_t bytes_max)
    : text_(text), original_(tree.root(text)), root_{original_}, bytes_max_(bytes_max) {}

Slot Draft::mark() {
  ++generation_;
  return root_;
}

std::uint32_t Draft::count(const Slot& container) {
  return container.open != nullptr ? container.open->count : finder_.count(container.value);
}

Slot Draft::child(const Slot& container, std::uint32_t position) {
  if (container.open != nullptr) return child_at(*container.open, position, finder_);
  return {finder_.child(container.value, position)};
}

std::optional<std::uint32_t> Draft::find_member(const Slot& object, std::string_view name) {
  if (object.open == nullptr) {
    const auto found = finder_.member(object.value, name);
    return found ? std::optional(found->ordinal) : std::nullopt;
  }
  const auto original = finder_.member(object.open->origin, name);
  work_ += object.open->entries.size() * sizeof(json::Node);
  std::uint32_t position = 0;
  for (const auto& entry : object.open->entries) {
    if (!entry.is_run()) {
      if (json::starts_with_string(entry.head, name)) return position;
    } else if (original && original->ordinal - entry.ordinal < entry.count) {
      return position + original->ordinal - entry.ordinal;
    }
    position += entry.count;
  }
  return std::nullopt;
}

bool Draft::matches_now(const Slot& element, const Selector& selector) {
  if (!element.value.is(json::Kind::object)) return false;
  const auto position = find_member(element, selector.key);
  return position && is_spelled(child(element, *position).value, selector.value);
}

std::vector<std::uint32_t> Draft::find_matches(const Slot& array, const Selector& selector) {
  std::vector<std::uint32_t> found;
  if (array.open == nullptr) {
    finder_.each_match(array.value, selector, [&](const Child& match) {
      found.push_back(match.ordinal);
      return found.size() < 2;
    });
    return found;
  }
  struct Run {
    std::uint32_t ordinal, count, position;
  };
  std::vector<Run> runs;
  std::uint32_t position = 0;
  for (const auto& entry : array.open->entries) {
    if (entry.is_run()) {
      runs.push_back({entry.ordinal, entry.count, position});
    } else if (matches_now(entry.slot, selector)) {
      found.push_back(position);
    }
    position += entry.count;
  }
  finder_.each_match(array.open->origin, selector, [&](const Child& match) {
    // Runs stand in the order of the origin; what is in none of them was changed or removed.
    auto run = std::upper_bound(runs.begin(), runs.end(), match.ordinal,
                                [](std::uint32_t ordinal, const Run& r) { return ordinal < r.ordinal; });
    if (run == runs.begin()) return true;
    --run;
    if (match.ordinal - run->ordinal < run->count)
      found.push_back(run->position + match.ordinal - run->ordinal);
    return found.size() < 2;
  });
  std::sort(found.begin(), found.end());
  return found;
}

Gap Draft::gap(const Slot& container, std::uint32_t position) {
  const auto gap = container.open != nullptr ? gap_at(*container.open, position, finder_)
                                             : gap_in(container.value, position, finder_);
  work_ += gap.trail.size() + gap.lead.size();
  return gap;
}

std::string_view Draft::head(const Slot& container, std::uint32_t position) {
  if (container.open == nullptr) return head_of(finder_.child(container.value, position));
  const Slot it = child(container, position);
  for (const auto& entry : container.open->entries) {
    if (!entry.is_run() && entry.slot == it) return entry.head;
  }
  return head_of(it.value);
}

std::string_view Draft::closing(const Slot& container) {
  const auto closing =
      container.open != nullptr ? container.open->closing : closing_of(container.value, finder_);
  work_ += closing.size();
  return closing;
}

// A container that only edits since the last mark can have seen is changed in place, others in a copy.
OpenContainer& Draft::thaw(const Slot& container) {
  if (container.open != nullptr && container.open->generation == generation_) {
    work_ += container.open->entries.size() * sizeof(Entry) / 2;
    return *container.open;
  }
  containers_.push_back(container.open != nullptr ? *container.open : opened(container.value, finder_));
  auto& fresh = containers_.back();
  fresh.generation = generation_;
  work_ += fresh.entries.size() * sizeof(Entry);
  kept_bytes_ += sizeof(OpenContainer) + fresh.entries.size() * sizeof(Entry);
  return fresh;
}

template <class Work>
Slot Draft::edited(const Slot& container, const Work& work) {
  auto& open = thaw(container);
  const auto entries = open.entries.size();
  const auto before = open.extent.bytes;
  ContainerEdit edit(open, finder_, [this](const Entry& changed) { return head_for(changed); });
  work(edit);
  if (open.extent.bytes > before && static_cast<std::uint64_t>(open.extent.bytes) > bytes_max_)
    too_large_ = true;
  kept_bytes_ += (open.entries.size() - entries) * sizeof(Entry);  // fewer: wraps around, and so back
  return settle(open);
}

Slot Draft::settle(OpenContainer& container) {
  const bool many = container.entries.size() > entries_max(container.extent);
  if ((many || is_remnant(container)) && !too_large_) return flatten(container);
  return {container.origin, &container};
}

Slot Draft::flatten(OpenContainer& container) {
  Assembly assembly(text_, flattened_);
  assembly.expect(container.extent.nodes);
  assembly.add(Slot{container.origin, &container});
  auto parsed = std::make_unique<const json::ParsedText>(assembly.text(), assembly.take_tree());
  const auto* begin = parsed->text().data();
  Flattened flat{std::move(parsed), assembly.fragments(), {}, generation_};
  std::size_t offset = 0;
  for (const auto fragment : flat.fragments) {
    flat.offsets.push_back(offset);
    offset += fragment.size();
  }
  work_ += bytes_of(*flat.parsed);
  kept_bytes_ += bytes_of(flat);
  const auto entry = flattened_.emplace(begin, std::move(flat)).first;
  retire(container.origin);
  abandoned_.push_back(&container);
  return {entry->second.parsed->root()};
}

// What an earlier flattening of the same container made, if no mark can lead back to it. The operation under
// way may still look at it.
void Draft::retire(const Value& root) {
  const auto found = flattened_.find(root.text().data());
  if (root.index() != 0 || found == flattened_.end() || found->second.generation != generation_) return;
  retired_.push_back(flattened_.extract(found));
}

void Draft::begin_operation() {
  std::unordered_set<const json::Node*> trees;
  for (const auto& text : retired_) {
    trees.insert(text.mapped().parsed->root().nodes());
    kept_bytes_ -= bytes_of(text.mapped());
  }
  if (!trees.empty()) finder_.forget(trees);
  retired_.clear();
  for (auto* container : abandoned_) {
    kept_bytes_ -= container->entries.size() * sizeof(Entry);
    container->entries = {};
  }
  abandoned_.clear();
  placed_ = 0;
  too_large_ = false;
}

// Where brackets stand below their names that goes for new containers as well, and no other value stands so.
std::string_view Draft::head_for(const Entry& changed) {
  const bool emptied = changed.slot.value.is_container() && !is_filled(changed.slot);
  if (emptied || !style().braces_on_own_line || style().comma_first) return changed.head;
  const auto name = json::string_token(changed.head);
  const auto colon = changed.head.substr(name.size());
  const bool opens = is_filled(changed.slot) && shape_of(changed.slot.value) == Shape::lines;
  if (opens == has_newline(colon) || !has_newline(changed.lead)) return changed.head;
  const auto below = ":" + style().newline + copied(indentation_in(changed.lead), style());
  return keep(std::string(name) + (opens ? below : style().colon));
}

Slot Draft::replace_child(const Slot& container, std::uint32_t position, const Slot& child,
                          const Extent& before) {
  return edited(container, [&](ContainerEdit& edit) { edit.replace(position, child, before); });
}

Slot Draft::remove_child(const Slot& container, std::uint32_t position) {
  return edited(container, [&](ContainerEdit& edit) { edit.remove(position); });
}

Slot Draft::edit_children(const Slot& container, const std::vector<ChildEdit>& edits,
                          const Insertion& insertion) {
  if (!edits.empty()) work_ += count(container) * sizeof(json::Node);
  work_ += (edits.size() + insertion.entries.size()) * sizeof(Entry);
  return edited(container, [&](ContainerEdit& edit) {
    if (!edits.empty()) edit.apply(edits);
    if (!insertion.entries.empty()) edit.insert(insertion);
  });
}

Snapshot Draft::snapshot(const Slot& slot) {
  if (slot.open == nullptr) return Snapshot(slot.value);
  const auto extent = extent_of(slot);
  Assembly assembly(text_, flattened_);
  assembly.expect(extent.nodes);
  assembly.add(slot);
  work_ += static_cast<std::uint64_t>(extent.bytes) +
           static_cast<std::uint64_t>(extent.nodes) * sizeof(json::Node);
  return Snapshot(json::ParsedText(assembly.text(), assembly.take_tree()));
}

Slot Draft::place(const Value& value, const Site& site) {
  auto text = lay_out(value, style(), site, bytes_max_ - placed_);
  if (!text) {
    too_large_ = true;
    text = "null";
  }
  placed_ += std::min(text->size(), bytes_max_ - placed_);
  // Our own text: it can only fail for memory, which is thrown.
  return adopt(json::parse_owned(std::move(*text), parsed_before).value());
}

Slot Draft::adopt(json::ParsedText text) {
  work_ += bytes_of(text);
  kept_bytes_ += bytes_of(text);
  return {values_.emplace_back(std::move(text)).root()};
}

Slot Draft::keep(const Value& value) {
  return adopt(json::copy_of(value));
}

std::string_view Draft::keep(std::string_view bytes) {
  if (bytes.empty()) return {};
  work_ += sizeof(std::string) + bytes.size();
  kept_bytes_ += sizeof(std::string) + bytes.size();
  return kept_.emplace_back(bytes);
}

const Style& Draft::style() {
  if (!style_) style_ = style_of(original_);
  return *style_;
}

Extent Draft::extent() const {
  auto extent = extent_of(root_);
  extent.bytes += static_cast<std::int64_t>(text_.size()) - extent_of({original_}).bytes;
  return extent;
}

void Draft::add_all(Assembly& assembly, const Slot& root) const {
  const auto& original = original_.node();
  assembly.add(text_.substr(0, original.begin));
  assembly.add(root);
  assembly.add(text_.substr(original.end));
}

Fragments Draft::fragments(const Slot& root) const {
  Assembly assembly(text_, flattened_, Assembly::Parts::text_only);
  add_all(assembly, root);
  return assembly.fragments();
}

Assembled Draft::assemble() const {
  Assembly assembly(text_, flattened_);
  assembly.expect(extent().nodes);
  add_all(assembly, root_);
  auto text = assembly.text();
  // Edits may have undone each other: an element taken out and one like it put in beside.
  auto splices = text == text_ ? std::vector<Splice>() : assembly.splices();
  return {std::move(text), assembly.take_tree(), std::move(splices)};
}

}  // namespace holdfast::document
