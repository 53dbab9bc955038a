#include "ipc/json/string.hpp"

#include <cstdint>

namespace holdfast::json {
namespace {

std::uint32_t hex4(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char digit : digits.substr(0, 4)) {
    const auto lower = static_cast<unsigned char>(digit | 0x20);
    value = value * 16 + static_cast<std::uint32_t>(lower <= '9' ? lower - '0' : lower - 'a' + 10);
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Decodes the escape that starts behind the backslash at `at`; returns where the next character stands.
std::size_t append_escape(std::string& out, std::string_view token, std::size_t at) {
  switch (token[at]) {
    case 'b':
      out.push_back('\b');
      return at + 1;
    case 'f':
      out.push_back('\f');
      return at + 1;
    case 'n':
      out.push_back('\n');
      return at + 1;
    case 'r':
      out.push_back('\r');
      return at + 1;
    case 't':
      out.push_back('\t');
      return at + 1;
    case 'u': {
      std::uint32_t code = hex4(token.substr(at + 1));
      at += 5;
      if (code >= 0xD800 && code < 0xDC00) {
        code = 0x10000 + ((code - 0xD800) << 10) + (hex4(token.substr(at + 2)) - 0xDC00);
        at += 6;
      }
      append_utf8(out, code);
      return at;
    }
    default:
      out.push_back(token[at]);
      return at + 1;
  }
}

}  // namespace

std::string_view string_token(std::string_view text) {
  for (std::size_t quote = 0;;) {
    quote = text.find('"', quote + 1);
    std::size_t backslash = quote;
    while (text[backslash - 1] == '\\')
      --backslash;
    if ((quote - backslash) % 2 == 0) return text.substr(0, quote + 1);
  }
}

std::string decode_string(std::string_view token) {
  token = token.substr(1, token.size() - 2);
  std::string out;
  out.reserve(token.size());
  std::size_t at = 0;
  while (at < token.size()) {
    const auto escape = token.find('\\', at);
    out.append(token.substr(at, escape - at));
    if (escape == std::string_view::npos) break;
    at = append_escape(out, token, escape + 1);
  }
  return out;
}

bool string_equals(std::string_view token, std::string_view characters) {
  if (token.find('\\') != std::string_view::npos) return decode_string(token) == characters;
  return token.substr(1, token.size() - 2) == characters;
}

bool starts_with_string(std::string_view text, std::string_view characters) {
  std::size_t at = 1;
  while (text[at] != '"') {
    if (text[at] != '\\') {
      if (characters.empty() || characters.front() != text[at++]) return false;
      characters.remove_prefix(1);
      continue;
    }
    std::string character;
    at = append_escape(character, text, at + 1);
    if (!characters.starts_with(character)) return false;
    characters.remove_prefix(character.size());
  }
  return characters.empty();
}

void append_string(std::string& out, std::string_view characters) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t at = 0; at < characters.size(); ++at) {
    const auto byte = static_cast<unsigned char>(characters[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(characters.substr(plain, at - plain));
    plain = at + 1;
    out.push_back('\\');
    switch (byte) {
      case '\n':
        out.push_back('n');
        break;
      case '\r':
        out.push_back('r');
        break;
      case '\t':
        out.push_back('t');
        break;
      case '"':
      case '\\':
        out.push_back(static_cast<char>(byte));
        break;
      default:
        out.append("u00");
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 15]);
    }
  }
  out.append(characters.substr(plain));
  out.push_back('"');
}

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t tail = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || bytes.size() - at <= tail) return false;
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    // Table 3-7 of the Unicode standard: what the second byte may be depends on the first.
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return false;
    for (std::size_t i = 2; i <= tail; ++i) {
      if ((static_cast<unsigned char>(bytes[at + i]) & 0xC0) != 0x80) return false;
    }
    at += tail + 1;
  }
  return true;
}

}  // namespace holdfast::json
