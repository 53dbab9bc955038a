// A JSON document being edited: the text it had, never touched, and what edits made of it, as open containers
// over runs of untouched bytes. An edit costs O(depth + siblings); the new text is put together once, at the
// end.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/document/assembly.hpp"
#include "daemon/document/child_finder.hpp"
#include "daemon/document/container_edit.hpp"
#include "daemon/document/layout.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {

/// A value of a draft as text and nodes of its own, or where it lies untouched. Good while the draft is not
/// edited.
class Snapshot {
 public:
  explicit Snapshot(const json::Value& untouched) : value_(untouched) {}
  explicit Snapshot(json::ParsedText text) : text_(std::make_unique<json::ParsedText>(std::move(text))) {}
  [[nodiscard]] json::Value value() const { return text_ ? text_->root() : *value_; }

 private:
  std::optional<json::Value> value_;
  std::unique_ptr<const json::ParsedText> text_;
};

/// What a draft came to.
struct Assembled {
  std::string text;
  json::Tree tree;
  std::vector<Splice> splices;  // from the text the draft was made on; none: nothing changed
};

/// For JSON that was checked before: nothing is refused for its size; the depth is what a message can have at
/// most.
inline constexpr json::ParseLimits parsed_before{.depth_max = 1064, .nodes_max = UINT32_MAX};

/// Threads: one at a time.
class Draft {
 public:
  /// Keeps views of the text and the tree: both must outlive it. `bytes_max`: see is_too_large().
  Draft(std::string_view text, const json::Tree& tree, std::size_t bytes_max = 64 * 1024 * 1024);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  [[nodiscard]] const Slot& root() const { return root_; }
  void set_root(const Slot& slot) { root_ = slot; }
  /// What is done from now on can be undone by roll_back() to the slot returned.
  [[nodiscard]] Slot mark();
  void roll_back(const Slot& mark) { root_ = mark; }

  /// Lets go of what earlier operations needed. Values and slots got before, other than root(), are then no
  /// good.
  void begin_operation();

  /// Children of a container.
  [[nodiscard]] std::uint32_t count(const Slot& container);
  [[nodiscard]] Slot child(const Slot& container, std::uint32_t position);
  [[nodiscard]] std::optional<std::uint32_t> find_member(const Slot& object, std::string_view name);
  /// Positions of the elements that match, two at most.
  [[nodiscard]] std::vector<std::uint32_t> find_matches(const Slot& array, const Selector& selector);
  /// The blank space before a child.
  [[nodiscard]] Gap gap(const Slot& container, std::uint32_t position);
  /// The name and what parts it from the value; empty for an element.
  [[nodiscard]] std::string_view head(const Slot& container, std::uint32_t position);
  [[nodiscard]] std::string_view closing(const Slot& container);

  /// All three change a container and return it as it is then. The caller puts that in its place in the
  /// container around it. `before`: what the child measured before it was edited.
  [[nodiscard]] Slot replace_child(const Slot& container, std::uint32_t position, const Slot& child,
                                   const Extent& before);
  [[nodiscard]] Slot remove_child(const Slot& container, std::uint32_t position);

  /// Many changes of one container at once, then new children. O(children).
  [[nodiscard]] Slot edit_children(const Slot& container, const std::vector<ChildEdit>& edits,
                                   const Insertion& insertion);

  /// The value as it is now. O(its bytes) if it was edited.
  [[nodiscard]] Snapshot snapshot(const Slot& slot);
  /// Keeps a copy of a value that goes into the document as it is spelled, parts of it or the whole.
  [[nodiscard]] Slot keep(const json::Value& value);
  /// Keeps bytes that stand between values.
  [[nodiscard]] std::string_view keep(std::string_view bytes);

  [[nodiscard]] const Style& style();
  /// Of the whole text as it is now.
  [[nodiscard]] Extent extent() const;
  /// How many bytes were moved and looked at for edits: what a client makes the writer do.
  [[nodiscard]] std::uint64_t work() const { return work_ + finder_.work(); }
  void charge(std::uint64_t bytes) { work_ += bytes; }
  /// How many bytes of memory the draft has taken for itself.
  [[nodiscard]] std::uint64_t kept() const { return kept_bytes_ + finder_.kept(); }

  /// Keeps a value, laid out for its place. If those of one operation take more than `bytes_max` together,
  /// null goes there instead, and is_too_large().
  [[nodiscard]] Slot place(const json::Value& value, const Site& site);
  [[nodiscard]] bool is_too_large() const { return too_large_; }
  [[nodiscard]] std::size_t bytes_max() const { return bytes_max_; }

  [[nodiscard]] Assembled assemble() const;
  /// Of the whole text as it is, or was, with this root. Good while the draft is not edited.
  [[nodiscard]] Fragments fragments(const Slot& root) const;

 private:
  void add_all(Assembly& assembly, const Slot& root) const;
  [[nodiscard]] bool matches_now(const Slot& element, const Selector& selector);
  Slot adopt(json::ParsedText text);
  [[nodiscard]] std::string_view head_for(const Entry& changed);
  OpenContainer& thaw(const Slot& container);
  template <class Work>
  Slot edited(const Slot& container, const Work& work);
  Slot settle(OpenContainer& container);
  Slot flatten(OpenContainer& container);
  void retire(const json::Value& root);

  std::string_view text_;
  json::Value original_;
  Slot root_;
  ChildFinder finder_;
  std::optional<Style> style_;
  std::deque<OpenContainer> containers_;
  std::deque<json::ParsedText> values_;
  std::deque<std::string> kept_;
  FlattenedTexts flattened_;
  std::vector<FlattenedTexts::node_type> retired_;
  std::vector<OpenContainer*> abandoned_;  // were put together
  std::size_t bytes_max_;
  std::size_t placed_ = 0;  // bytes, by the operation under way
  bool too_large_ = false;
  std::uint64_t generation_ = 0;
  std::uint64_t work_ = 0;
  std::uint64_t kept_bytes_ = 0;
};

}  // namespace holdfast::document
