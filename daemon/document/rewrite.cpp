#include "daemon/document/rewrite.hpp"

#include <algorithm>
#include <map>

#include "ipc/json/parse.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

// So few names are looked up one by one; for more, all names of the object are read once.
constexpr std::size_t looked_up_max = 32;

std::string_view name_token(const Value& member) {
  return json::string_token(member.text().substr(member.node().key));
}

void append_without_nulls(std::string& out, const Value& value) {
  if (!value.is(Kind::object)) {
    out.append(value.raw());
    return;
  }
  out.push_back('{');
  bool first = true;
  for (const Value member : value) {
    if (member.is(Kind::null)) continue;
    if (!first) out.push_back(',');
    first = false;
    out.append(name_token(member)).push_back(':');
    append_without_nulls(out, member);
  }
  out.push_back('}');
}

bool is_empty(const Value& container) {
  return container.node().next == container.index() + 1;
}

// The members of an object by name.
class Members {
 public:
  explicit Members(const Value& object) {
    std::uint32_t position = 0;
    for (const Value member : object)
      members_.push_back({member.key(), member, position++, false});
    std::sort(members_.begin(), members_.end(),
              [](const Member& a, const Member& b) { return a.name < b.name; });
  }
  struct Member {
    std::string name;
    Value value;
    std::uint32_t position;
    bool seen;
  };
  [[nodiscard]] Member* find(const std::string& name) {
    const auto found =
        std::lower_bound(members_.begin(), members_.end(), name,
                         [](const Member& member, const std::string& n) { return member.name < n; });
    return found != members_.end() && found->name == name ? &*found : nullptr;
  }
  // In the order of the text.
  [[nodiscard]] std::vector<NewChild> not_seen() const {
    std::vector<Member> rest;
    std::copy_if(members_.begin(), members_.end(), std::back_inserter(rest),
                 [](const Member& m) { return !m.seen; });
    std::sort(rest.begin(), rest.end(),
              [](const Member& a, const Member& b) { return a.position < b.position; });
    std::vector<NewChild> children;
    for (const auto& member : rest)
      children.push_back({name_token(member.value), member.value});
    return children;
  }

 private:
  std::vector<Member> members_;
};

std::vector<Value> elements_of(const Value& array) {
  std::vector<Value> elements;
  for (const Value element : array)
    elements.push_back(element);
  return elements;
}

std::size_t removals_in(const std::vector<ChildEdit>& edits) {
  return static_cast<std::size_t>(
      std::count_if(edits.begin(), edits.end(), [](const ChildEdit& edit) { return !edit.becomes; }));
}

}  // namespace

json::ParsedText Rewrite::without_nulls(const Value& patch) {
  std::string text;
  append_without_nulls(text, patch);
  // It is as deep as the patch at most, which was parsed before.
  return json::parse_owned(std::move(text), parsed_before).value();
}

std::optional<Slot> Rewrite::replaced(const Slot& old, const Value& now, const SiteOf& site) {
  if (!now.is_container()) {
    if (old.value.kind() == now.kind() && old.value.raw() == now.raw()) return std::nullopt;
    return draft_.keep(now);
  }
  if (old.value.kind() != now.kind() || draft_.count(old) == 0 || is_empty(now)) {
    const bool both_empty = old.value.kind() == now.kind() && draft_.count(old) == 0 && is_empty(now);
    return both_empty ? std::nullopt : std::optional(placement_.place(now, site()));
  }
  const Slot kept = draft_.keep(now);
  const Snapshot was = draft_.snapshot(old);
  const Fingerprints ours(was.value());
  const Fingerprints theirs(kept.value);
  draft_.charge(was.value().raw().size() + now.raw().size());
  return compared(old, {was.value(), kept.value, ours, theirs}, site);
}

std::optional<Slot> Rewrite::compared(const Slot& old, const Pair& pair, const SiteOf& site) {
  if (pair.is_alike()) return std::nullopt;
  if (!pair.now.is_container()) return Slot{pair.now};
  if (pair.was.kind() != pair.now.kind() || is_empty(pair.was) || is_empty(pair.now)) {
    return placement_.place(pair.now, site());
  }
  return pair.now.is(Kind::object) ? compared_object(old, pair, site) : compared_array(old, pair, site);
}

void Rewrite::compare_child(std::vector<ChildEdit>& edits, const Slot& container, std::uint32_t position,
                            const Pair& pair, const SiteOf& site) {
  if (pair.is_alike()) return;
  const auto child_site =
      Placement::remembered([&] { return placement_.child_site(container, site(), position); });
  // Only a container has parts that may stay.
  const Slot old = pair.now.is_container() ? draft_.child(container, position) : Slot{pair.was};
  if (auto becomes = compared(old, pair, child_site)) edits.push_back({position, *becomes});
}

