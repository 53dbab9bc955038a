#include "daemon/document/editor.hpp"

#include "ipc/json/equal.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;
using FailureKind = EditFailure::Kind;

EditResult<Value> step_into_array(const Value& array, const std::string& token, const Pointer& path) {
  if (const auto index = array_index(token)) {
    std::uint32_t at = 0;
    for (const Value element : array) {
      if (at++ == *index) return element;
    }
    return beyond_array(path, at);
  }
  if (token == "-") return no_such_path(path, "'-' is the place behind the last element");
  const auto selector = array_selector(token);
  if (!selector) return not_an_index(path, token);
  std::optional<Value> found;
  for (const Value element : array) {
    if (!matches(element, *selector)) continue;
    if (found) return not_one_match(path, token, false);
    found = element;
  }
  if (!found) return not_one_match(path, token, true);
  return *found;
}

}  // namespace

EditResult<Value> find_value(const Value& root, const Pointer& path) {
  Value at = root;
  for (const auto& token : path.tokens()) {
    if (at.is(Kind::object)) {
      const auto member = at.find(token);
      if (!member) return no_member(path, token);
      at = *member;
    } else if (at.is(Kind::array)) {
      const auto element = step_into_array(at, token, path);
      if (!element) return element.error();
      at = *element;
    } else {
      return not_a_container(path, token);
    }
  }
  return at;
}

Pointer Editor::Location::path() const {
  std::vector<std::string> tokens;
  for (const auto& step : steps)
    tokens.push_back(step.token);
  return Pointer(std::move(tokens));
}

EditResult<std::uint32_t> Editor::element_of(const Slot& array, const std::string& token,
                                             const Pointer& path) {
  if (const auto index = array_index(token)) {
    const auto count = draft_.count(array);
    if (*index < count) return *index;
    return beyond_array(path, count);
  }
  if (token == "-") return no_such_path(path, "'-' is the place behind the last element");
  const auto selector = array_selector(token);
  if (!selector) return not_an_index(path, token);
  const auto found = draft_.find_matches(array, *selector);
  if (found.size() == 1) return found.front();
  return not_one_match(path, token, found.empty());
}

// Where a new element goes: before the one named, or behind the last.
EditResult<std::uint32_t> Editor::place_for(const Slot& array, const std::string& token,
                                            const Pointer& path) {
  const auto count = draft_.count(array);
  if (token == "-" || array_index(token) == count) return count;
  return element_of(array, token, path);
}

EditResult<std::uint32_t> Editor::position_of(const Slot& container, const std::string& token,
                                              const Pointer& path) {
  if (container.value.is(Kind::array)) return element_of(container, token, path);
  if (!container.value.is(Kind::object)) return not_a_container(path, token);
  const auto position = draft_.find_member(container, token);
  if (!position) return no_member(path, token);
  return *position;
}

EditResult<Editor::Location> Editor::locate(const Pointer& path, std::size_t tokens) {
  Location location{{}, draft_.root()};
  for (std::size_t i = 0; i < tokens; ++i) {
    const auto& token = path.tokens()[i];
    const auto position = position_of(location.slot, token, path);
    if (!position) return position.error();
    const bool element = location.slot.value.is(Kind::array);
    location.steps.push_back({location.slot, *position, element ? std::to_string(*position) : token});
    location.slot = draft_.child(location.slot, *position);
  }
  return location;
}

Site Editor::site_of(const Location& location) {
  Site site = placement_.root_site();
  for (const auto& step : location.steps)
    site = placement_.child_site(step.container, site, step.position);
  if (location.steps.size() < 2 || !location.slot.value.is_container() || draft_.count(location.slot) > 0)
    return site;
  const auto& member = location.steps.back();
  const auto& around = location.steps[location.steps.size() - 2];
  if (member.container.value.is(Kind::object)) {
    auto like = placement_.pattern_in_cousin(around.container, around.position, member.token,
                                             location.slot.value.kind());
    if (like) {
      site.like = like;
      site.among_elements = true;
    }
  }
  return site;
}

EditResult<void> Editor::set(const std::vector<Step>& steps, Slot slot, Extent before) {
  if (draft_.is_too_large()) {
    return EditFailure{FailureKind::too_large, "the new values would take more than " +
                                                   std::to_string(draft_.bytes_max()) + " bytes"};
  }
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const auto around = extent_of(step->container);
    slot = draft_.replace_child(step->container, step->position, slot, before);
    before = around;
  }
  draft_.set_root(slot);
  return {};
}

EditResult<void> Editor::check_depth(std::size_t levels, const Value& value) const {
  if (levels + value.depth() <= depth_max_) return {};
  return EditFailure{FailureKind::too_deep,
                     "the document would be nested more than " + std::to_string(depth_max_) + " levels deep"};
}

EditResult<Pointer> Editor::insert(const Location& parent, std::uint32_t position, const std::string& token,
                                   const Value& value) {
  const bool object = parent.slot.value.is(Kind::object);
  std::string name;
  std::optional<Value> like;
  if (object) {
    json::append_string(name, token);
    if (!parent.steps.empty() && value.is_container()) {
      const auto& step = parent.steps.back();
      like = placement_.pattern_in_cousin(step.container, step.position, token, value.kind());
    }
  }
  auto tokens = parent.path().tokens();
  tokens.push_back(object ? token : std::to_string(position));
  const auto before = extent_of(parent.slot);
  const auto site = Placement::remembered([&] { return site_of(parent); });
  const Slot becomes = placement_.insert(parent.slot, site, position, name, value, like);
  if (auto done = set(parent.steps, becomes, before); !done) return done.error();
  return Pointer(std::move(tokens));
}

