// A number for each value in a text, equal where values are spelled alike (json::spelled_alike), so that two
// large values are compared part by part without looking at any byte twice.
#pragma once

#include <cstdint>
#include <vector>

#include "ipc/json/tree.hpp"

namespace holdfast::document {

class Fingerprints {
 public:
  /// O(bytes). 8 bytes a node.
  explicit Fingerprints(const json::Value& root);

  /// Of a value within the root. Different ones may have the same: with a chance of 2^-64, and nobody can
  /// choose them, since the key is drawn anew in each process.
  [[nodiscard]] std::uint64_t of(const json::Value& value) const { return prints_[value.index() - first_]; }

 private:
  std::uint32_t first_;
  std::vector<std::uint64_t> prints_;
};

}  // namespace holdfast::document
