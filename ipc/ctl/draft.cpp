#include "ipc/ctl/draft.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::ctl {
namespace {

constexpr mode_t private_file = 0600;

Stop cannot(const std::string& doing, const std::string& path, int error) {
  return {Exit::usage,
          "cannot " + doing + " " + json::printable(path) + ": " + std::generic_category().message(error)};
}

// What was typed must be found again after a logout or a reboot, so no directory that is emptied by one comes first.
std::vector<std::string> places() {
  std::vector<std::string> found;
  const char* chosen = std::getenv("TMPDIR");
  if (chosen != nullptr && *chosen == '/') found.emplace_back(chosen);
  found.insert(found.end(), {"/var/tmp", "/tmp"});
  return found;
}

// mkdtemp gives mode 0700. A place that takes nothing is passed over.
std::string make_directory() {
  int error = 0;
  for (const auto& place : places()) {
    std::string pattern = place + "/holdfast-edit-XXXXXX";
    if (::mkdtemp(pattern.data()) != nullptr) return pattern;
    error = errno;
  }
  throw cannot("make a directory in", places().back(), error);
}

void write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw cannot("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_private(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, private_file);
  if (file < 0) throw cannot("make", path, errno);
  try {
    write_all(file, bytes, path);
  } catch (const Stop&) {
    ::close(file);
    throw;
  }
  if (::close(file) != 0) throw cannot("write", path, errno);
}

}  // namespace

Draft::Draft(const std::string& document, std::string_view bytes)
    : directory_(make_directory()), path_(directory_ + "/" + document.substr(document.rfind('/') + 1)) {
  try {
    write_private(path_, bytes);
  } catch (const Stop&) {
    remove();
    throw;
  }
}

std::string Draft::read() const {
  return read_input(path_);
}

bool Draft::present() const {
  struct stat status {};
  return ::lstat(path_.c_str(), &status) == 0;
}

std::string Draft::lay_beside(std::string_view theirs) const {
  const std::string beside = path_ + ".theirs";
  write_private(beside, theirs);
  return beside;
}

bool Draft::remove() const {
  for (const auto& path : {path_, path_ + ".theirs", path_ + "~"})
    ::unlink(path.c_str());
  return ::rmdir(directory_.c_str()) == 0;
}

}  // namespace holdfast::ctl