std::optional<Slot> Rewrite::compared_object(const Slot& old, const Pair& pair, const SiteOf& site) {
  Members members(pair.now);
  std::vector<ChildEdit> edits;
  std::uint32_t position = 0;
  for (const Value was : pair.was) {
    if (auto* member = members.find(was.key())) {
      member->seen = true;
      compare_child(edits, old, position, pair.of(was, member->value), site);
    } else {
      edits.push_back({position, std::nullopt});
    }
    ++position;
  }
  // Where nothing stays there is nothing to keep.
  if (removals_in(edits) == position) return placement_.place(pair.now, site());
  const auto added = placement_.behind_last(old, site, members.not_seen());
  if (edits.empty() && added.entries.empty()) return std::nullopt;
  return draft_.edit_children(old, edits, added);
}

// What is alike at both ends stays; between, elements are changed one by one, then removed or added.
std::optional<Slot> Rewrite::compared_array(const Slot& old, const Pair& pair, const SiteOf& site) {
  const auto was = elements_of(pair.was);
  const auto now = elements_of(pair.now);
  const auto alike = [&](std::size_t i, std::size_t j) { return pair.of(was[i], now[j]).is_alike(); };
  const auto shorter = std::min(was.size(), now.size());
  std::size_t front = 0;
  while (front < shorter && alike(front, front))
    ++front;
  std::size_t back = 0;
  while (back < shorter - front && alike(was.size() - 1 - back, now.size() - 1 - back))
    ++back;
  std::vector<ChildEdit> edits;
  std::size_t at = front;
  for (; at < was.size() - back && at < now.size() - back; ++at)
    compare_child(edits, old, static_cast<std::uint32_t>(at), pair.of(was[at], now[at]), site);
  for (auto gone = at; gone < was.size() - back; ++gone)
    edits.push_back({static_cast<std::uint32_t>(gone), std::nullopt});
  std::vector<NewChild> fresh;
  for (; at < now.size() - back; ++at)
    fresh.push_back({{}, now[at]});
  const auto position = static_cast<std::uint32_t>(was.size() - back);
  const auto added = fresh.empty() ? Insertion{} : placement_.before(old, site, position, fresh);
  if (edits.empty() && added.entries.empty()) return std::nullopt;
  return draft_.edit_children(old, edits, added);
}

std::optional<Slot> Rewrite::merged(const Slot& target, const Value& patch, const SiteOf& site) {
  return merged_kept(target, draft_.keep(patch).value, site);
}

std::optional<Slot> Rewrite::merged_kept(const Slot& target, const Value& patch, const SiteOf& site) {
  if (!patch.is(Kind::object)) return replaced(target, patch, site);
  if (!target.value.is(Kind::object)) return placement_.place(without_nulls(patch).root(), site());
  if (draft_.count(target) > 0) return merged_object(target, patch, site);
  const auto value = without_nulls(patch);
  return is_empty(value.root()) ? std::nullopt : std::optional(placement_.place(value.root(), site()));
}

std::optional<ChildEdit> Rewrite::merged_child(const Slot& object, std::uint32_t position,
                                               const Value& member, const SiteOf& site) {
  if (member.is(Kind::null)) return ChildEdit{position, std::nullopt};
  const Slot it = draft_.child(object, position);
  const auto child_site =
      Placement::remembered([&] { return placement_.child_site(object, site(), position); });
  auto becomes = merged_kept(it, member, child_site);
  if (!becomes) return std::nullopt;
  return ChildEdit{position, *becomes};
}

// Nothing of the object's text is held on to: the caller goes on into its members.
std::map<std::string, std::uint32_t> Rewrite::positions_in(const Slot& object) {
  const Snapshot now = draft_.snapshot(object);
  draft_.charge(now.value().raw().size());
  std::map<std::string, std::uint32_t> positions;
  std::uint32_t position = 0;
  for (const Value member : now.value())
    positions.emplace(member.key(), position++);
  return positions;
}

std::optional<Slot> Rewrite::merged_object(const Slot& target, const Value& patch, const SiteOf& site) {
  const bool many = patch.size() > looked_up_max;
  const auto positions = many ? positions_in(target) : std::map<std::string, std::uint32_t>();
  const auto position_of = [&](const std::string& name) -> std::optional<std::uint32_t> {
    if (!many) return draft_.find_member(target, name);
    const auto found = positions.find(name);
    return found != positions.end() ? std::optional(found->second) : std::nullopt;
  };
  std::vector<ChildEdit> edits;
  std::vector<json::ParsedText> stripped;
  std::vector<NewChild> fresh;
  stripped.reserve(patch.size());
  for (const Value member : patch) {
    if (const auto position = position_of(member.key())) {
      if (auto edit = merged_child(target, *position, member, site)) edits.push_back(*edit);
    } else if (!member.is(Kind::null)) {
      const Value value =
          member.is(Kind::object) ? stripped.emplace_back(without_nulls(member)).root() : member;
      fresh.push_back({name_token(member), value});
    }
  }
  std::sort(edits.begin(), edits.end(),
            [](const ChildEdit& a, const ChildEdit& b) { return a.position < b.position; });
  if (!fresh.empty() && removals_in(edits) == draft_.count(target)) {
    return placement_.place(without_nulls(patch).root(), site());
  }
  const auto added = placement_.behind_last(target, site, fresh);
  if (edits.empty() && added.entries.empty()) return std::nullopt;
  return draft_.edit_children(target, edits, added);
}

}  // namespace holdfast::document
