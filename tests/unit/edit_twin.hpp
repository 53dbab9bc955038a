// One document edited twice: by the editor under test, on its text, and by the naive reference, on a plain
// value. After each step both must be the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/document/editor.hpp"
#include "tests/unit/random_layout.hpp"
#include "tests/unit/random_value.hpp"
#include "tests/unit/reference_edit.hpp"

namespace holdfast::document {

/// A text and its tree; throws test::Mismatch if it is not JSON.
struct TestText {
  explicit TestText(std::string given);
  [[nodiscard]] json::Value root() const { return tree.root(text); }

  std::string text;
  json::Tree tree;
};

/// An operation as it is sent. Of `value` what the operation needs.
struct TwinOperation {
  enum class Kind { add, remove, replace, test, merge, move, copy };
  Kind kind;
  Tokens path;
  Tokens from;
  PlainValue value;
  std::string text;  // of the value

  [[nodiscard]] std::string shown() const;
};

class EditTwin {
 public:
  EditTwin(const PlainValue& value, std::string text, std::size_t depth_max);

  [[nodiscard]] const std::string& text() const { return text_.text; }
  [[nodiscard]] const PlainValue& value() const { return reference_.root(); }
  /// In the text as it was before all edits. Precondition: it is there.
  [[nodiscard]] json::Value find(const Tokens& path) const {
    return *find_value(text_.root(), Pointer(path));
  }
  [[nodiscard]] static json::Value child(const json::Value& container, std::size_t ordinal);

  /// Does it on both sides and compares what they answer, and their sizes. A move that fails is rolled back.
  enum class Look { at_all, at_sizes };
  void apply(const TwinOperation& operation, Look look = Look::at_all);
  void mark();
  /// To one of the marks that are left; those behind it are gone.
  void roll_back(std::size_t mark);
  [[nodiscard]] std::size_t marks() const { return marks_.size(); }

  /// Puts the text together and checks it in every way; throws test::Mismatch.
  [[nodiscard]] Assembled check() const;
  /// All that was done, for people.
  [[nodiscard]] std::string story() const;

 private:
  struct Mark {
    Slot slot;
    PlainValue value;
  };
  void compare(const TwinOperation& operation);

  TestText text_;
  Draft draft_;
  Editor editor_;
  ReferenceEdit reference_;
  std::vector<Mark> marks_;
  std::vector<std::string> done_;
};

/// Any operation, on any place; most of them succeed.
[[nodiscard]] TwinOperation random_operation(const PlainValue& document, RandomValue& random);

/// What must hold of a draft's result, whatever was done.
void check_assembled(const std::string& before, const PlainValue& expected, const Assembled& after);

}  // namespace holdfast::document
