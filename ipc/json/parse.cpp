#include "ipc/json/parse.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <deque>
#include <new>
#include <stdexcept>
#include <utility>

#include "ipc/json/string.hpp"
#include "ipc/json/value_count.hpp"

namespace holdfast::json {
namespace {

using boost::json::error_code;

enum class Refusal { none, duplicate_name, too_many_values };

bool is_separator(char byte) {
  return byte == ' ' || byte == '\n' || byte == ',' || byte == ':' || byte == '\r' || byte == '\t';
}

// Receives the parser's events and finds the token that each belongs to. The events carry no offsets, so a
// cursor walks the text beside them: whatever stands between two tokens is blank space, one comma or one
// colon.
class SpanBuilder {
 public:
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  SpanBuilder(std::string_view text, std::size_t nodes_max) : text_(text), nodes_max_(nodes_max) {
    nodes_.reserve(std::min(count_values(text), nodes_max));
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) { return open(ec); }
  bool on_object_end(std::size_t, error_code& ec) { return names_differ(ec) && close(); }
  bool on_array_begin(error_code& ec) { return open(ec); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_key(boost::json::string_view, std::size_t, error_code&);
  bool on_string_part(boost::json::string_view, std::size_t, error_code&) { return true; }
  bool on_string(boost::json::string_view, std::size_t, error_code& ec) {
    skip_separators();
    return scalar(string_token(text_.substr(cursor_)).size(), ec);
  }
  bool on_number_part(boost::json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, boost::json::string_view, error_code& ec) { return number(ec); }
  bool on_uint64(std::uint64_t, boost::json::string_view, error_code& ec) { return number(ec); }
  bool on_double(double, boost::json::string_view, error_code& ec) { return number(ec); }
  bool on_bool(bool value, error_code& ec) {
    skip_separators();
    return scalar(value ? 4 : 5, ec);
  }
  bool on_null(error_code& ec) {
    skip_separators();
    return scalar(4, ec);
  }
  bool on_comment_part(boost::json::string_view, error_code&) { return false; }
  bool on_comment(boost::json::string_view, error_code&) { return false; }

  [[nodiscard]] Refusal refusal() const { return refusal_; }
  [[nodiscard]] std::size_t refused_at() const { return refused_at_; }
  [[nodiscard]] std::vector<Node> take() { return std::move(nodes_); }

 private:
  // Small, since an object may have a million of them.
  struct Name {
    std::uint32_t offset;     // of its token
    std::uint32_t size;       // of its characters in the text
    std::uint32_t unescaped;  // its place among the unescaped ones, or no_key
  };
  struct OpenContainer {
    std::uint32_t node;
    std::size_t first_name;
    std::size_t first_unescaped;
  };

  void skip_separators() {
    while (is_separator(text_[cursor_]))
      ++cursor_;
  }
  bool push(std::size_t length, error_code& ec);
  bool scalar(std::size_t length, error_code& ec);
  bool number(error_code& ec);
  bool open(error_code& ec);
  bool close();
  bool names_differ(error_code& ec);
  [[nodiscard]] std::string_view characters_of(const Name& name) const {
    if (name.unescaped != Node::no_key) return unescaped_[name.unescaped];
    return text_.substr(name.offset + 1, name.size);
  }
  bool refuse(Refusal why, std::size_t at, error_code& ec) {
    refusal_ = why;
    refused_at_ = at;
    ec = boost::json::error::syntax;
    return false;
  }

  std::string_view text_;
  std::size_t nodes_max_;
  std::size_t cursor_ = 0;
  std::uint32_t key_ = Node::no_key;
  std::vector<Node> nodes_;
  std::vector<OpenContainer> open_;
  std::vector<Name> names_;            // of all open objects, the innermost last
  std::deque<std::string> unescaped_;  // of the same objects: characters of names spelled with escapes
  Refusal refusal_ = Refusal::none;
  std::size_t refused_at_ = 0;
};

bool SpanBuilder::push(std::size_t length, error_code& ec) {
  if (nodes_.size() >= nodes_max_) return refuse(Refusal::too_many_values, cursor_, ec);
  const auto begin = static_cast<std::uint32_t>(cursor_);
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(
      {begin, begin + static_cast<std::uint32_t>(length), index + 1, std::exchange(key_, Node::no_key)});
  cursor_ += length;
  return true;
}

bool SpanBuilder::scalar(std::size_t length, error_code& ec) {
  return push(length, ec);
}

bool SpanBuilder::number(error_code& ec) {
  skip_separators();
  const auto end = text_.find_first_not_of("+-.0123456789Ee", cursor_);
  return scalar((end == std::string_view::npos ? text_.size() : end) - cursor_, ec);
}

bool SpanBuilder::open(error_code& ec) {
  skip_separators();
  if (!push(1, ec)) return false;
  open_.push_back({static_cast<std::uint32_t>(nodes_.size() - 1), names_.size(), unescaped_.size()});
  return true;
}

bool SpanBuilder::close() {
  skip_separators();
  ++cursor_;
  Node& node = nodes_[open_.back().node];
  node.end = static_cast<std::uint32_t>(cursor_);
  node.next = static_cast<std::uint32_t>(nodes_.size());
  names_.resize(open_.back().first_name);
  unescaped_.resize(open_.back().first_unescaped);
  open_.pop_back();
  return true;
}

bool SpanBuilder::on_key(boost::json::string_view, std::size_t, error_code&) {
  skip_separators();
  key_ = static_cast<std::uint32_t>(cursor_);
  const auto token = string_token(text_.substr(cursor_));
  Name name{key_, static_cast<std::uint32_t>(token.size() - 2), Node::no_key};
  if (token.find('\\') != std::string_view::npos) {
    name.unescaped = static_cast<std::uint32_t>(unescaped_.size());
    unescaped_.push_back(decode_string(token));
  }
  names_.push_back(name);
  cursor_ += token.size();
  return true;
}

// Few names are compared each with each. Many are sorted, not hashed: a peer that chooses colliding names
// gains nothing.
bool SpanBuilder::names_differ(error_code& ec) {
  constexpr std::ptrdiff_t few = 12;
  const auto first = names_.begin() + static_cast<std::ptrdiff_t>(open_.back().first_name);
  const auto alike = [this](const Name& a, const Name& b) { return characters_of(a) == characters_of(b); };
  std::uint32_t repeated = UINT32_MAX;
  if (names_.end() - first <= few) {
    for (auto at = first; at != names_.end() && repeated == UINT32_MAX; ++at) {
      if (std::any_of(first, at, [&](const Name& before) { return alike(before, *at); }))
        repeated = at->offset;
    }
  } else {
    std::sort(first, names_.end(), [this](const Name& a, const Name& b) {
      const int order = characters_of(a).compare(characters_of(b));
      return order < 0 || (order == 0 && a.offset < b.offset);
    });
    for (auto at = first; at + 1 != names_.end(); ++at) {
      if (alike(*at, *(at + 1))) repeated = std::min(repeated, (at + 1)->offset);
    }
  }
  return repeated == UINT32_MAX || refuse(Refusal::duplicate_name, repeated, ec);
}

ParseFailure failure_at(std::string_view text, std::size_t offset, std::string message) {
  const Place place = place_of(text, offset);
  return {std::move(message), std::min(offset, text.size()), place.line, place.column};
}

std::string sentence(const error_code& ec, std::string_view text, std::size_t offset,
                     const ParseLimits& limits) {
  using boost::json::error;
  if (ec == error::incomplete) return text.empty() ? "the text is empty" : "the text ends too early";
  if (ec == error::too_deep) return "nested more than " + std::to_string(limits.depth_max) + " levels deep";
  if (ec == error::exponent_overflow) return "the number's exponent is too large";
  if (ec == error::illegal_leading_surrogate || ec == error::illegal_trailing_surrogate ||
      ec == error::expected_utf16_escape) {
    return "a \\u escape is half of a surrogate pair";
  }
  if (ec == error::expected_hex_digit) return "a \\u escape needs four hexadecimal digits";
  const unsigned char byte = offset < text.size() ? static_cast<unsigned char>(text[offset]) : 'x';
  if (byte >= 0x80 && !is_utf8(text)) return "the text is not well-formed UTF-8";
  if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
    return "a control character stands unescaped";
  return "this is not JSON";
}

boost::system::result<Tree, ParseFailure> parse_in_memory(std::string_view text, const ParseLimits& limits) {
  if (text.size() >= UINT32_MAX) return failure_at(text, 0, "the text is larger than 4 GiB");
  if (text.starts_with("\xEF\xBB\xBF")) return failure_at(text, 0, "the text starts with a byte order mark");
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::basic_parser<SpanBuilder> parser(options, text, limits.nodes_max);
  error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  auto& builder = parser.handler();
  if (builder.refusal() == Refusal::duplicate_name) {
    const auto name = string_token(text.substr(builder.refused_at()));
    return failure_at(text, builder.refused_at(),
                      "the name " + excerpt(name) + " stands twice in one object");
  }
  if (builder.refusal() == Refusal::too_many_values) {
    return failure_at(text, builder.refused_at(),
                      "more than " + std::to_string(limits.nodes_max) + " values");
  }
  if (ec) return failure_at(text, used, sentence(ec, text, used, limits));
  if (used != text.size()) return failure_at(text, used, "text follows the value");
  auto nodes = builder.take();
  nodes.shrink_to_fit();
  return Tree(std::move(nodes));
}

}  // namespace

Place place_of(std::string_view text, std::size_t offset) {
  Place place;
  for (const char byte : text.substr(0, offset)) {
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t bytes_max = 80;
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return std::string(text.substr(0, end)) + "...";
}

void throw_exception_from_error(const ParseFailure& failure, const boost::source_location&) {
  if (failure.out_of_memory) throw std::bad_alloc();
  throw std::runtime_error("line " + std::to_string(failure.line) + ", column " +
                           std::to_string(failure.column) + ": " + failure.message);
}

boost::system::result<Tree, ParseFailure> parse(std::string_view text, const ParseLimits& limits) {
  try {
    return parse_in_memory(text, limits);
  } catch (const std::bad_alloc&) {
    ParseFailure failure{"there is not enough memory to parse this text"};
    failure.out_of_memory = true;
    return failure;
  }
}

boost::system::result<ParsedText, ParseFailure> parse_owned(std::string text, const ParseLimits& limits) {
  auto tree = parse(text, limits);
  if (!tree) return tree.error();
  return ParsedText(std::move(text), std::move(*tree));
}

}  // namespace holdfast::json
