// The time of day as the protocol writes it.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast::commit {

/// Since the epoch of time.
[[nodiscard]] std::int64_t now_ns();
/// RFC 3339 with microseconds, UTC: texts compare as times do.
[[nodiscard]] std::string timestamp_of(std::int64_t ns);
[[nodiscard]] inline std::string timestamp_now() {
  return timestamp_of(now_ns());
}

}  // namespace holdfast::commit
