// What the daemon is measured against: the fewest calls with which one thread, asking nobody, can replace a
// file durably.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace holdfast::bench {

class BareLoop {
 public:
  /// Makes the directory. `bytes` is what each replacement writes.
  BareLoop(const std::filesystem::path& directory, std::string bytes);
  ~BareLoop();
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  /// Replaces the file again and again: write a temporary file, fsync, rename, fsync of the directory.
  /// Returns how often in a second. Throws where a call fails.
  [[nodiscard]] double run(std::chrono::duration<double> duration);

 private:
  void replace_once() const;

  std::string bytes_;
  int directory_;
};

}  // namespace holdfast::bench
