#include "daemon/document/layout.hpp"

#include <algorithm>

#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

// Larger patterns are not searched for a member of each name: that would take the product of both sizes.
constexpr std::uint32_t searched_nodes_max = 128;
constexpr std::size_t searched_bytes_max = 8192;

bool is_filled(const Value& container) {
  return container.node().next > container.index() + 1;
}

bool follows(const Value& value, const Site& site) {
  return site.like && site.like->kind() == value.kind() && is_filled(*site.like);
}

std::string_view name_token(const Value& member) {
  return json::string_token(member.text().substr(member.node().key));
}

class Layout {
 public:
  Layout(const Style& style, std::size_t bytes_max, std::string& out)
      : style_(style), bytes_max_(bytes_max), out_(out) {}

  // Recursion is bounded by the parser's depth limit.
  void append(const Value& value, const Site& site) {
    if (!value.is_container() || !is_filled(value)) {
      out_.append(value.is_container() ? value.is(Kind::object) ? "{}" : "[]" : value.raw());
      return;
    }
    const auto shape = shape_at(value, style_, site);
    const bool pattern = follows(value, site);
    const auto gaps = gaps_for(value, shape, site);
    const auto colon =
        value.is(Kind::object) ? colon_for(shape, pattern ? site.like : std::nullopt) : std::string();
    Site inside{shape == Shape::lines ? site.indentation + style_.indentation : site.indentation,
                shape == Shape::flat, std::nullopt, false};
    out_.push_back(value.is(Kind::object) ? '{' : '[');
    bool first = true;
    for (const Value child : value) {
      if (out_.size() > bytes_max_) return;
      out_.append(first ? gaps.first : gaps.between);
      first = false;
      set_pattern(inside, child, pattern ? site.like : std::nullopt);
      Site at = inside;
      if (value.is(Kind::object)) append_name(child, colon, at);
      append(child, at);
    }
    out_.append(gaps.last).push_back(value.is(Kind::object) ? '}' : ']');
  }

 private:
  struct Gaps {
    std::string first;
    std::string between;  // with the comma
    std::string last;
  };

  [[nodiscard]] Gaps gaps_for(const Value& value, Shape shape, const Site& site) const {
    const auto outer = style_.newline + site.indentation;
    const auto inner = outer + style_.indentation;
    if (shape == Shape::lines && style_.comma_first) return comma_first_gaps(value, site, inner);
    if (shape == Shape::lines) return {inner, "," + inner, outer};
    auto padding = style_.padding(value.kind());
    auto gap = style_.gap;
    if (follows(value, site) && shape_of(*site.like) == shape) {
      const auto text = site.like->text();
      const Value first = *site.like->begin();
      const auto begin = site.like->node().begin + 1;
      padding = copied(text.substr(begin, first.start() - begin), style_);
      if (const auto second = first.node().next; second < site.like->node().next) {
        const auto between = text.substr(first.node().end, site.like->at(second).start() - first.node().end);
        const auto comma = between.substr(0, blanks_max).find(',');
        if (comma < blanks_max && !has_newline(between.substr(comma, blanks_max)))
          gap = copied(between.substr(comma + 1), style_);
      }
    }
    return {padding, "," + gap, padding};
  }

  // Where the commas and the bracket stand only another container can tell.
  [[nodiscard]] Gaps comma_first_gaps(const Value& value, const Site& site, const std::string& inner) const {
    auto line = style_.braces_on_own_line ? style_.newline + site.indentation : inner;
    if (follows(value, site)) {
      const auto before = site.like->raw().substr(0, site.like->raw().size() - 1);
      const auto end = before.substr(before.size() - std::min(before.size(), blanks_max));
      const auto closing = end.substr(end.find_last_not_of(" \t\r\n") + 1);
      if (has_newline(closing)) line = style_.newline + std::string(indentation_in(closing));
    }
    return {" ", line + ", ", line};
  }

  [[nodiscard]] std::string colon_for(Shape shape, const std::optional<Value>& like) const {
    const auto& usual = shape == Shape::flat ? style_.flat_colon : style_.colon;
    if (!like || shape_of(*like) != shape) return usual;
    const auto colon = colon_in(*like->begin());
    return !colon.empty() && colon.size() <= usual.size() ? std::string(colon) : usual;
  }

  void append_name(const Value& member, const std::string& colon, Site& site) {
    out_.append(name_token(member));
    out_.append(move_below_name(member, style_, site) ? ":" + style_.newline + site.indentation : colon);
  }

  // The member of the same name, or the first element of the same kind.
  static void set_pattern(Site& site, const Value& child, const std::optional<Value>& like) {
    site.like.reset();
    site.among_elements = true;  // of its own like: a member of the same name is one too
    if (!child.is_container() || !like) return;
    const bool searchable =
        like->node().next - like->index() <= searched_nodes_max && like->raw().size() <= searched_bytes_max;
    if (like->is(Kind::object)) {
      if (searchable) site.like = like->find(child.key());
    } else if (const Value first = *like->begin(); first.kind() == child.kind()) {
      site.like = first;
    }
  }

  const Style& style_;
  std::size_t bytes_max_;
  std::string& out_;
};

}  // namespace

std::optional<std::string> lay_out(const Value& value, const Style& style, const Site& site,
                                   std::size_t bytes_max) {
  std::string out;
  Layout(style, bytes_max, out).append(value, site);
  if (out.size() > bytes_max) return std::nullopt;
  return out;
}

bool move_below_name(const Value& value, const Style& style, Site& site) {
  if (!style.braces_on_own_line || !value.is_container() || !is_filled(value)) return false;
  if (shape_at(value, style, site) != Shape::lines) return false;
  // With commas first the names are not indented, only what stands below them.
  if (style.comma_first) site.indentation += style.indentation;
  return true;
}

Shape shape_at(const Value& value, const Style& style, const Site& site) {
  if (site.one_line || style.one_line) return Shape::flat;
  if (follows(value, site) &&
      (site.among_elements || holds_containers(*site.like) == holds_containers(value))) {
    return shape_of(*site.like);
  }
  const auto habit = style.habit_for(value);
  if (!habit || (*habit == Shape::flat && value.raw().size() > style.flat_bytes_max)) return Shape::lines;
  return *habit;
}

}  // namespace holdfast::document
