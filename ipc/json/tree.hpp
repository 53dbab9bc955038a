// A JSON text as a tree of spans: which bytes are which value. The tree holds no value of its own, so
// whatever is not edited keeps its exact spelling. Lowest layer: knows neither sockets nor files. Trap: a
// Value is a view; it is good only while the text and the tree it came from stay where they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// One value: bytes [begin, end) of the text. Nodes stand in preorder, so a container's first child is the
/// next node and `next` is the first node behind its whole subtree. 16 bytes: a document's tree stays under
/// twice its text where values average 10 bytes.
struct Node {
  static constexpr std::uint32_t no_key = UINT32_MAX;

  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t next;
  std::uint32_t key;  // where the member's name starts (its quote), or no_key for an element or the root
};
static_assert(sizeof(Node) == 16);

/// A read-only view of one value.
class Value {
 public:
  Value(std::string_view text, const Node* nodes, std::uint32_t index)
      : text_(text), nodes_(nodes), index_(index) {}

  [[nodiscard]] Kind kind() const {
    switch (text_[node().begin]) {
      case '{':
        return Kind::object;
      case '[':
        return Kind::array;
      case '"':
        return Kind::string;
      case 't':
      case 'f':
        return Kind::boolean;
      case 'n':
        return Kind::null;
      default:
        return Kind::number;
    }
  }
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }

  /// The whole text this value is part of.
  [[nodiscard]] std::string_view text() const { return text_; }

  /// The value as it is spelled in the text.
  [[nodiscard]] std::string_view raw() const { return text_.substr(node().begin, node().end - node().begin); }
  [[nodiscard]] const Node& node() const { return nodes_[index_]; }
  [[nodiscard]] std::uint32_t index() const { return index_; }
  /// All nodes of the tree this value is part of; index() is its place among them.
  [[nodiscard]] const Node* nodes() const { return nodes_; }
  /// Another value of the same tree.
  [[nodiscard]] Value at(std::uint32_t index) const { return {text_, nodes_, index}; }
  /// Where it starts as a child: at its name if it has one.
  [[nodiscard]] std::uint32_t start() const { return node().key != Node::no_key ? node().key : node().begin; }

  /// The name of this member, decoded; empty for what is not a member.
  [[nodiscard]] std::string key() const;

  [[nodiscard]] bool is_container() const { return text_[node().begin] == '{' || text_[node().begin] == '['; }

  /// Levels of objects and arrays in it: 0 for a scalar, 1 for [] and [1]. O(its nodes).
  [[nodiscard]] std::size_t depth() const;

  /// The number of members or elements; 0 for a scalar. O(children).
  [[nodiscard]] std::size_t size() const;

  /// The member of this name; nothing if this is no object or has none. O(children).
  [[nodiscard]] std::optional<Value> find(std::string_view name) const;

  /// The decoded string. Precondition: kind() is string.
  [[nodiscard]] std::string string() const;

  /// Precondition: kind() is boolean.
  [[nodiscard]] bool boolean() const { return raw().front() == 't'; }

  /// The number if it is spelled as an integer and fits; else nothing (also for 1.0 and 1e3).
  [[nodiscard]] std::optional<std::int64_t> integer() const;

  class Iterator {
   public:
    Iterator(std::string_view text, const Node* nodes, std::uint32_t index)
        : text_(text), nodes_(nodes), index_(index) {}
    Value operator*() const { return {text_, nodes_, index_}; }
    Iterator& operator++() {
      index_ = nodes_[index_].next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    std::string_view text_;
    const Node* nodes_;
    std::uint32_t index_;
  };
  /// The members or elements in the order of the text.
  [[nodiscard]] Iterator begin() const { return {text_, nodes_, is_container() ? index_ + 1 : node().next}; }
  [[nodiscard]] Iterator end() const { return {text_, nodes_, node().next}; }

 private:
  std::string_view text_;
  const Node* nodes_;
  std::uint32_t index_;
};

/// The spans of a text that somebody else keeps.
class Tree {
 public:
  Tree() = default;
  explicit Tree(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}

  /// The whole value. Precondition: `text` is what was parsed, unchanged, and the tree is not empty.
  [[nodiscard]] Value root(std::string_view text) const { return {text, nodes_.data(), 0}; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<Node> nodes_;
};

/// A text and its tree, kept together.
class ParsedText {
 public:
  ParsedText(std::string text, Tree tree) : text_(std::move(text)), tree_(std::move(tree)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Good until this object is moved or destroyed.
  [[nodiscard]] Value root() const { return tree_.root(text_); }

 private:
  std::string text_;
  Tree tree_;
};

/// A value on its own: its spelling and its nodes copied out of the text it is part of. O(its bytes).
[[nodiscard]] ParsedText copy_of(const Value& value);

}  // namespace holdfast::json