EditResult<Pointer> Editor::add(const Pointer& path, const Value& value) {
  draft_.begin_operation();
  if (auto deep = check_depth(path.tokens().size(), value); !deep) return deep.error();
  if (path.is_root()) return replace(path, value);
  const auto parent = locate(path, path.tokens().size() - 1);
  if (!parent) return parent.error();
  const auto& token = path.tokens().back();
  if (parent->slot.value.is(Kind::array)) {
    const auto position = place_for(parent->slot, token, path);
    if (!position) return position.error();
    return insert(*parent, *position, token, value);
  }
  if (!parent->slot.value.is(Kind::object)) return not_a_container(path, token);
  if (draft_.find_member(parent->slot, token)) return replace(path, value);
  return insert(*parent, draft_.count(parent->slot), token, value);
}

EditResult<Pointer> Editor::replace(const Pointer& path, const Value& value) {
  draft_.begin_operation();
  if (auto deep = check_depth(path.tokens().size(), value); !deep) return deep.error();
  const auto location = locate(path);
  if (!location) return location.error();
  const auto before = extent_of(location->slot);
  const auto site = Placement::remembered([&] { return site_of(*location); });
  if (const auto becomes = Rewrite(draft_).replaced(location->slot, value, site)) {
    if (auto done = set(location->steps, *becomes, before); !done) return done.error();
  }
  return location->path();
}

EditResult<Pointer> Editor::remove(const Pointer& path) {
  draft_.begin_operation();
  if (path.is_root()) {
    return EditFailure{FailureKind::invalid_path,
                       "the whole value cannot be removed: delete the document instead"};
  }
  const auto location = locate(path);
  if (!location) return location.error();
  auto around = location->steps;
  const Step last = around.back();
  around.pop_back();
  const auto before = extent_of(last.container);
  const Slot becomes = draft_.remove_child(last.container, last.position);
  if (auto done = set(around, becomes, before); !done) return done.error();
  return location->path();
}

EditResult<Pointer> Editor::test(const Pointer& path, const Value& value) {
  draft_.begin_operation();
  const auto location = locate(path);
  if (!location && location.error().kind == FailureKind::no_such_path) {
    return EditFailure{FailureKind::test_failed, location.error().message};
  }
  if (!location) return location.error();
  const auto now = draft_.snapshot(location->slot);
  draft_.charge(value.raw().size() + now.value().raw().size());
  if (!json::equal(now.value(), value)) {
    return EditFailure{FailureKind::test_failed, "the value at " + quoted(path) + " is another one"};
  }
  return location->path();
}

EditResult<Pointer> Editor::merge(const Pointer& path, const Value& patch) {
  draft_.begin_operation();
  if (auto deep = check_depth(path.tokens().size(), patch); !deep) return deep.error();
  const auto location = locate(path);
  if (!location) {
    if (path.is_root() || location.error().kind != FailureKind::no_such_path) return location.error();
    // Merging into a member that is not there makes it.
    const auto parent = locate(path, path.tokens().size() - 1);
    if (!parent || !parent->slot.value.is(Kind::object)) return location.error();
    return add(path, Rewrite::without_nulls(patch).root());
  }
  const auto before = extent_of(location->slot);
  const auto site = Placement::remembered([&] { return site_of(*location); });
  if (const auto becomes = Rewrite(draft_).merged(location->slot, patch, site)) {
    if (auto done = set(location->steps, *becomes, before); !done) return done.error();
  }
  return location->path();
}

EditResult<Editor::Moved> Editor::copy(const Pointer& from, const Pointer& path) {
  draft_.begin_operation();
  const auto source = locate(from);
  if (!source) return of_source(source.error());
  const auto source_path = source->path();
  const auto value = json::copy_of(draft_.snapshot(source->slot).value());
  draft_.charge(value.text().size());
  auto added = add(path, value.root());
  if (!added) return added.error();
  return Moved{source_path, std::move(*added)};
}

EditResult<Editor::Moved> Editor::move(const Pointer& from, const Pointer& path) {
  draft_.begin_operation();
  const auto source = locate(from);
  if (!source) return of_source(source.error());
  const auto source_path = source->path();
  // Whether the path leads through the value, before that is taken away, even if to nothing in it.
  const auto depth = source_path.tokens().size();
  if (path.tokens().size() >= depth) {
    const auto ahead = locate(path, depth);
    const bool meets = ahead && ahead->path() == source_path;
    if (meets && path.tokens().size() == depth) return Moved{source_path, source_path};
    if (meets) return EditFailure{FailureKind::invalid_from, "a value cannot be moved into itself"};
  }
  const auto value = json::copy_of(draft_.snapshot(source->slot).value());
  draft_.charge(value.text().size());
  if (!path.is_root()) {
    if (auto removed = remove(source_path); !removed) return removed.error();
  }
  auto added = add(path, value.root());
  if (!added) return added.error();
  return Moved{source_path, std::move(*added)};
}

}  // namespace holdfast::document
