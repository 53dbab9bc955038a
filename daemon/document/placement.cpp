#include "daemon/document/placement.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "ipc/json/parse.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

constexpr std::uint32_t neighbours_max = 4;  // looked at on each side for a pattern
constexpr std::uint32_t row_max = 64;        // elements on one line that are counted

bool is_filled(const Value& value) {
  return value.is_container() && value.node().next > value.index() + 1;
}

bool is_pattern(const Slot& slot, Kind kind) {
  return slot.value.kind() == kind && is_filled(slot.value);
}

std::ptrdiff_t lines_in(const Gap& gap) {
  return std::count(gap.trail.begin(), gap.trail.end(), '\n') +
         std::count(gap.lead.begin(), gap.lead.end(), '\n');
}

// Blank space for a new place: line ends and the last line's indentation, or the blanks of a line. Blanks at
// a line's end are no habit.
std::string tidy(std::string_view space, const Style& style) {
  const auto copy = copied(space, style);
  const auto lines = std::count(copy.begin(), copy.end(), '\n');
  if (lines == 0) return copy;
  const std::string newline = copy.find("\r\n") != std::string::npos ? "\r\n" : "\n";
  std::string tidied;
  for (auto line = lines; line > 0; --line)
    tidied += newline;
  return tidied.append(indentation_in(copy));
}

std::string indentation_for(std::string_view lead, const Site& site) {
  return has_newline(lead) ? std::string(indentation_in(lead).substr(0, blanks_max)) : site.indentation;
}

}  // namespace

Placement::SiteOf Placement::remembered(SiteOf site) {
  return [site = std::move(site), known = std::make_shared<std::optional<Site>>()] {
    if (!*known) *known = site();
    return **known;
  };
}

Site Placement::root_site() {
  return {{}, false, draft_.root().value};
}

// Nothing in it starts on a new line.
bool Placement::is_flat(const Slot& container) {
  return draft_.count(container) > 0 && !has_newline(draft_.gap(container, 0).lead) &&
         !has_newline(draft_.closing(container));
}

std::optional<Value> Placement::pattern_near(const Slot& container, std::uint32_t position,
                                             const Value& value) {
  const bool elements = container.value.is(Kind::array);
  const auto fits = [&](std::uint32_t at) {
    const Slot it = draft_.child(container, at);
    return is_pattern(it, value.kind()) &&
           (elements || holds_containers(it.value) == holds_containers(value));
  };
  const auto count = draft_.count(container);
  for (std::uint32_t step = 1; step <= neighbours_max && step <= position; ++step) {
    if (fits(position - step)) return draft_.child(container, position - step).value;
  }
  for (std::uint32_t at = position; at < count && at < position + neighbours_max; ++at) {
    if (fits(at)) return draft_.child(container, at).value;
  }
  return std::nullopt;
}

std::optional<Value> Placement::pattern_in_cousin(const Slot& container, std::uint32_t position,
                                                  std::string_view name, Kind kind) {
  const auto count = draft_.count(container);
  const auto first = position > neighbours_max ? position - neighbours_max : 0;
  for (auto at = first; at < count && at <= position + neighbours_max; ++at) {
    if (at == position) continue;
    const Slot cousin = draft_.child(container, at);
    if (!cousin.value.is(Kind::object)) continue;
    const auto member = draft_.find_member(cousin, name);
    if (!member) continue;
    const Slot it = draft_.child(cousin, *member);
    if (is_pattern(it, kind)) return it.value;
  }
  return std::nullopt;
}

Site Placement::child_site(const Slot& container, const Site& site, std::uint32_t position) {
  const auto lead = draft_.gap(container, position).lead;
  const Slot it = draft_.child(container, position);
  Site child{indentation_for(lead, site), false, std::nullopt, container.value.is(Kind::array)};
  if (it.value.is_container()) {
    child.like = is_filled(it.value) ? std::optional(it.value) : pattern_near(container, position, it.value);
  }
  child.one_line = is_flat(container) && !(child.like && shape_of(*child.like) != Shape::flat);
  return child;
}

// The gap between the only child and one that is to come.
Placement::NewGap Placement::gap_of_two(const Slot& container) {
  const auto& style = draft_.style();
  const auto lead = draft_.gap(container, 0).lead;
  const auto closing = draft_.closing(container);
  if (has_newline(lead)) return {{}, style.newline + std::string(indentation_in(tidy(lead, style)))};
  if (has_newline(closing) && style.comma_first) return {tidy(closing, style), tidy(lead, style)};
  return {{}, style.gap};
}

