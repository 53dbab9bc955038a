#include "daemon/document/style.hpp"

#include <algorithm>

#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

constexpr std::uint32_t values_looked_at = 512;
constexpr std::uint32_t children_looked_at = 64;
constexpr std::size_t bytes_looked_at = 4096;    // of a container
constexpr std::size_t start_looked_at = 65'536;  // of the whole text

std::size_t habit_of(const Value& container) {
  return (container.is(Kind::array) ? 1U : 0U) + (holds_containers(container) ? 2U : 0U);
}

// The shortest of those seen: one that is longer sets values apart in a column, which is no habit for other
// places.
class Shortest {
 public:
  void see(std::string_view blanks) {
    if (blanks.size() <= blanks_max && (!seen_ || blanks.size() < seen_->size())) seen_ = blanks;
  }
  [[nodiscard]] bool known() const { return seen_.has_value(); }
  [[nodiscard]] std::string or_else(std::string_view other) const {
    return std::string(seen_.value_or(other));
  }

 private:
  std::optional<std::string_view> seen_;
};

class StyleReader {
 public:
  explicit StyleReader(const Value& root) : root_(root) {
    const auto newline = root.text().substr(0, start_looked_at).find('\n');
    if (newline != std::string_view::npos && newline > 0 && root.text()[newline - 1] == '\r')
      style_.newline = "\r\n";
    const bool filled = root.is_container() && root.node().next > root.index() + 1;
    style_.one_line = filled && !has_newline(root.raw().substr(0, start_looked_at));
  }

  void look_at(const Value& container) {
    auto child = container.begin();
    if (!(child != container.end())) return;
    const Value first = *child;
    ++child;
    const auto second = child != container.end() ? std::optional(*child) : std::nullopt;
    const auto lead =
        container.text().substr(container.node().begin + 1, first.start() - container.node().begin - 1);
    const auto shape = shape_of(container);
    if (container.index() != root_.index()) ++seen_[habit_of(container)][static_cast<std::size_t>(shape)];
    if (container.is(Kind::object)) read_colons(container, shape);
    if (second) read_comma(first, *second);
    if (shape == Shape::lines) return read_indentation(container, lead);
    if (shape == Shape::hugging) return;
    (container.is(Kind::object) ? object_padding_ : array_padding_).see(lead);
    if (!style_.one_line) style_.flat_bytes_max = std::max(style_.flat_bytes_max, container.raw().size());
  }

  [[nodiscard]] Style finish() {
    style_.colon = colon_.or_else(flat_colon_.or_else(style_.colon));
    style_.flat_colon = flat_colon_.or_else(style_.colon);
    // Who leaves no space behind a colon leaves none behind a comma.
    style_.gap = gap_.or_else(style_.flat_colon == ":" ? "" : style_.gap);
    style_.array_padding = array_padding_.or_else("");
    style_.object_padding = object_padding_.or_else(style_.array_padding);
    for (std::size_t habit = 0; habit < seen_.size(); ++habit) {
      const auto& counts = seen_[habit];
      const auto most = std::max_element(counts.begin(), counts.end());
      if (*most > 0) style_.habits[habit] = static_cast<Shape>(most - counts.begin());
    }
    return std::move(style_);
  }

 private:
  void read_colons(const Value& object, Shape shape) {
    std::uint32_t looked_at = 0;
    for (const Value member : object) {
      if (++looked_at > children_looked_at) return;
      const auto colon = colon_in(member);
      if (colon.empty()) continue;
      if (has_newline(colon)) {
        style_.braces_on_own_line = style_.braces_on_own_line || member.is_container();
      } else {
        (shape == Shape::flat ? flat_colon_ : colon_).see(colon);
      }
    }
  }

  void read_comma(const Value& first, const Value& second) {
    const auto between = first.text().substr(first.node().end, second.start() - first.node().end);
    const auto comma = between.find(',');
    const bool line_before = has_newline(between.substr(0, comma));
    const bool line_behind = has_newline(between.substr(comma));
    if (!line_before && !line_behind) gap_.see(between.substr(comma + 1));
    if (line_before && !line_behind) style_.comma_first = true;
  }

  void read_indentation(const Value& container, std::string_view lead) {
    if (indentation_known_ || !has_newline(lead)) return;
    const auto inner = indentation_in(lead);
    // The line of the closing bracket tells how far the container itself is indented.
    const auto before = container.text().substr(0, container.node().end - 1);
    const auto outer = indentation_in(before.substr(before.find_last_not_of(" \t\r\n") + 1));
    if (inner.size() > outer.size() && inner.size() <= blanks_max && inner.starts_with(outer)) {
      style_.indentation = inner.substr(outer.size());
      indentation_known_ = true;
    } else if (inner.empty()) {
      style_.indentation.clear();
    }
  }

  Value root_;
  Style style_;
  Shortest colon_;
  Shortest flat_colon_;
  Shortest gap_;
  Shortest object_padding_;
  Shortest array_padding_;
  bool indentation_known_ = false;
  std::array<std::array<unsigned, 3>, 4> seen_{};  // shapes by habit
};

}  // namespace

std::optional<Shape> Style::habit_for(const Value& container) const {
  return habits[habit_of(container)];
}

Style style_of(const Value& root) {
  StyleReader reader(root);
  const auto end = std::min(root.node().next, root.index() + values_looked_at);
  for (auto node = root.index(); node < end; ++node) {
    if (root.at(node).is_container()) reader.look_at(root.at(node));
  }
  return reader.finish();
}

Shape shape_of(const Value& container) {
  const auto start = container.raw().substr(0, bytes_looked_at);
  if (!has_newline(start)) return Shape::flat;
  const Value first = *container.begin();
  const auto lead = start.substr(1, first.start() - container.node().begin - 1);
  return container.is(Kind::array) && first.is_container() && !has_newline(lead) ? Shape::hugging
                                                                                 : Shape::lines;
}

bool holds_containers(const Value& container) {
  std::uint32_t looked_at = 0;
  for (const Value child : container) {
    if (child.is_container()) return true;
    if (++looked_at == children_looked_at) break;
  }
  return false;
}

std::string_view space_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() &&
         (text[end] == ' ' || text[end] == '\t' || text[end] == '\n' || text[end] == '\r'))
    ++end;
  return text.substr(at, end - at);
}

std::string_view indentation_in(std::string_view space) {
  const auto newline = space.rfind('\n');
  return newline == std::string_view::npos ? std::string_view() : space.substr(newline + 1);
}

std::string_view colon_in(const Value& member) {
  const auto& node = member.node();
  const auto reach = std::min<std::size_t>(node.begin - node.key, 2 * blanks_max);
  const auto before = member.text().substr(node.begin - reach, reach);
  const auto quote = before.rfind('"');
  return quote == std::string_view::npos ? std::string_view() : before.substr(quote + 1);
}

std::string copied(std::string_view space, const Style& style) {
  if (space.size() <= blanks_max) return std::string(space);
  const auto end = space.substr(space.size() - blanks_max);
  return has_newline(end) ? style.newline + std::string(indentation_in(end)) : style.gap;
}

}  // namespace holdfast::document
