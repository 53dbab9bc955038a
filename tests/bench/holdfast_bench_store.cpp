#include "tests/bench/holdfast_bench_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace holdfast::bench {
namespace fs = std::filesystem;
namespace {

constexpr int flushes_field = 16;  // of /sys/dev/block/*/stat, see the kernel's block/stat.rst

// The daemon tells of every commit: kept in memory or on the disk measured, that would be part of the
// figures.
void discard_log() {
  ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
}

// A relative path where it is shorter: a socket's has little room.
fs::path shortest(const fs::path& path) {
  const auto near = fs::proximate(path);
  return near.native().size() < path.native().size() ? near : path;
}

}  // namespace

WorkingDirectory::WorkingDirectory(const std::string& parent) {
  auto pattern = (fs::absolute(parent) / "holdfast-bench-XXXXXX").lexically_normal().string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a directory in " + parent);
  path_ = pattern;
}

WorkingDirectory::~WorkingDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

BenchStore::BenchStore(const std::string& daemon, const std::string& parent)
    : place_(parent),
      daemon_({.directory = place_.path() / "documents",
               .socket = shortest(place_.path() / "socket"),
               .program = daemon,
               .prepare = discard_log}) {
  fs::create_directory(daemon_.options().directory);
  try {
    daemon_.start();
  } catch (const std::exception&) {
    // Once more, now that it is known that it has something to say.
    daemon_.options().prepare = nullptr;
    daemon_.start();
  }
  client_.emplace(socket());
}

void BenchStore::put(const std::string& document, const std::string& text) {
  if (const auto reply = client_->put(document, text); !reply.error().empty())
    throw std::runtime_error(document + ": " + reply.text("message"));
}

Counts BenchStore::counts() {
  const auto reply = client_->call("Status");
  return {reply.integer("revision"), reply.integer("commits"), reply.integer("groups"), flushes()};
}

std::optional<std::int64_t> BenchStore::flushes() const {
  struct stat place {};
  if (::stat(place_.path().c_str(), &place) != 0) return std::nullopt;
  std::ifstream file("/sys/dev/block/" + std::to_string(major(place.st_dev)) + ":" +
                     std::to_string(minor(place.st_dev)) + "/stat");
  std::int64_t value = 0;
  for (int field = 0; field < flushes_field; ++field)
    file >> value;
  // A partition has the field too, but only its disk is counted in it.
  if (!file || value == 0) return std::nullopt;
  return value;
}

}  // namespace holdfast::bench
