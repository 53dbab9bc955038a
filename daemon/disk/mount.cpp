#include "daemon/disk/mount.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace holdfast::disk {
namespace {

bool has_option(std::string_view options, std::string_view wanted) {
  std::istringstream stream{std::string(options)};
  for (std::string option; std::getline(stream, option, ',');) {
    if (option == wanted) return true;
  }
  return false;
}

template <std::size_t N>
bool is_one_of(std::string_view type, const std::array<std::string_view, N>& types) {
  return std::any_of(types.begin(), types.end(), [type](std::string_view t) { return type.starts_with(t); });
}

}  // namespace

std::string durability_on(std::string_view type, std::string_view options) {
  constexpr std::array<std::string_view, 2> in_memory{"tmpfs", "ramfs"};
  constexpr std::array<std::string_view, 7> remote{"nfs", "cifs", "smb", "9p", "ceph", "fuse", "virtiofs"};
  constexpr std::array<std::string_view, 5> known{"ext3", "ext4", "xfs", "btrfs", "f2fs"};
  if (is_one_of(type, in_memory)) return "none: " + std::string(type) + " is lost with the power";
  if (is_one_of(type, remote))
    return "unverified: what " + std::string(type) + " promises is up to its server";
  if (has_option(options, "nobarrier") || has_option(options, "barrier=0")) {
    return "unverified: barriers are off, so the disk may reorder or lose what was synced";
  }
  if (type == "overlay") {
    return has_option(options, "volatile") ? "none: the overlay is volatile, it ignores fsync"
                                           : "unverified: overlay promises what its upper layer does";
  }
  if (!is_one_of(type, known)) return "unverified: nothing is known of " + std::string(type);
  return "full";
}

Mount mount_of(const std::string& path) {
  struct stat found {};
  Mount mount{"unknown", durability_on("unknown", "")};
  if (::stat(path.c_str(), &found) != 0) return mount;
  const std::string device = std::to_string(major(found.st_dev)) + ":" + std::to_string(minor(found.st_dev));
  std::ifstream lines("/proc/self/mountinfo");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string id, parent, number, root, point, options, word, type, source, super_options;
    fields >> id >> parent >> number >> root >> point >> options;
    while (fields >> word && word != "-") {
    }
    if (number != device || !(fields >> type >> source >> super_options)) continue;
    mount = {type, durability_on(type, options + "," + super_options)};
  }
  return mount;
}

}  // namespace holdfast::disk
