// All that a power cut may leave of a simulated disk. Weak persistence: each change of a name that was not
// synced is kept or lost by itself, and so is each file's unsynced content and look. Ordered: names survive
// as a prefix of the order in which they changed, as on a file system with a journal; files are as free as
// before.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "tests/support/simulated_disk.hpp"

namespace holdfast::test {

enum class Survival { weak, ordered };

class CrashStates {
 public:
  struct Options {
    Survival survival = Survival::weak;
    std::size_t combinations_max =
        4096;  // of names, and of contents for one choice of names; above, a sample
    std::uint64_t seed = 1;
  };
  /// Whether a state of this hash is to be made.
  using Wanted = std::function<bool(const StateHash&)>;
  using One = std::function<void(const DurableImage&)>;

  CrashStates(const SimulatedDisk& disk, Options options)
      : disk_(disk), options_(options), random_(options.seed) {}

  /// Calls `one` for each state that is wanted. Deterministic. Returns whether these were all there are, and
  /// not a sample.
  bool each(const Wanted& wanted, const One& one);

 private:
  using Choice = std::vector<std::size_t>;  // for each of several things which of its outcomes
  using Entries = std::map<Inode, std::map<std::string, Inode>>;

  struct Reached {
    Inode inode;
    std::uint64_t path;
  };

  [[nodiscard]] bool each_choice(const Choice& outcomes, const std::function<void(const Choice&)>& one);
  [[nodiscard]] Entries entries_after(const Choice& names) const;
  [[nodiscard]] const std::map<std::string, Inode>& entries_of(const Entries& changed, Inode directory) const;
  void reach(const Entries& changed, Inode inode, std::uint64_t path, std::vector<Reached>& reached) const;
  [[nodiscard]] bool each_content(const Entries& changed, const Wanted& wanted, const One& one);
  [[nodiscard]] DurableImage image_of(const Entries& changed, const std::vector<Reached>& reached,
                                      const std::map<Inode, std::pair<std::size_t, std::size_t>>& chosen,
                                      const StateHash& hash) const;

  const SimulatedDisk& disk_;
  Options options_;
  std::mt19937_64 random_;
};

}  // namespace holdfast::test
