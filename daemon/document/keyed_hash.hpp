// A hash whose key is drawn anew in each process: nobody outside can choose names or values that all have the
// same one.
#pragma once

#include <cstdint>
#include <string_view>

namespace holdfast::document {

[[nodiscard]] std::uint32_t keyed_hash(std::string_view bytes);

}  // namespace holdfast::document
