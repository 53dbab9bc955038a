#include "daemon/document/assembly.hpp"

#include <algorithm>
#include <boost/assert.hpp>
#include <functional>

#include "daemon/document/style.hpp"

namespace holdfast::document {
namespace {

using json::Node;
using json::Value;

// Reads nodes as they are once their text and they themselves have moved. So the vector is filled in one pass
// over all nodes of the document.
struct ShiftedNode {
  using iterator_category = std::random_access_iterator_tag;
  using value_type = Node;
  using difference_type = std::ptrdiff_t;
  using pointer = const Node*;
  using reference = Node;

  const Node* node;
  std::uint32_t bytes;
  std::uint32_t nodes;

  Node operator*() const {
    // Without a branch: which nodes have names follows no rule.
    const auto key_shift = bytes & (0 - static_cast<std::uint32_t>(node->key != Node::no_key));
    return {node->begin + bytes, node->end + bytes, node->next + nodes, node->key + key_shift};
  }
  ShiftedNode& operator++() {
    ++node;
    return *this;
  }
  ShiftedNode& operator--() {
    --node;
    return *this;
  }
  ShiftedNode& operator+=(difference_type steps) {
    node += steps;
    return *this;
  }
  difference_type operator-(const ShiftedNode& other) const { return node - other.node; }
  bool operator==(const ShiftedNode& other) const { return node == other.node; }
};

bool continues_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// Drops what both ends of a splice have in common, whole characters of it; nothing is left of one that
// changes nothing.
void add_trimmed(std::vector<Splice>& splices, std::uint64_t offset, std::string_view removed,
                 std::string_view inserted) {
  const auto ahead = std::mismatch(removed.begin(), removed.end(), inserted.begin(), inserted.end());
  auto prefix = static_cast<std::size_t>(ahead.first - removed.begin());
  while (prefix > 0 && (continues_character(removed, prefix) || continues_character(inserted, prefix)))
    --prefix;
  removed.remove_prefix(prefix);
  inserted.remove_prefix(prefix);
  const auto behind = std::mismatch(removed.rbegin(), removed.rend(), inserted.rbegin(), inserted.rend());
  auto suffix = static_cast<std::size_t>(behind.first - removed.rbegin());
  while (suffix > 0 && continues_character(removed, removed.size() - suffix))
    --suffix;
  removed.remove_suffix(suffix);
  inserted.remove_suffix(suffix);
  if (removed.empty() && inserted.empty()) return;
  splices.push_back({offset + prefix, std::string(removed), std::string(inserted)});
}

}  // namespace

bool Assembly::is_in_base(std::string_view bytes) const {
  const std::less_equal<> not_behind;  // a total order also of pointers into different texts
  return not_behind(base_.data(), bytes.data()) &&
         not_behind(bytes.data() + bytes.size(), base_.data() + base_.size());
}

void Assembly::append_resolved(std::string_view bytes) {
  if (bytes.empty()) return;
  length_ += static_cast<std::uint32_t>(bytes.size());
  if (!fragments_.empty() && fragments_.back().data() + fragments_.back().size() == bytes.data()) {
    fragments_.back() = {fragments_.back().data(), fragments_.back().size() + bytes.size()};
  } else {
    fragments_.push_back(bytes);
  }
}

// Bytes of a text that was put together before count as what that was made of.
void Assembly::append(std::string_view bytes) {
  if (bytes.empty() || flattened_.empty() || is_in_base(bytes)) return append_resolved(bytes);
  auto candidate = flattened_.upper_bound(bytes.data());
  if (candidate == flattened_.begin()) return append_resolved(bytes);
  --candidate;
  const auto& [begin, flat] = *candidate;
  if (!std::less<>()(bytes.data(), begin + flat.parsed->text().size())) return append_resolved(bytes);
  auto at = static_cast<std::size_t>(bytes.data() - begin);
  const std::size_t end = at + bytes.size();
  auto fragment = static_cast<std::size_t>(std::upper_bound(flat.offsets.begin(), flat.offsets.end(), at) -
                                           flat.offsets.begin() - 1);
  for (; at < end; ++fragment) {
    const auto within = at - flat.offsets[fragment];
    const auto piece = flat.fragments[fragment].substr(within, end - at);
    append_resolved(piece);
    at += piece.size();
  }
}

// The comma that stood behind a child goes on standing there.
void Assembly::append_comma() {
  static constexpr std::string_view comma = ",";
  if (!fragments_.empty() && is_in_base(fragments_.back())) {
    const auto* next = fragments_.back().data() + fragments_.back().size();
    if (next != base_.data() + base_.size() && *next == ',') return append_resolved({next, 1});
  }
  append_resolved(comma);
}

void Assembly::add_nodes(const Value& from, std::uint32_t end_node, std::uint32_t text_begin) {
  if (parts_ == Parts::text_only) return;
  const auto shift = length_ - text_begin;
  const auto node_shift = static_cast<std::uint32_t>(nodes_.size()) - from.index();
  nodes_.insert(nodes_.end(), ShiftedNode{from.nodes() + from.index(), shift, node_shift},
                ShiftedNode{from.nodes() + end_node, shift, node_shift});
}

void Assembly::add_value(const Slot& slot, std::uint32_t key) {
  if (slot.open != nullptr) return add_container(*slot.open, key);
  const auto first = nodes_.size();
  add_nodes(slot.value, slot.value.node().next, slot.value.node().begin);
  if (parts_ == Parts::text_and_tree) nodes_[first].key = key;
  append(slot.value.raw());
}

void Assembly::add_entry(const Entry& entry) {
  append(entry.lead);
  if (entry.is_run()) {
    const Value last = entry.slot.value.at(entry.last);
    const auto begin = entry.slot.value.start();
    add_nodes(entry.slot.value, last.node().next, begin);
    append(last.text().substr(begin, last.node().end - begin));
  } else {
    const auto key = entry.head.empty() ? Node::no_key : length_;
    append(entry.head);
    add_value(entry.slot, key);
  }
  append(entry.trail);
}

void Assembly::add_container(const OpenContainer& container, std::uint32_t key) {
  const auto node = nodes_.size();
  nodes_.push_back({length_, 0, 0, key});
  const auto raw = container.origin.raw();
  append(raw.substr(0, 1));
  bool first = true;
  for (const auto& entry : container.entries) {
    if (!first) append_comma();
    first = false;
    add_entry(entry);
  }
  append(container.closing);
  append(raw.substr(raw.size() - 1));
  nodes_[node].end = length_;
  nodes_[node].next = static_cast<std::uint32_t>(nodes_.size());
}

std::string Assembly::text() const {
  std::string text;
  text.reserve(length_);
  for (const auto fragment : fragments_)
    text.append(fragment);
  return text;
}

json::Tree Assembly::take_tree() {
  return json::Tree(std::move(nodes_));
}

std::vector<Splice> Assembly::splices() const {
  std::vector<Splice> splices;
  std::uint64_t at = 0;  // in the base
  std::string inserted;
  for (const auto fragment : fragments_) {
    if (!is_in_base(fragment)) {
      inserted.append(fragment);
      continue;
    }
    const auto begin = static_cast<std::uint64_t>(fragment.data() - base_.data());
    BOOST_ASSERT(begin >= at);
    add_trimmed(splices, at, base_.substr(at, begin - at), inserted);
    inserted.clear();
    at = begin + fragment.size();
  }
  add_trimmed(splices, at, base_.substr(at), inserted);
  return splices;
}

}  // namespace holdfast::document
