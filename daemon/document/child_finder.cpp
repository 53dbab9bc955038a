#include "daemon/document/child_finder.hpp"

#include <algorithm>
#include <bit>

#include "daemon/document/keyed_hash.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::document {
namespace {

using json::Kind;
using json::Value;

// Containers whose bytes a plain walk passes in about the time that a look into an index takes.
constexpr std::uint32_t small_container_nodes = 128;
// Every so many children the index remembers where one stands; those between are reached by walking.
constexpr std::uint32_t stride = 16;
constexpr std::uint32_t none = UINT32_MAX;
// So many elements on, the text is asked for from memory while these are looked at.
constexpr std::uint32_t read_ahead = 8;

// Selector keys that an index keeps a table for: each takes the walk over all members once, and memory.
constexpr std::size_t tables_max = 2;

// Of what a string token stands for. Most hold no escapes and are not copied.
std::uint32_t hash_of_token(std::string_view token) {
  if (token.find('\\') != std::string_view::npos) return keyed_hash(json::decode_string(token));
  return keyed_hash(token.substr(1, token.size() - 2));
}

// The characters that a selector compares: a string's own, another scalar's spelling.
std::uint32_t hash_of_scalar(const Value& value) {
  return value.is(Kind::string) ? hash_of_token(value.raw()) : keyed_hash(value.raw());
}

std::string_view name_token(const Value& member) {
  return json::string_token(member.text().substr(member.node().key));
}

bool is_named(const Value& member, std::string_view name) {
  const auto token = member.text().substr(member.node().key);
  // Most names differ at once.
  if (!name.empty() && token[1] != name.front() && token[1] != '\\') return false;
  return json::starts_with_string(token, name);
}

// What it costs to compare a member's name: names differ early, unless somebody wants them not to.
std::uint64_t cost_of_comparing(std::string_view name) {
  constexpr std::size_t usual_name = 64;
  return sizeof(json::Node) + (name.size() > usual_name ? name.size() : 0);
}

std::optional<Child> find_charged(const Value& object, std::string_view name, std::uint64_t& work) {
  if (!object.is(Kind::object)) return std::nullopt;
  std::uint32_t ordinal = 0;
  for (const Value candidate : object) {
    work += cost_of_comparing(name);
    if (is_named(candidate, name)) return Child{ordinal, candidate};
    ++ordinal;
  }
  return std::nullopt;
}

// Ordinals of children by the hash of a name or value, in ascending order. A peer that makes hashes collide
// gets the plain walk.
class Table {
 public:
  explicit Table(std::size_t expected) { entries_.reserve(expected); }

  void add(std::uint32_t hash, std::uint32_t ordinal) { entries_.push_back({hash, ordinal, none}); }
  // Called once, behind the last add().
  void finish() {
    entries_.shrink_to_fit();
    heads_.assign(std::bit_ceil(std::max<std::size_t>(entries_.size(), 1)), none);
    for (auto at = entries_.size(); at-- > 0;) {
      auto& head = heads_[entries_[at].hash & (heads_.size() - 1)];
      entries_[at].next = head;
      head = static_cast<std::uint32_t>(at);
    }
  }
  template <class Visit>
  void each(std::uint32_t hash, const Visit& visit) const {
    for (auto at = heads_[hash & (heads_.size() - 1)]; at != none; at = entries_[at].next) {
      if (entries_[at].hash == hash && !visit(entries_[at].ordinal)) return;
    }
  }
  [[nodiscard]] std::uint64_t kept() const {
    return entries_.size() * sizeof(Entry) + heads_.size() * sizeof(none);
  }

 private:
  struct Entry {
    std::uint32_t hash;
    std::uint32_t ordinal;
    std::uint32_t next;
  };
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> heads_;
};

}  // namespace

bool matches(const Value& element, const Selector& selector) {
  const auto member = element.find(selector.key);
  return member && is_spelled(*member, selector.value);
}

bool is_spelled(const Value& value, std::string_view characters) {
  if (value.is_container()) return false;
  if (value.is(Kind::string)) return json::starts_with_string(value.raw(), characters);
  return value.raw() == characters;
}

