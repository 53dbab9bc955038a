// Finds children of containers in parsed text: by name, by place, by the value of a member. The second look
// into a large container makes an index of it, so that many edits of one document cost one pass over its
// children, not one each.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "daemon/document/pointer.hpp"
#include "ipc/json/tree.hpp"

namespace holdfast::document {

/// A child and its place among its siblings, from 0.
struct Child {
  std::uint32_t ordinal;
  json::Value value;
};

/// Whether `element` is an object whose member selector.key is the string selector.value, or another scalar
/// spelled so.
[[nodiscard]] bool matches(const json::Value& element, const Selector& selector);

/// Whether a value is the string `characters`, or another scalar spelled so.
[[nodiscard]] bool is_spelled(const json::Value& value, std::string_view characters);

/// Keeps views of the texts it looked into: they must outlive it. Threads: one at a time.
class ChildFinder {
 public:
  ChildFinder();
  ~ChildFinder();
  ChildFinder(const ChildFinder&) = delete;
  ChildFinder& operator=(const ChildFinder&) = delete;

  /// How many children a container has.
  [[nodiscard]] std::uint32_t count(const json::Value& container);
  /// Precondition: ordinal < count(container).
  [[nodiscard]] json::Value child(const json::Value& container, std::uint32_t ordinal);
  [[nodiscard]] std::optional<Child> member(const json::Value& object, std::string_view name);
  /// Calls `visit` with each element that matches, in order, until it returns false.
  void each_match(const json::Value& array, const Selector& selector,
                  const std::function<bool(const Child&)>& visit);

  /// Forgets what it knows of trees (told by their first nodes) that go.
  void forget(const std::unordered_set<const json::Node*>& trees);

  /// What it looked at so far, in bytes: nodes, and characters compared.
  [[nodiscard]] std::uint64_t work() const { return work_; }
  /// Bytes of the indexes that it holds.
  [[nodiscard]] std::uint64_t kept() const { return kept_; }

 private:
  class Index;
  // Null while a container is small or was looked into for the first time; `at_once`: only if it is small.
  Index* index_of(const json::Value& container, bool at_once = false);

  struct Key {
    const json::Node* nodes;
    std::uint32_t index;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return std::hash<const void*>()(key.nodes + key.index); }
  };
  std::unordered_map<Key, std::unique_ptr<Index>, KeyHash> indexes_;  // null: looked into once
  std::uint64_t work_ = 0;
  std::uint64_t kept_ = 0;
};

}  // namespace holdfast::document
