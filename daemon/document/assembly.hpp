// Puts the text of a draft together, with its tree, in one pass: untouched runs are copied as they lie, their
// nodes shifted; nothing is parsed again.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/document/fragments.hpp"
#include "daemon/document/open_container.hpp"
#include "daemon/document/splice.hpp"

namespace holdfast::document {

/// A container that had collected so many entries that it was put together; knows of what.
struct Flattened {
  std::unique_ptr<const json::ParsedText> parsed;  // stays where it is while this moves
  std::vector<std::string_view> fragments;         // in order; of the base text or of new values
  std::vector<std::size_t> offsets;                // where each starts
  std::uint64_t generation = 0;                    // of the draft, when it was made
};
/// By the first byte of their text.
using FlattenedTexts = std::map<const char*, Flattened>;

class Assembly {
 public:
  enum class Parts { text_and_tree, text_only };
  /// Splices will be told against `base`.
  Assembly(std::string_view base, const FlattenedTexts& flattened, Parts parts = Parts::text_and_tree)
      : base_(base), flattened_(flattened), parts_(parts) {}

  /// How many nodes there will be, so that no more memory is taken.
  void expect(std::int64_t nodes) { nodes_.reserve(static_cast<std::size_t>(nodes)); }
  void add(const Slot& slot) { add_value(slot, json::Node::no_key); }
  /// Blank space around the root.
  void add(std::string_view bytes) { append(bytes); }

  [[nodiscard]] std::string text() const;
  [[nodiscard]] json::Tree take_tree();
  [[nodiscard]] const Fragments& fragments() const { return fragments_; }
  /// From the base text to this one. Precondition: what was added is a draft of that text.
  [[nodiscard]] std::vector<Splice> splices() const;

 private:
  void add_value(const Slot& slot, std::uint32_t key);
  void add_container(const OpenContainer& container, std::uint32_t key);
  void add_entry(const Entry& entry);
  void add_nodes(const json::Value& from, std::uint32_t end_node, std::uint32_t text_begin);
  void append(std::string_view bytes);
  void append_resolved(std::string_view bytes);
  void append_comma();
  [[nodiscard]] bool is_in_base(std::string_view bytes) const;

  std::string_view base_;
  const FlattenedTexts& flattened_;
  Parts parts_;
  Fragments fragments_;
  std::vector<json::Node> nodes_;
  std::uint32_t length_ = 0;
};

}  // namespace holdfast::document
