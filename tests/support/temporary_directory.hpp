// A directory of its own for one test, below TMPDIR; removed at the end with all that is in it. Also the few
// plain file operations that tests do behind the daemon's back.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::test {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// Writes in place, as `cat >` does; makes missing directories.
void write_file(const std::filesystem::path& path, std::string_view bytes);
/// Writes another file and renames it over, as most editors do.
void replace_file(const std::filesystem::path& path, std::string_view bytes);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Paths, relative to `root`, of all entries whose names end in ".tmp".
[[nodiscard]] std::vector<std::string> temporary_files_below(const std::filesystem::path& root);
/// Bytes of all regular files below `root` by relative path, without `.holdfast` and temporary files.
[[nodiscard]] std::map<std::string, std::string> documents_below(const std::filesystem::path& root);

}  // namespace holdfast::test
