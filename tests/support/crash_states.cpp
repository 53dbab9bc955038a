#include "tests/support/crash_states.hpp"

#include <algorithm>

namespace holdfast::test {

// In turn; where there are too many: the first and the last outcome of all, each thing alone at its last
// outcome and alone not, then some by chance.
bool CrashStates::each_choice(const Choice& outcomes, const std::function<void(const Choice&)>& one) {
  std::size_t product = 1;
  for (const auto count : outcomes)
    product = std::min(product * count, options_.combinations_max + 1);
  Choice choice(outcomes.size(), 0);
  if (product <= options_.combinations_max) {
    for (;;) {
      one(choice);
      std::size_t digit = 0;
      while (digit < choice.size() && ++choice[digit] == outcomes[digit])
        choice[digit++] = 0;
      if (digit == choice.size()) return true;
    }
  }
  one(choice);
  Choice last;
  for (const auto count : outcomes)
    last.push_back(count - 1);
  one(last);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Choice alone = choice, without = last;
    std::swap(alone[i], without[i]);
    one(alone);
    one(without);
  }
  for (std::size_t i = 0; i < options_.combinations_max; ++i) {
    for (std::size_t k = 0; k < choice.size(); ++k)
      choice[k] = random_() % outcomes[k];
    one(choice);
  }
  return false;
}

bool CrashStates::each(const Wanted& wanted, const One& one) {
  const auto& pending = disk_.pending();
  bool all = true;
  const auto with_names = [&](const Choice& names) {
    all &= each_content(entries_after(names), wanted, one);
  };
  Choice outcomes;
  for (const auto& change : pending)
    outcomes.push_back(change.outcomes());
  if (options_.survival == Survival::weak) {
    all &= each_choice(outcomes, with_names);
    return all;
  }
  for (std::size_t kept = 0; kept <= pending.size(); ++kept) {
    Choice prefix(pending.size(), 0);
    std::fill(prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(kept), 1);
    with_names(prefix);
  }
  return all;
}

CrashStates::Entries CrashStates::entries_after(const Choice& names) const {
  Entries changed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& change = disk_.pending()[i];
    if (!change.durable && names[i] == 0) continue;
    const auto [at, is_new] = changed.try_emplace(change.directory);
    if (is_new) at->second = disk_.node(change.directory).durable_entries;
    change.apply_to(at->second, names[i] == 2);
  }
  return changed;
}

const std::map<std::string, Inode>& CrashStates::entries_of(const Entries& changed, Inode directory) const {
  const auto found = changed.find(directory);
  return found == changed.end() ? disk_.node(directory).durable_entries : found->second;
}

void CrashStates::reach(const Entries& changed, Inode inode, std::uint64_t path,
                        std::vector<Reached>& reached) const {
  reached.push_back({inode, path});
  if (disk_.node(inode).kind != disk::FileKind::directory) return;
  for (const auto& [name, entry] : entries_of(changed, inode))
    reach(changed, entry, path_hash(path, name), reached);
}

// For one choice of names, all contents and looks of the files that have a name.
bool CrashStates::each_content(const Entries& changed, const Wanted& wanted, const One& one) {
  std::vector<Reached> reached;
  reach(changed, DurableImage::root, root_path_hash, reached);
  StateHash certain;
  std::vector<Reached> open;  // a file with two names stands here twice, and is chosen once
  std::vector<Inode> files;
  Choice outcomes;
  for (const auto& entry : reached) {
    const auto& node = disk_.node(entry.inode);
    certain.exact += mix(entry.path, entry.inode);
    const bool is_file = node.kind == disk::FileKind::regular;
    const std::size_t contents = is_file ? node.history.possible_bytes().size() : 1;
    const auto& looks = node.history.possible_looks();
    if (!is_file || (contents == 1 && looks.size() == 1)) {
      certain.content +=
          entry_hash(entry.path, is_file ? node.history.bytes()->hash() : 0, node.history.looks()->hash);
      continue;
    }
    open.push_back(entry);
    if (std::find(files.begin(), files.end(), entry.inode) != files.end()) continue;
    files.push_back(entry.inode);
    outcomes.push_back(contents);
    outcomes.push_back(looks.size());
  }
  return each_choice(outcomes, [&](const Choice& choice) {
    std::map<Inode, std::pair<std::size_t, std::size_t>> chosen;
    StateHash hash = certain;
    for (const auto& entry : open) {
      const auto at =
          static_cast<std::size_t>(std::find(files.begin(), files.end(), entry.inode) - files.begin());
      const auto& history = disk_.node(entry.inode).history;
      hash.content += entry_hash(entry.path, history.possible_bytes()[choice[2 * at]]->hash(),
                                 history.possible_looks()[choice[2 * at + 1]]->hash);
    }
    hash.exact += hash.content;
    if (!wanted(hash)) return;
    for (std::size_t i = 0; i < files.size(); ++i)
      chosen[files[i]] = {choice[2 * i], choice[2 * i + 1]};
    one(image_of(changed, reached, chosen, hash));
  });
}

DurableImage CrashStates::image_of(const Entries& changed, const std::vector<Reached>& reached,
                                   const std::map<Inode, std::pair<std::size_t, std::size_t>>& chosen,
                                   const StateHash& hash) const {
  DurableImage image;
  image.hash = hash;
  for (const auto& [inode, path] : reached) {
    const auto& from = disk_.node(inode);
    DurableImage::Node node{from.kind, nullptr, from.history.looks(), {}};
    if (from.kind == disk::FileKind::directory) {
      node.entries = entries_of(changed, inode);
    } else {
      const auto which = chosen.find(inode);
      const auto [bytes, looks] =
          which == chosen.end() ? std::pair<std::size_t, std::size_t>() : which->second;
      node.bytes = from.history.possible_bytes()[bytes];
      node.looks = from.history.possible_looks()[looks];
    }
    image.nodes.insert_or_assign(inode, std::move(node));
  }
  return image;
}

}  // namespace holdfast::test
