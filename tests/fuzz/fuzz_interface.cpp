// Goal: no description harms the reader of interfaces, and no parameters harm the comparison with an accepted
// one. Method: the input up to the first NUL is a description, what is behind it a value; the value is
// compared with all that is declared.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"
#include "ipc/varlink/interface.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using holdfast::json::Value;
using holdfast::varlink::Interface;

void compare_all(const Interface& interface, const Value& value) {
  for (const auto& [name, method] : interface.methods()) {
    HOLDFAST_REQUIRE(name == method.name);
    const auto path = interface.mismatch(method.in, value);
    if (!value.is(holdfast::json::Kind::object)) HOLDFAST_REQUIRE(path.has_value());
    // A second comparison must come to the same verdict.
    HOLDFAST_REQUIRE(interface.mismatch(method.in, value) == path);
    (void)interface.mismatch(method.out, value);
  }
  for (const auto& [name, error] : interface.errors())
    (void)interface.mismatch(error, value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = std::min(input.find('\0'), input.size());
  const std::string description(input.substr(0, end));
  const auto interface = Interface::parse(description);
  if (!interface) {
    HOLDFAST_REQUIRE(interface.error().starts_with("line "));
    return 0;
  }
  HOLDFAST_REQUIRE(interface->description() == description);
  HOLDFAST_REQUIRE(interface->name().find('.') != std::string::npos);
  for (std::string text :
       {std::string(input.substr(std::min(end + 1, size))), std::string("{}"), std::string("[null]")}) {
    const auto parsed = holdfast::json::parse_owned(std::move(text));
    if (parsed) compare_all(*interface, parsed->root());
  }
  return 0;
}
