#include "tests/support/simulated_disk.hpp"

#include <algorithm>
#include <set>

namespace holdfast::test {
namespace {

constexpr std::uint64_t inodes_of_generation = 100'000;
constexpr std::int64_t started_ns = 1'789'990'000'000'000'000;  // hours before the clock of fixed_clock.cpp
constexpr std::int64_t generation_ns = 1'000'000'000;

const BlobPointer& no_bytes() {
  static const BlobPointer none = make_blob({});
  return none;
}

}  // namespace

void NameChange::apply_to(std::map<std::string, Inode>& entries, bool half) const {
  switch (kind) {
    case Kind::link:
      entries[name] = inode;
      return;
    case Kind::unlink:
      entries.erase(name);
      return;
    case Kind::rename:
    case Kind::rename_by_link:
      if (!half) entries.erase(name);
      entries[target] = inode;
      return;
  }
}

SimulatedDisk::SimulatedDisk(const DurableImage& image, std::uint64_t generation)
    : generation_(generation),
      next_(2 + generation * inodes_of_generation),
      clock_ns_(started_ns + static_cast<std::int64_t>(generation) * generation_ns) {
  for (const auto& [inode, from] : image.nodes) {
    Node node{from.kind, FileHistory(from.bytes ? from.bytes : no_bytes(), from.looks)};
    node.entries = node.durable_entries = from.entries;
    node.links = 0;
    node.modified_ns = node.changed_ns = started_ns;
    nodes_.emplace_hint(nodes_.end(), inode, std::move(node));
  }
  for (const auto& [inode, from] : image.nodes) {
    for (const auto& [name, entry] : from.entries)
      ++nodes_.at(entry).links;
  }
}

Inode SimulatedDisk::find(Inode directory, const std::string& name) const {
  const auto& entries = nodes_.at(directory).entries;
  const auto found = entries.find(name);
  return found == entries.end() ? 0 : found->second;
}

bool SimulatedDisk::is_certain() const {
  return pending_.empty() && std::all_of(nodes_.begin(), nodes_.end(), [](const auto& entry) {
           const auto& node = entry.second;
           return node.links == 0 ||
                  (node.history.possible_looks().size() == 1 && node.history.possible_bytes().size() == 1);
         });
}

DurableImage SimulatedDisk::live_image() const {
  DurableImage image;
  const auto take = [&](const auto& self, Inode inode, std::uint64_t path) -> void {
    const auto& from = nodes_.at(inode);
    const bool is_file = from.kind == disk::FileKind::regular;
    const auto own = entry_hash(path, is_file ? from.history.bytes()->hash() : 0, from.history.looks()->hash);
    image.hash.content += own;
    image.hash.exact += own + mix(path, inode);
    image.nodes.insert_or_assign(
        inode, DurableImage::Node{from.kind, is_file ? from.history.bytes() : nullptr, from.history.looks(),
                                  from.entries});
    for (const auto& [name, entry] : from.entries)
      self(self, entry, path_hash(path, name));
  };
  take(take, DurableImage::root, root_path_hash);
  return image;
}

std::uint64_t SimulatedDisk::hash() const {
  std::uint64_t sum = live_image().hash.exact;
  for (const auto& change : pending_) {
    sum = mix(mix(sum, static_cast<std::uint64_t>(change.kind)), mix(change.directory, change.inode));
    sum = mix(mix(sum, hash_of(change.name)), hash_of(change.target));
    sum = mix(sum,
              static_cast<std::uint64_t>(change.durable) * 2 + static_cast<std::uint64_t>(change.poisoned));
  }
  for (const auto& [inode, node] : nodes_) {
    for (const auto& bytes : node.history.possible_bytes())
      sum = mix(sum, bytes->hash());
    for (const auto& looks : node.history.possible_looks())
      sum = mix(sum, looks->hash);
  }
  return sum;
}

SimulatedDisk SimulatedDisk::after_kill() const {
  SimulatedDisk disk = *this;
  ++disk.generation_;
  return disk;
}

// Settled changes of one directory that nothing uncertain precedes are history.
void SimulatedDisk::settle() {
  std::set<Inode> uncertain;
  std::erase_if(pending_, [&](const NameChange& change) {
    if (!change.durable) uncertain.insert(change.directory);
    if (uncertain.contains(change.directory)) return false;
    change.apply_to(nodes_.at(change.directory).durable_entries);
    return true;
  });
}

void SimulatedDisk::change_names(NameChange change) {
  auto& directory = nodes_.at(change.directory);
  change.apply_to(directory.entries);
  directory.modified_ns = directory.changed_ns = tick();
  pending_.push_back(std::move(change));
}

Inode SimulatedDisk::make(Inode directory, const std::string& name, disk::FileKind kind,
                          disk::Appearance appearance) {
  const Inode made = next_++;
  Node node{kind, FileHistory(no_bytes(), make_looks(std::move(appearance)))};
  node.modified_ns = node.changed_ns = tick();
  nodes_.emplace(made, std::move(node));
  change_names({NameChange::Kind::link, directory, name, {}, made});
  return made;
}

void SimulatedDisk::unlink(Inode directory, const std::string& name) {
  const Inode gone = find(directory, name);
  --nodes_.at(gone).links;
  nodes_.at(gone).changed_ns = tick();
  change_names({NameChange::Kind::unlink, directory, name, {}, gone});
}

void SimulatedDisk::rename(Inode directory, const std::string& from, const std::string& to, bool by_link) {
  const Inode moved = find(directory, from), replaced = find(directory, to);
  if (moved == replaced) return;  // two names of one file both stay: rename(2)
  if (replaced != 0) --nodes_.at(replaced).links;
  nodes_.at(moved).changed_ns = tick();
  const auto kind = by_link ? NameChange::Kind::rename_by_link : NameChange::Kind::rename;
  change_names({kind, directory, from, to, moved});
}

void SimulatedDisk::write(Inode file, std::uint64_t offset, std::string_view bytes) {
  auto& node = nodes_.at(file);
  node.history.write(offset, bytes);
  node.modified_ns = node.changed_ns = tick();
}

void SimulatedDisk::truncate(Inode file, std::uint64_t size) {
  auto& node = nodes_.at(file);
  node.history.truncate(size);
  node.modified_ns = node.changed_ns = tick();
}

void SimulatedDisk::set_looks(Inode file, disk::Appearance appearance) {
  auto& node = nodes_.at(file);
  node.history.set_looks(std::move(appearance));
  node.changed_ns = tick();
}

void SimulatedDisk::sync_directory(Inode directory) {
  for (auto& change : pending_) {
    if (change.directory == directory && !change.poisoned) change.durable = true;
  }
  settle();
}

void SimulatedDisk::fail_sync_directory(Inode directory) {
  for (auto& change : pending_) {
    if (change.directory == directory && !change.durable) change.poisoned = true;
  }
}

}  // namespace holdfast::test
