#include "daemon/commit/request.hpp"

#include <array>

namespace holdfast::commit {

const char* name_of(Operation::Kind kind) {
  constexpr std::array names{"put", "delete", "add", "remove", "replace", "move", "copy", "test", "merge"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace holdfast::commit
