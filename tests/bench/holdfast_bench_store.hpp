// A fresh directory with the daemon serving it, for one line of measurements, and what the daemon and the
// kernel count of what happens there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/integration/store_client.hpp"
#include "tests/support/daemon_process.hpp"

namespace holdfast::bench {

/// Counted since some start: differences are what tells.
struct Counts {
  std::int64_t revision = 0;
  std::int64_t commits = 0;
  std::int64_t groups = 0;
  // Flushes of the disk below, whoever asked for them; nothing where the kernel does not count them.
  std::optional<std::int64_t> flushes;
};

/// A directory of its own below another, removed at the end with all that is in it.
class WorkingDirectory {
 public:
  explicit WorkingDirectory(const std::string& parent);
  ~WorkingDirectory();
  WorkingDirectory(const WorkingDirectory&) = delete;
  WorkingDirectory& operator=(const WorkingDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class BenchStore {
 public:
  /// Starts `daemon` on an empty directory below `parent`. Throws what it says if it does not start.
  BenchStore(const std::string& daemon, const std::string& parent);

  [[nodiscard]] std::string socket() const { return daemon_.options().socket.string(); }
  [[nodiscard]] std::filesystem::path beside(const char* name) const { return place_.path() / name; }
  /// Writes the document that is measured on.
  void put(const std::string& document, const std::string& text);
  [[nodiscard]] Counts counts();
  [[nodiscard]] std::string version() { return status("version"); }
  /// Of the directory, as the daemon sees it, and what an acknowledgement means there.
  [[nodiscard]] std::string file_system() { return status("filesystem"); }
  [[nodiscard]] std::string durability() { return status("durability"); }

 private:
  [[nodiscard]] std::string status(const char* member) { return client_->call("Status").text(member); }
  [[nodiscard]] std::optional<std::int64_t> flushes() const;

  WorkingDirectory place_;
  mutable test::DaemonProcess daemon_;
  std::optional<test::StoreClient> client_;
};

}  // namespace holdfast::bench
