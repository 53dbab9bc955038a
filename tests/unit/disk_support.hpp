// What the disk tests share: a managed directory on the real file system, attributes and modes behind its
// back, and the judgement whether this machine can run a case.
#pragma once

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

#include "daemon/disk/managed_directory.hpp"
#include "daemon/disk/posix_file_system.hpp"
#include "tests/support/failing_file_system.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::test {

inline bool is_root(const char* what) {
  if (::geteuid() == 0) return true;
  BOOST_TEST_MESSAGE("SKIPPED (not root): " << what);
  return false;
}

/// False where the file system has no such attribute; says so.
inline bool set_xattr(const std::filesystem::path& path, const std::string& name, const std::string& value) {
  if (::setxattr(path.c_str(), name.c_str(), value.data(), value.size(), 0) == 0) return true;
  BOOST_TEST_MESSAGE("SKIPPED (no such attribute here): " << name);
  return false;
}

inline std::optional<std::string> xattr_of(const std::filesystem::path& path, const std::string& name) {
  std::string value(1024, '\0');
  const auto size = ::getxattr(path.c_str(), name.c_str(), value.data(), value.size());
  if (size < 0) return std::nullopt;
  value.resize(static_cast<std::size_t>(size));
  return value;
}

inline struct stat stat_of(const std::filesystem::path& path) {
  struct stat found {};
  BOOST_TEST_REQUIRE(::lstat(path.c_str(), &found) == 0, "no " << path);
  return found;
}

inline mode_t mode_of(const std::filesystem::path& path) {
  return stat_of(path).st_mode & 07777U;
}

/// An ACL that lets one more user read (acl(5), the kernel's binary form): user::rw-, user:1234:r--,
/// group::r--, mask::r--, other::---.
inline std::string acl_for_one_more_user() {
  std::string acl("\x02\x00\x00\x00", 4);
  const auto add = [&acl](int tag, int permissions, std::uint32_t id) {
    for (const int field : {tag, permissions}) {
      acl.push_back(static_cast<char>(field & 0xFF));
      acl.push_back(static_cast<char>(field >> 8));
    }
    for (int shift = 0; shift < 32; shift += 8)
      acl.push_back(static_cast<char>(id >> shift & 0xFF));
  };
  constexpr std::uint32_t nobody_in_particular = 0xFFFFFFFF;
  add(0x01, 6, nobody_in_particular);
  add(0x02, 4, 1234);
  add(0x04, 4, nobody_in_particular);
  add(0x10, 4, nobody_in_particular);
  add(0x20, 0, nobody_in_particular);
  return acl;
}
inline constexpr const char* access_acl = "system.posix_acl_access";
inline constexpr const char* default_acl = "system.posix_acl_default";

/// A managed directory, its file system recorded, and its root opened once more for direct calls.
struct DiskFixture {
  DiskFixture() : managed(open_managed()), root(open_root()) { files.forget_calls(); }

  disk::ManagedDirectory open_managed() {
    auto opened = disk::ManagedDirectory::open(files, directory.path());
    BOOST_TEST_REQUIRE(opened.has_value(), opened.error().text());
    return std::move(*opened);
  }
  disk::File open_root() {
    auto opened = files.open_root(directory.path());
    BOOST_TEST_REQUIRE(opened.has_value());
    return std::move(*opened);
  }

  TemporaryDirectory directory;
  disk::PosixFileSystem real;
  FailingFileSystem files{real};
  disk::ManagedDirectory managed;
  disk::File root;
};

}  // namespace holdfast::test
