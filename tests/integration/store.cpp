#include "tests/integration/store.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "tests/support/test_size.hpp"

namespace holdfast::test {
namespace {
constexpr std::size_t soak_factor = 5;
}

Store::Store(const std::string& settings, Begin begin)
    : daemon_(DaemonOptions{.directory = directory(), .socket = socket(), .settings = settings}) {
  namespace fs = std::filesystem;
  fs::create_directory(directory());
  // Other users are to reach the socket.
  fs::permissions(socket().parent_path(), fs::perms{0755});
  if (begin == Begin::started) daemon_.start();
}

std::string Store::strays() const {
  std::string names;
  for (const auto& name : temporary_files_below(directory()))
    names += name + " ";
  return names;
}

void Store::restart() {
  if (const int code = daemon_.stop(); code != 0)
    throw std::runtime_error("holdfastd ended with " + std::to_string(code) + ": " + daemon_.log());
  daemon_.start();
}

std::size_t scaled(std::size_t full) {
  return scaled(full, soak_factor);
}

std::uint64_t seed_for(const std::string& test) {
  const std::uint64_t seed = given_seed();
  std::cerr << "replay with: HOLDFAST_SEED=" << seed << " " << test << std::endl;
  return seed;
}

void skip_loudly(const std::string& what, const std::string& why) {
  std::cerr << "SKIPPED: " << what << ": " << why << std::endl;
}

void stay_in_memory() {
  if (std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 1);
}

bool is_root() {
  return ::geteuid() == 0;
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace holdfast::test