class ChildFinder::Index {
 public:
  Index(const Value& container, ChildFinder& finder)
      : container_(container), work_(finder.work_), kept_(finder.kept_) {
    for (const Value child : container) {
      if (count_++ % stride == 0) steps_.push_back(child.index());
    }
    work_ += count_ * sizeof(json::Node);
    kept_ += own_bytes();
  }
  ~Index() {
    kept_ -= own_bytes() + (names_ ? names_->kept() : 0);
    for (const auto& [key, table] : values_)
      kept_ -= table.kept();
  }
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] Value child(std::uint32_t ordinal) const {
    std::uint32_t node = steps_[ordinal / stride];
    for (std::uint32_t i = 0; i < ordinal % stride; ++i)
      node = container_.nodes()[node].next;
    return container_.at(node);
  }
  [[nodiscard]] std::optional<Child> member(std::string_view name) {
    if (!names_) names_ = table_of_names();
    std::optional<Child> found;
    names_->each(keyed_hash(name), [&](std::uint32_t ordinal) {
      const Value candidate = child(ordinal);
      work_ += sizeof(json::Node) + name.size();
      if (is_named(candidate, name)) found = Child{ordinal, candidate};
      return !found;
    });
    return found;
  }
  void each_match(const Selector& selector, const std::function<bool(const Child&)>& visit) {
    table_for(selector.key).each(keyed_hash(selector.value), [&](std::uint32_t ordinal) {
      const Value candidate = child(ordinal);
      work_ += selector.value.size();
      const auto member = find_charged(candidate, selector.key, work_);
      return !member || !is_spelled(member->value, selector.value) || visit({ordinal, candidate});
    });
  }

 private:
  [[nodiscard]] std::uint64_t own_bytes() const {
    return sizeof(Index) + steps_.size() * sizeof(std::uint32_t);
  }
  [[nodiscard]] Table table_of_names() const {
    Table table(count_);
    std::uint32_t ordinal = 0;
    for (const Value child : container_) {
      const auto token = name_token(child);
      work_ += sizeof(json::Node) + token.size();
      table.add(hash_of_token(token), ordinal++);
    }
    table.finish();
    kept_ += table.kept();
    return table;
  }
  // The last one asked for stands first.
  const Table& table_for(std::string_view key) {
    const auto known =
        std::find_if(values_.begin(), values_.end(), [&](const auto& entry) { return entry.first == key; });
    if (known != values_.end()) {
      std::rotate(values_.begin(), known, known + 1);
      return values_.front().second;
    }
    if (values_.size() == tables_max) {
      kept_ -= values_.back().second.kept();
      values_.pop_back();
    }
    return values_.emplace(values_.begin(), std::string(key), table_of_values(key))->second;
  }
  [[nodiscard]] Table table_of_values(std::string_view key) const {
    Table table(count_);
    const auto* nodes = container_.nodes();
    const auto end = container_.node().next;
    auto ahead = container_.index() + 1;
    for (std::uint32_t i = 0; i < read_ahead && ahead < end; ++i)
      ahead = nodes[ahead].next;
    work_ += count_ * sizeof(json::Node);
    std::uint32_t ordinal = 0;
    for (auto node = container_.index() + 1; node < end; node = nodes[node].next, ++ordinal) {
      if (ahead < end) {
        __builtin_prefetch(container_.text().data() + nodes[ahead].begin);
        __builtin_prefetch(container_.text().data() + nodes[ahead].begin + 32);
        ahead = nodes[ahead].next;
      }
      const auto member = find_charged(container_.at(node), key, work_);
      if (!member || member->value.is_container()) continue;
      work_ += member->value.raw().size();
      table.add(hash_of_scalar(member->value), ordinal);
    }
    table.finish();
    kept_ += table.kept();
    return table;
  }

  Value container_;
  std::uint64_t& work_;
  std::uint64_t& kept_;
  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> steps_;
  std::optional<Table> names_;
  std::vector<std::pair<std::string, Table>> values_;
};

ChildFinder::ChildFinder() = default;
ChildFinder::~ChildFinder() = default;

ChildFinder::Index* ChildFinder::index_of(const Value& container, bool at_once) {
  if (container.node().next - container.index() <= small_container_nodes) return nullptr;
  const auto [entry, first_time] = indexes_.try_emplace({container.nodes(), container.index()});
  if (first_time && !at_once) return nullptr;
  if (!entry->second) entry->second = std::make_unique<Index>(container, *this);
  return entry->second.get();
}

std::uint32_t ChildFinder::count(const Value& container) {
  if (const auto* index = index_of(container)) return index->count();
  const auto count = static_cast<std::uint32_t>(container.size());
  work_ += count * sizeof(json::Node);
  return count;
}

Value ChildFinder::child(const Value& container, std::uint32_t ordinal) {
  if (const auto* index = index_of(container)) return index->child(ordinal);
  auto child = container.begin();
  for (std::uint32_t i = 0; i < ordinal; ++i)
    ++child;
  work_ += ordinal * sizeof(json::Node);
  return *child;
}

std::optional<Child> ChildFinder::member(const Value& object, std::string_view name) {
  if (auto* index = index_of(object)) return index->member(name);
  return find_charged(object, name, work_);
}

void ChildFinder::each_match(const Value& array, const Selector& selector,
                             const std::function<bool(const Child&)>& visit) {
  // That no second one matches takes a look at all of them anyway.
  if (auto* index = index_of(array, true)) return index->each_match(selector, visit);
  std::uint32_t ordinal = 0;
  for (const Value element : array) {
    const auto member = find_charged(element, selector.key, work_);
    if (member && is_spelled(member->value, selector.value) && !visit({ordinal, element})) return;
    ++ordinal;
  }
}

void ChildFinder::forget(const std::unordered_set<const json::Node*>& trees) {
  std::erase_if(indexes_, [&trees](const auto& entry) { return trees.contains(entry.first.nodes); });
}

}  // namespace holdfast::document
