// What lies on a disk while no kernel runs: a tree of names, each file one content and one look. A simulated
// disk starts from an image and, cut off from its power, leaves one of many.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "daemon/disk/file_system.hpp"
#include "tests/support/blob.hpp"

namespace holdfast::test {

using Inode = std::uint64_t;

struct StateHash {
  std::uint64_t content = 0;  // names, bytes, looks: equal for what no program could tell apart
  std::uint64_t exact = 0;    // inode numbers too
  bool operator==(const StateHash&) const = default;
};

/// What one entry of a tree adds to the hash of a state, from the hash of its path.
[[nodiscard]] inline std::uint64_t entry_hash(std::uint64_t path, std::uint64_t bytes, std::uint64_t looks) {
  return mix(mix(path, bytes), looks);
}
[[nodiscard]] inline std::uint64_t path_hash(std::uint64_t directory, std::string_view name) {
  return mix(directory, hash_of(name));
}
constexpr std::uint64_t root_path_hash = 1;

struct DurableImage {
  static constexpr Inode root = 1;

  struct Node {
    disk::FileKind kind = disk::FileKind::regular;
    BlobPointer bytes;  // null for a directory
    LooksPointer looks;
    std::map<std::string, Inode> entries;  // of a directory
  };

  std::map<Inode, Node> nodes;
  StateHash hash;

  /// A managed directory with nothing in it.
  [[nodiscard]] static DurableImage empty();

  using Visit = std::function<void(const std::string& path, const Node& node)>;
  /// Calls `visit` for all that is below the root; paths as "network/wifi.json".
  void each(const Visit& visit) const;
  /// One line an entry: path, size or kind, mode.
  [[nodiscard]] std::string text() const;
};

}  // namespace holdfast::test
