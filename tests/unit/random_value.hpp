// Random JSON values and what may be done to them: small pools of names and spellings, so that things meet.
#pragma once

#include <cstdint>
#include <random>

#include "tests/unit/plain_value.hpp"
#include "tests/unit/reference_edit.hpp"

namespace holdfast::document {

class RandomValue {
 public:
  explicit RandomValue(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t end) { return random_() % end; }
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

  [[nodiscard]] std::string name();
  [[nodiscard]] PlainValue scalar();
  /// At most about `nodes` values, nested `depth` levels at most.
  [[nodiscard]] PlainValue value(std::size_t nodes, std::size_t depth);
  /// An array of `count` objects with a member "id" each, some of them alike.
  [[nodiscard]] PlainValue records(std::size_t count);
  /// A whole document.
  [[nodiscard]] PlainValue document();

  /// The same with some members and elements changed, added, removed or moved.
  [[nodiscard]] PlainValue variation(const PlainValue& value);
  /// A merge patch that meets what is in `target`.
  [[nodiscard]] PlainValue patch(const PlainValue& target);

  /// Leads to a value in `root`, or beside one; sometimes nowhere.
  [[nodiscard]] Tokens path(const PlainValue& root);
  /// Leads to a value in `root` for sure, written with indexes.
  [[nodiscard]] Tokens good_path(const PlainValue& root);
  /// The value at such a path.
  [[nodiscard]] static const PlainValue& at(const PlainValue& root, const Tokens& path);

 private:
  [[nodiscard]] std::string step(const PlainValue& container, std::size_t child);
  [[nodiscard]] std::string stray_token(const PlainValue& container);
  void add_child(PlainValue& container, PlainValue value);

  std::mt19937_64 random_;
};

}  // namespace holdfast::document
