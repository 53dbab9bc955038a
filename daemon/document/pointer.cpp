#include "daemon/document/pointer.hpp"

#include <algorithm>
#include <charconv>

namespace holdfast::document {
namespace {

using namespace std::string_literals;

// No text has room for so many elements.
constexpr std::uint32_t index_max = UINT32_MAX - 1;

// Nothing lies so deep: see json::ParseLimits.
constexpr std::size_t tokens_max = 1100;

std::optional<std::string> decode(std::string_view token) {
  std::string decoded;
  decoded.reserve(token.size());
  for (std::size_t at = 0; at < token.size(); ++at) {
    if (token[at] != '~') {
      decoded.push_back(token[at]);
      continue;
    }
    const char escape = at + 1 < token.size() ? token[++at] : '\0';
    if (escape != '0' && escape != '1') return std::nullopt;
    decoded.push_back(escape == '0' ? '~' : '/');
  }
  return decoded;
}

}  // namespace

boost::system::result<Pointer, std::string> Pointer::parse(std::string_view text) {
  if (text.empty()) return Pointer();
  if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '/')) > tokens_max) {
    return "a path has at most " + std::to_string(tokens_max) + " parts";
  }
  if (text.front() != '/') return "a path is empty (the whole document) or starts with '/'"s;
  std::vector<std::string> tokens;
  for (std::size_t at = 1; at <= text.size();) {
    const auto slash = std::min(text.find('/', at), text.size());
    auto token = decode(text.substr(at, slash - at));
    if (!token) return "in a path '~' is written ~0, and '/' within a name ~1"s;
    tokens.push_back(std::move(*token));
    at = slash + 1;
  }
  return Pointer(std::move(tokens));
}

std::string Pointer::text() const {
  std::string text;
  for (const auto& token : tokens_) {
    text.push_back('/');
    for (const char c : token) {
      if (c == '~') {
        text += "~0";
      } else if (c == '/') {
        text += "~1";
      } else {
        text.push_back(c);
      }
    }
  }
  return text;
}

bool Pointer::is_within(const Pointer& other) const {
  return tokens_.size() >= other.tokens_.size() &&
         std::equal(other.tokens_.begin(), other.tokens_.end(), tokens_.begin());
}

std::optional<std::uint32_t> array_index(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
  if (token.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint32_t index = 0;
  const auto error = std::from_chars(token.data(), token.data() + token.size(), index).ec;
  return error == std::errc{} ? std::min(index, index_max) : index_max;
}

std::optional<Selector> array_selector(std::string_view token) {
  const auto equals = token.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  return Selector{token.substr(0, equals), token.substr(equals + 1)};
}

}  // namespace holdfast::document
