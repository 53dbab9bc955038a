// Which states were looked at already, and how thoroughly, for several threads at once. Open addressing:
// there are millions.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace holdfast::test {

class SeenStates {
 public:
  static constexpr std::uint64_t level_max = 15;

  /// Whether a state of this hash was not yet seen at this level or a lower one. Lower is more thorough.
  bool add(std::uint64_t hash, std::uint64_t level) {
    auto& part = parts_[hash % parts_.size()];
    const std::lock_guard lock(part.mutex);
    return part.add((hash / parts_.size()) << level_bits, level);
  }

 private:
  static constexpr unsigned level_bits = 4;

  // So that threads seldom wait for each other.
  struct Part {
    bool add(std::uint64_t hash, std::uint64_t level) {
      if (2 * (count + 1) > slots.size()) grow();
      auto& slot = find(hash);
      const bool known = slot != 0 && (slot & level_max) <= level + 1;
      count += slot == 0 ? 1 : 0;
      if (!known) slot = hash | (level + 1);
      return !known;
    }
    // The slot of the hash, or the free one where it belongs.
    std::uint64_t& find(std::uint64_t hash) {
      std::size_t at = (hash >> level_bits) & (slots.size() - 1);
      while (slots[at] != 0 && slots[at] >> level_bits != hash >> level_bits)
        at = (at + 1) & (slots.size() - 1);
      return slots[at];
    }
    void grow() {
      const auto old =
          std::exchange(slots, std::vector<std::uint64_t>(std::max<std::size_t>(64, 2 * slots.size())));
      for (const auto slot : old) {
        if (slot != 0) find(slot) = slot;
      }
    }

    std::mutex mutex;
    std::vector<std::uint64_t> slots;  // hash, and the level + 1 in the lowest bits; 0: free
    std::size_t count = 0;
  };
  std::array<Part, 64> parts_;
};

}  // namespace holdfast::test
