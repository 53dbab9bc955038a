// Whether two JSON values mean the same to Varlink: members in any order, numbers by value however they are
// spelled, and an absent member is the same as null (Go omits nulls and sends 1 for the float 1.0).
#pragma once

#include <string_view>

#include "ipc/json/tree.hpp"

namespace holdfast::conformance {

[[nodiscard]] bool same_json(const json::Value& one, const json::Value& other);

/// The same for a text that is known to be good.
[[nodiscard]] bool same_json(std::string_view wanted, const json::Value& got);

}  // namespace holdfast::conformance
