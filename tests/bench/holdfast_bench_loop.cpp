#include "tests/bench/holdfast_bench_loop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace holdfast::bench {
namespace {

constexpr const char* file_name = "document.json";
constexpr const char* temporary_name = ".document.json.tmp";

void require(bool done, const char* call) {
  if (!done) throw std::system_error(errno, std::generic_category(), std::string("the loop: ") + call);
}

}  // namespace

BareLoop::BareLoop(const std::filesystem::path& directory, std::string bytes) : bytes_(std::move(bytes)) {
  std::filesystem::create_directory(directory);
  directory_ = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(directory_ >= 0, "open of its directory");
}

BareLoop::~BareLoop() {
  ::close(directory_);
}

void BareLoop::replace_once() const {
  const int file = ::openat(directory_, temporary_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  require(file >= 0, "open");
  for (std::size_t written = 0; written < bytes_.size();) {
    const ssize_t part = ::write(file, bytes_.data() + written, bytes_.size() - written);
    require(part > 0, "write");
    written += static_cast<std::size_t>(part);
  }
  require(::fsync(file) == 0, "fsync");
  require(::close(file) == 0, "close");
  require(::renameat(directory_, temporary_name, directory_, file_name) == 0, "rename");
  require(::fsync(directory_) == 0, "fsync of its directory");
}

double BareLoop::run(std::chrono::duration<double> duration) {
  const auto start = std::chrono::steady_clock::now();
  std::chrono::duration<double> passed{0};
  std::uint64_t count = 0;
  do {
    replace_once();
    ++count;
    passed = std::chrono::steady_clock::now() - start;
  } while (passed < duration);
  return static_cast<double>(count) / passed.count();
}

}  // namespace holdfast::bench
