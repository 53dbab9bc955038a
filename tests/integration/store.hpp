// A directory of documents with the real daemon serving it, for one test. Also what the tests are told from
// outside: how large to be, which seed to use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/integration/store_client.hpp"
#include "tests/support/daemon_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::test {

class Store {
 public:
  enum class Begin { started, stopped };

  explicit Store(const std::string& settings = "", Begin begin = Begin::started);

  [[nodiscard]] DaemonProcess& daemon() { return daemon_; }
  [[nodiscard]] std::filesystem::path directory() const { return place_ / "documents"; }
  [[nodiscard]] std::filesystem::path socket() const { return place_ / "socket"; }
  /// Beside the directory, not below it.
  [[nodiscard]] std::filesystem::path outside(std::string_view name) const { return place_ / name; }
  [[nodiscard]] std::filesystem::path path(std::string_view document) const { return directory() / document; }
  [[nodiscard]] std::string file(std::string_view document) const { return read_file(path(document)); }
  [[nodiscard]] StoreClient client() const { return StoreClient(socket().string()); }
  /// The names of stray temporary files, separated by blanks: is to be empty.
  [[nodiscard]] std::string strays() const;
  void restart();

 private:
  TemporaryDirectory place_;
  DaemonProcess daemon_;
};

/// `full` times HOLDFAST_SCALE percent, at least 1; five times that with HOLDFAST_SOAK.
[[nodiscard]] std::size_t scaled(std::size_t full);
/// HOLDFAST_SEED, else a new one. Prints how to run this again.
[[nodiscard]] std::uint64_t seed_for(const std::string& test);
/// Says on standard error that a part of a test cannot run here.
void skip_loudly(const std::string& what, const std::string& why);
/// From now on stores are made in memory, unless TMPDIR says where: for tests that end the process, not the
/// machine. What the kernel was given outlives the process on any file system, and there a start is cheap.
void stay_in_memory();
[[nodiscard]] bool is_root();
/// Whoever runs it: a user who is neither root nor the daemon.
inline constexpr unsigned stranger = 65533;
/// Waits until `holds` does; false after half a minute.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

}  // namespace holdfast::test
