#include "tests/support/temporary_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace holdfast::test {
namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (fs::temp_directory_path() / "holdfast-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("cannot make a temporary directory " + pattern);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_file(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

void replace_file(const fs::path& path, std::string_view bytes) {
  const fs::path other = path.string() + "~";
  write_file(other, bytes);
  fs::rename(other, path);
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> temporary_files_below(const fs::path& root) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".tmp") found.push_back(fs::relative(entry.path(), root).string());
  }
  return found;
}

std::map<std::string, std::string> documents_below(const fs::path& root) {
  std::map<std::string, std::string> found;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (entry->path().filename() == ".holdfast") {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && !entry->is_symlink() && entry->path().extension() != ".tmp") {
      found[fs::relative(entry->path(), root).string()] = read_file(entry->path());
    }
  }
  return found;
}

}  // namespace holdfast::test
