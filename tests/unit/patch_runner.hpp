// Applies a patch of the suite through Editor, operation by operation, and checks on the way what must hold
// whatever the patch is.
#pragma once

#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {

struct PatchOutcome {
  std::optional<Refused> refused;
  Assembled afterwards;  // after a refusal: rolled back
};

enum class Marks {
  one,   // the patch is one request
  each,  // each operation is a request of its own, which is first taken back once
};

/// After each operation: the text put together parses to the very tree that came with it, its splices lead
/// there and back, extent() agrees; and find_value() sees in it what the operation said. Ends the test where
/// `operations` is no patch.
[[nodiscard]] PatchOutcome run_patch(const std::string& document, const std::string& operations, Marks marks);

}  // namespace holdfast::document
