#include "daemon/commit/timestamp.hpp"

#include <array>
#include <chrono>
#include <ctime>

namespace holdfast::commit {

std::int64_t now_ns() {
  using std::chrono::nanoseconds;
  return std::chrono::duration_cast<nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string timestamp_of(std::int64_t ns) {
  const std::time_t seconds = ns / 1'000'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string fraction = std::to_string(1'000'000 + ns / 1000 % 1'000'000).substr(1);
  return std::string(text.data(), length) + "." + fraction + "Z";
}

}  // namespace holdfast::commit