// Whether the last line of an array whose elements fill lines holds as many as the line before.
bool Placement::is_row_full(const Slot& array) {
  const auto count = draft_.count(array);
  std::array<std::uint32_t, 2> rows{};
  auto at = count;
  for (auto& row : rows) {
    while (at > 0 && row < row_max) {
      ++row;
      if (has_newline(draft_.gap(array, --at).lead)) break;
    }
  }
  return rows[1] > 1 && rows[0] >= rows[1] && rows[0] < row_max;
}

// What parts neighbours there, on the model of the gaps nearby. Blank lines are no habit where others have
// fewer.
Placement::NewGap Placement::gap_near(const Slot& container, std::uint32_t position) {
  const auto& style = draft_.style();
  const auto count = draft_.count(container);
  if (count == 1) return gap_of_two(container);
  const auto near = std::clamp<std::uint32_t>(position, 1, count - 1);
  const auto other = near > 1 ? near - 1 : std::min(near + 1, count - 1);
  const auto a = draft_.gap(container, near);
  const auto b = draft_.gap(container, other);
  const auto& model = lines_in(b) < lines_in(a) ? b : a;
  if (position == count && lines_in(model) == 0 && container.value.is(Kind::array) &&
      is_row_full(container)) {
    auto start = count - 1;
    while (start > 0 && !has_newline(draft_.gap(container, start).lead))
      --start;
    return {{}, tidy(draft_.gap(container, start).lead, style)};
  }
  return {tidy(model.trail, style), tidy(model.lead, style)};
}

Column Placement::column_of(const Slot& object) {
  Column column;
  const auto count = draft_.count(object);
  for (std::uint32_t step = 1; step <= neighbours_max && step <= count; ++step)
    column.see(draft_.head(object, count - step));
  return column;
}

Site Placement::site_of_new(const Slot& container, const SiteOf& site, std::uint32_t position,
                            std::string_view lead, const Value& value, const std::optional<Value>& like) {
  Site at{has_newline(lead) ? indentation_for(lead, {}) : site().indentation, false, like, true};
  if (!like) {
    at.like = pattern_near(container, position, value);
    at.among_elements = container.value.is(Kind::array);
  }
  at.one_line = is_flat(container) && !(at.like && shape_of(*at.like) != Shape::flat);
  return at;
}

Slot Placement::insert(const Slot& container, const SiteOf& site, std::uint32_t position,
                       std::string_view name, const Value& value, const std::optional<Value>& like) {
  if (draft_.count(container) > 0) {
    const Slot kept = value.is_container() ? Slot{value} : draft_.keep(value);
    return draft_.edit_children(container, {}, before(container, site, position, {{name, kept.value}}, like));
  }
  // An empty container opens up as a new one with this child would look.
  const auto brackets = container.value.raw();
  auto text = std::string(1, brackets.front()).append(name);
  if (!name.empty()) text.push_back(':');
  text.append(value.raw()).push_back(brackets.back());
  const auto opened = json::parse_owned(std::move(text), parsed_before);
  return place(opened->root(), site());
}

Insertion Placement::before(const Slot& container, const SiteOf& site, std::uint32_t position,
                            const std::vector<NewChild>& children, const std::optional<Value>& like) {
  const auto gap = gap_near(container, position);
  const auto trail = draft_.keep(gap.trail);
  const auto lead = draft_.keep(gap.lead);
  const auto count = draft_.count(container);
  const auto old = position < count ? draft_.gap(container, position).lead : std::string_view();
  Insertion insertion{position, {}, position == 0 ? lead : old, trail};
  const auto& style = draft_.style();
  const auto column = container.value.is(Kind::object) ? column_of(container) : Column();
  const auto& colon = is_flat(container) ? style.flat_colon : style.colon;
  insertion.entries.reserve(children.size());
  for (const auto& [name, value] : children) {
    // The first of all takes its place behind the bracket.
    const auto own_lead = position == 0 && insertion.entries.empty() ? old : lead;
    Entry entry{{value}, 0, 1, no_ordinal, own_lead, {}, trail};
    auto head = name.empty() ? std::string() : column.head_for(name, colon);
    if (value.is_container()) {
      auto at = site_of_new(container, site, position, own_lead, value, like);
      if (!name.empty() && move_below_name(value, style, at))
        head = std::string(name) + ":" + style.newline + at.indentation;
      entry.slot = place(value, at);
    }
    entry.head = draft_.keep(head);
    insertion.entries.push_back(entry);
  }
  return insertion;
}

Insertion Placement::behind_last(const Slot& container, const SiteOf& site,
                                 const std::vector<NewChild>& children) {
  return children.empty() ? Insertion{} : before(container, site, draft_.count(container), children);
}

}  // namespace holdfast::document
