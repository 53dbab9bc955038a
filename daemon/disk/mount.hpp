// On what file system the managed directory lies, and what a sync is worth there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast::disk {

struct Mount {
  std::string type;        // "ext4"; "unknown" where it cannot be told
  std::string durability;  // "full", or why an acknowledgement means less
};

/// Reads /proc/self/mountinfo (proc(5)). Blocks shortly; start-up only.
[[nodiscard]] Mount mount_of(const std::string& path);

/// The judgement alone. `options` are those of the mount and its file system, separated by commas.
[[nodiscard]] std::string durability_on(std::string_view type, std::string_view options);

}  // namespace holdfast::disk
