// Whether two values mean the same, however they are spelled.
#pragma once

#include <string_view>

#include "ipc/json/tree.hpp"

namespace holdfast::json {

/// As RFC 6902 section 4.6 defines it: the order of members and the spelling of strings do not matter,
/// numbers are compared by value and exactly, however many digits they have (1.0 equals 1, 1e2 equals 100).
/// O(n log n) at worst; what has another number of values is not looked at further.
[[nodiscard]] bool equal(const Value& left, const Value& right);

/// The same, but scalars must be spelled alike to the byte; only blank space and the order of members may
/// differ.
[[nodiscard]] bool spelled_alike(const Value& left, const Value& right);

/// Two number tokens that the parser takes, by their exact values; nothing is expanded or copied.
[[nodiscard]] bool equal_numbers(std::string_view left, std::string_view right);

}  // namespace holdfast::json
