#include "ipc/json/printable.hpp"

#include "ipc/json/string.hpp"

namespace holdfast::json {
namespace {

// How many bytes at the start of well-formed UTF-8 are one character that must not be shown; 0 if it may be.
std::size_t unsafe_bytes(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest[0]);
  if (first < 0x20 || first == 0x7F) return 1;
  if (first == 0xC2 && static_cast<unsigned char>(rest[1]) < 0xA0)
    return 2;  // U+0080 to U+009F: the C1 controls
  if (first != 0xE2) return 0;
  const auto second = static_cast<unsigned char>(rest[1]);
  const auto third = static_cast<unsigned char>(rest[2]);
  const bool line = second == 0x80 && (third == 0xA8 || third == 0xA9);   // line and paragraph separator
  const bool embed = second == 0x80 && third >= 0xAA && third <= 0xAE;    // U+202A to U+202E
  const bool isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;  // U+2066 to U+2069
  const bool mark = second == 0x80 && (third == 0x8E || third == 0x8F);   // U+200E, U+200F
  return line || embed || isolate || mark ? 3 : 0;
}

}  // namespace

std::string printable(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  const bool utf8 = is_utf8(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const bool foreign = !utf8 && static_cast<unsigned char>(text[0]) >= 0x80;
    const std::size_t unsafe = foreign ? 1 : unsafe_bytes(text);
    for (std::size_t i = 0; i < unsafe; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      out.append("\\x").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
    }
    if (unsafe == 0) out.push_back(text[0]);
    text.remove_prefix(unsafe == 0 ? 1 : unsafe);
  }
  return out;
}

}  // namespace holdfast::json
