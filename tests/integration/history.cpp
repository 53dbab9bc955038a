#include "tests/integration/history.hpp"

namespace holdfast::test {

std::string shown(const Token& token) {
  if (token.none()) return "nothing";
  const auto name = std::to_string(token.client) + ":" + std::to_string(token.sequence);
  return token.count == 0 ? name : std::to_string(token.count) + " by " + name;
}

}  // namespace holdfast::test
