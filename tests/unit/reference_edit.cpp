#include "tests/unit/reference_edit.hpp"

#include <algorithm>

namespace holdfast::document {
namespace {

using json::Kind;
using FailureKind = EditFailure::Kind;

bool is_index(const std::string& token) {
  return !token.empty() && token.find_first_not_of("0123456789") == std::string::npos &&
         (token == "0" || token.front() != '0');
}

// An array's element: by its index, or by the value of a member.
ReferenceResult<std::size_t> element_at(const PlainValue& array, const std::string& token) {
  if (is_index(token)) {
    if (token.size() > 6 || std::stoul(token) >= array.children.size()) return FailureKind::no_such_path;
    return std::stoul(token);
  }
  if (token == "-") return FailureKind::no_such_path;
  const auto equals = token.find('=');
  if (equals == std::string::npos) return FailureKind::invalid_path;
  std::vector<std::size_t> matching;
  for (std::size_t i = 0; i < array.children.size(); ++i) {
    const auto& element = array.children[i].value;
    if (element.kind != Kind::object) continue;
    const auto member = element.find(token.substr(0, equals));
    if (member == element.children.size()) continue;
    const auto& value = element.children[member].value;
    const auto& spelled = value.kind == Kind::string ? value.meaning : value.spelling;
    if (!value.is_container() && spelled == token.substr(equals + 1)) matching.push_back(i);
  }
  if (matching.size() == 1) return matching.front();
  return matching.empty() ? FailureKind::no_such_path : FailureKind::invalid_path;
}

FailureKind of_source(FailureKind kind) {
  return kind == FailureKind::no_such_path ? FailureKind::no_such_from : FailureKind::invalid_from;
}

Tokens parent_of(Tokens path) {
  path.pop_back();
  return path;
}

}  // namespace

PlainValue merged(const PlainValue& target, const PlainValue& patch) {
  if (patch.kind != Kind::object) return patch;
  PlainValue result = target;
  if (target.kind != Kind::object) result = PlainValue{Kind::object, {}, {}, {}};
  for (const auto& [name, value] : patch.children) {
    const auto at = result.find(name);
    const bool there = at < result.children.size();
    if (value.kind == Kind::null) {
      if (there) result.children.erase(result.children.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (there) {
      result.children[at].value = merged(result.children[at].value, value);
    } else {
      result.children.push_back({name, merged(PlainValue{}, value)});
    }
  }
  return result;
}

ReferenceResult<ReferenceEdit::Found> ReferenceEdit::find(const Tokens& path) {
  Found found{&root_, {}};
  for (const auto& token : path) {
    auto& children = found.value->children;
    if (found.value->kind == Kind::object) {
      const auto at = found.value->find(token);
      if (at == children.size()) return FailureKind::no_such_path;
      found.value = &children[at].value;
      found.path.push_back(token);
    } else if (found.value->kind == Kind::array) {
      const auto at = element_at(*found.value, token);
      if (!at) return at.error();
      found.value = &children[*at].value;
      found.path.push_back(std::to_string(*at));
    } else {
      return FailureKind::no_such_path;
    }
  }
  return found;
}

ReferenceResult<Tokens> ReferenceEdit::add(const Tokens& path, const PlainValue& value) {
  if (path.size() + value.depth() > depth_max_) return FailureKind::too_deep;
  if (path.empty()) return replace(path, value);
  auto parent = find(parent_of(path));
  if (!parent) return parent.error();
  auto& children = parent->value->children;
  const auto& token = path.back();
  auto resolved = parent->path;
  if (parent->value->kind == Kind::array) {
    std::size_t at = children.size();
    if (token != "-" && token != std::to_string(at)) {
      const auto element = element_at(*parent->value, token);
      if (!element) return element.error();
      at = *element;
    }
    children.insert(children.begin() + static_cast<std::ptrdiff_t>(at), PlainMember{{}, value});
    resolved.push_back(std::to_string(at));
    return resolved;
  }
  if (parent->value->kind != Kind::object) return FailureKind::no_such_path;
  const auto at = parent->value->find(token);
  if (at == children.size()) {
    children.push_back({token, value});
  } else {
    children[at].value = value;
  }
  resolved.push_back(token);
  return resolved;
}

ReferenceResult<Tokens> ReferenceEdit::remove(const Tokens& path) {
  if (path.empty()) return FailureKind::invalid_path;
  const auto found = find(path);
  if (!found) return found.error();
  auto& parent = *find(parent_of(found->path))->value;
  const auto& token = found->path.back();
  const auto at = parent.kind == Kind::object ? parent.find(token) : std::stoul(token);
  parent.children.erase(parent.children.begin() + static_cast<std::ptrdiff_t>(at));
  return found->path;
}

ReferenceResult<Tokens> ReferenceEdit::replace(const Tokens& path, const PlainValue& value) {
  if (path.size() + value.depth() > depth_max_) return FailureKind::too_deep;
  const auto found = find(path);
  if (!found) return found.error();
  *found->value = value;
  return found->path;
}

ReferenceResult<Tokens> ReferenceEdit::test(const Tokens& path, const PlainValue& value) {
  const auto found = find(path);
  if (!found) return found.error() == FailureKind::no_such_path ? FailureKind::test_failed : found.error();
  if (!means_the_same(*found->value, value)) return FailureKind::test_failed;
  return found->path;
}

ReferenceResult<Tokens> ReferenceEdit::merge(const Tokens& path, const PlainValue& patch) {
  if (path.size() + patch.depth() > depth_max_) return FailureKind::too_deep;
  const auto found = find(path);
  if (found) {
    *found->value = merged(*found->value, patch);
    return found->path;
  }
  if (path.empty() || found.error() != FailureKind::no_such_path) return found.error();
  const auto parent = find(parent_of(path));
  if (!parent || parent->value->kind != Kind::object) return found.error();
  return add(path, merged(PlainValue{}, patch));
}

ReferenceResult<ReferenceEdit::Moved> ReferenceEdit::copy(const Tokens& from, const Tokens& path) {
  const auto source = find(from);
  if (!source) return of_source(source.error());
  const auto resolved = source->path;
  const PlainValue value = *source->value;
  const auto added = add(path, value);
  if (!added) return added.error();
  return Moved{resolved, *added};
}

ReferenceResult<ReferenceEdit::Moved> ReferenceEdit::move(const Tokens& from, const Tokens& path) {
  const auto source = find(from);
  if (!source) return of_source(source.error());
  const auto resolved = source->path;
  // RFC 6902 section 4.4: "from" must not be a proper prefix of "path".
  if (path.size() >= resolved.size()) {
    const auto ahead =
        find(Tokens(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(resolved.size())));
    const bool prefix = ahead && ahead->path == resolved;
    if (prefix && path.size() > resolved.size()) return FailureKind::invalid_from;
    if (prefix) return Moved{resolved, resolved};
  }
  const PlainValue value = *source->value;
  const auto removed = path.empty() ? ReferenceResult<Tokens>(resolved) : remove(resolved);
  if (!removed) return removed.error();
  const auto added = add(path, value);
  if (!added) return added.error();
  return Moved{resolved, *added};
}

}  // namespace holdfast::document
