// Goal: no text harms the JSON parser, and what it accepts it has understood. Method: parse; of an accepted
// text every value's spelling must parse to the same kind and size, children lie inside their parents in
// order, names are found by find(), and the layout of format_document is accepted, holds the same values and
// does not change when laid out again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ipc/json/base64.hpp"
#include "ipc/json/format.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/string.hpp"
#include "tests/fuzz/require.hpp"

namespace holdfast::json {
namespace {

// Each value is parsed again on its own, so the work grows with the square of the size.
constexpr std::size_t reparsed_bytes_max = 4096;

void check_scalar(const Value& value) {
  if (value.is(Kind::string)) {
    const auto characters = value.string();
    HOLDFAST_REQUIRE(is_utf8(characters));
    HOLDFAST_REQUIRE(string_equals(value.raw(), characters));
    std::string again;
    append_string(again, characters);
    HOLDFAST_REQUIRE(decode_string(again) == characters);
  }
  if (const auto integer = value.integer()) {
    HOLDFAST_REQUIRE(value.raw() == std::to_string(*integer) || value.raw() == "-0");
  }
}

void check_spelling(const Value& value) {
  const std::string own(value.raw());
  const auto again = parse(own);
  HOLDFAST_REQUIRE(again.has_value());
  const auto root = again->root(own);
  HOLDFAST_REQUIRE(root.kind() == value.kind());
  HOLDFAST_REQUIRE(root.size() == value.size());
  HOLDFAST_REQUIRE(root.raw() == own);
}

void check_value(const Value& value) {
  HOLDFAST_REQUIRE(value.node().begin < value.node().end);
  HOLDFAST_REQUIRE(value.node().end <= value.text().size());
  if (value.text().size() <= reparsed_bytes_max) check_spelling(value);
  check_scalar(value);
  std::size_t behind = value.node().begin + 1;
  for (const Value child : value) {
    HOLDFAST_REQUIRE(child.node().begin >= behind);
    HOLDFAST_REQUIRE(child.node().end < value.node().end);
    behind = child.node().end;
    const bool named = child.node().key != Node::no_key;
    HOLDFAST_REQUIRE(named == value.is(Kind::object));
    if (named) {
      HOLDFAST_REQUIRE(child.node().key > value.node().begin && child.node().key < child.node().begin);
      HOLDFAST_REQUIRE(value.text().size() > reparsed_bytes_max ||
                       value.find(child.key())->index() == child.index());
    }
    check_value(child);
  }
}

// The same values in the same spelling, whatever stands between them.
void check_same(const Value& one, const Value& other) {
  HOLDFAST_REQUIRE(one.kind() == other.kind());
  HOLDFAST_REQUIRE(one.key() == other.key());
  HOLDFAST_REQUIRE(one.size() == other.size());
  if (one.size() == 0 && !one.is(Kind::object) && !one.is(Kind::array))
    HOLDFAST_REQUIRE(one.raw() == other.raw());
  auto at = other.begin();
  for (const Value child : one) {
    check_same(child, *at);
    ++at;
  }
}

void check_layout(const Value& root) {
  const std::string layout = format_document(root);
  const auto tree = parse(layout);
  HOLDFAST_REQUIRE(tree.has_value());
  check_same(root, tree->root(layout));
  HOLDFAST_REQUIRE(format_document(tree->root(layout)) == layout);
}

}  // namespace
}  // namespace holdfast::json

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast::json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  HOLDFAST_REQUIRE(decode_base64(encode_base64(text)) == text);
  if (const auto bytes = decode_base64(text)) HOLDFAST_REQUIRE(encode_base64(*bytes) == text);
  const auto tree = parse(text);
  if (!tree) {
    HOLDFAST_REQUIRE(!tree.error().message.empty());
    HOLDFAST_REQUIRE(tree.error().offset <= size);
    HOLDFAST_REQUIRE(tree.error().line >= 1 && tree.error().column >= 1);
    return 0;
  }
  HOLDFAST_REQUIRE(is_utf8(text));
  const auto root = tree->root(text);
  HOLDFAST_REQUIRE(root.node().next == tree->nodes().size());
  check_value(root);
  check_layout(root);
  return 0;
}
