// Goal: whatever lies under a document's name is either a plain file that may be replaced, or refused with
// the reason, without waiting and without touching it (RELIABILITY.md 3.3 cases 30, 33, 34). Method: every
// kind of file that can be made here.
#include "daemon/disk/document_file.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/unit/disk_support.hpp"

namespace holdfast::disk {
namespace {

using namespace holdfast::test;
namespace fs = std::filesystem;

struct Fixture : DiskFixture {
  // 0 if it can be read.
  int error_of(const std::string& leaf, std::uint64_t bytes_max = 1000) {
    const auto found = read_document(files, root, leaf, bytes_max);
    return found ? 0 : found.error().code.value();
  }
};

// Sets or clears what chattr(1) calls +i or +a. False where the file system or the user cannot.
bool set_flag(const fs::path& path, int flag, bool on) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int flags = 0;
  bool done = fd >= 0 && ::ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0;
  flags = on ? flags | flag : flags & ~flag;
  done = done && ::ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0;
  if (fd >= 0) ::close(fd);
  return done;
}

BOOST_FIXTURE_TEST_SUITE(disk_document_file, Fixture)

BOOST_AUTO_TEST_CASE(a_plain_file_is_read_whole) {
  const std::string bytes("with\0nul and \xFF", 15);
  write_file(directory / "a", bytes);
  const auto found = read_document(files, root, "a", 1000);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->bytes == bytes);
  BOOST_TEST(found->metadata.identity.size == bytes.size());
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_read) {
  write_file(directory / "a", "");
  BOOST_TEST(error_of("a") == 0);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_enoent) {
  BOOST_TEST(error_of("a") == ENOENT);
}

BOOST_AUTO_TEST_CASE(the_bound_on_the_size_is_exact) {
  write_file(directory / "a", "12345");
  BOOST_TEST(error_of("a", 5) == 0);
  BOOST_TEST(error_of("a", 4) == EFBIG);
}

BOOST_AUTO_TEST_CASE(a_link_is_refused_even_if_it_leads_to_a_plain_file_or_nowhere) {
  write_file(directory / "a", "x");
  fs::create_symlink("a", directory / "link");
  fs::create_symlink("nowhere", directory / "dangling");
  BOOST_TEST(error_of("link") == ELOOP);
  BOOST_TEST(error_of("dangling") == ELOOP);
}

BOOST_AUTO_TEST_CASE(a_fifo_is_refused_without_waiting_and_without_being_opened) {
  BOOST_TEST_REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  BOOST_TEST(error_of("fifo") == EINVAL);
  for (const auto& call : files.calls())
    BOOST_TEST((call.kind != CallKind::open_for_reading));
}

BOOST_AUTO_TEST_CASE(opening_a_fifo_that_slipped_in_does_not_wait) {
  BOOST_TEST_REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  BOOST_TEST(files.open_for_reading(root, "fifo").has_value());
}

BOOST_AUTO_TEST_CASE(a_fifo_swapped_in_between_look_and_open_is_refused) {
  write_file(directory / "a", "x");
  files.on_call([this](const Call& call) {
    if (call.kind != CallKind::open_for_reading) return;
    fs::remove(directory / "a");
    BOOST_TEST_REQUIRE(::mkfifo((directory / "a").c_str(), 0600) == 0);
  });
  BOOST_TEST(error_of("a") == EINVAL);
}

BOOST_AUTO_TEST_CASE(a_directory_is_refused) {
  fs::create_directory(directory / "d");
  BOOST_TEST(error_of("d") == EISDIR);
}

BOOST_AUTO_TEST_CASE(a_socket_is_refused) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory / "socket";
  if (path.size() >= sizeof address.sun_path) {
    BOOST_TEST_MESSAGE("SKIPPED: TMPDIR is too long for a socket's address");
    return;
  }
  path.copy(address.sun_path, path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  BOOST_TEST_REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  BOOST_TEST(error_of("socket") == EINVAL);
  ::close(fd);
}

BOOST_AUTO_TEST_CASE(a_device_is_refused) {
  if (!is_root("making a device")) return;
  if (::mknod((directory / "null").c_str(), S_IFCHR | 0666, 0x0103) != 0) {
    BOOST_TEST_MESSAGE("SKIPPED: no devices can be made here");
    return;
  }
  BOOST_TEST(error_of("null") == EINVAL);
}

BOOST_AUTO_TEST_CASE(a_file_with_two_names_is_refused) {
  write_file(directory / "a", "x");
  fs::create_hard_link(directory / "a", directory / "b");
  BOOST_TEST(error_of("a") == EMLINK);
}

BOOST_AUTO_TEST_CASE(set_id_bits_are_refused_and_the_sticky_bit_is_not) {
  write_file(directory / "a", "x");
  for (const mode_t mode : {04755U, 02755U}) {
    BOOST_TEST_REQUIRE(::chmod((directory / "a").c_str(), mode) == 0);
    BOOST_TEST(error_of("a") == EPERM);
  }
  if (::chmod((directory / "a").c_str(), 01644) == 0) BOOST_TEST(error_of("a") == 0);
}

BOOST_AUTO_TEST_CASE(an_immutable_or_append_only_file_is_refused) {
  write_file(directory / "a", "x");
  for (const int flag : {FS_IMMUTABLE_FL, FS_APPEND_FL}) {
    if (!set_flag(directory / "a", flag, true)) {
      BOOST_TEST_MESSAGE("SKIPPED: chattr does not work here");
      return;
    }
    const int error = error_of("a");
    BOOST_TEST(set_flag(directory / "a", flag, false));
    BOOST_TEST(error == EPERM);
  }
  BOOST_TEST(error_of("a") == 0);
}

BOOST_AUTO_TEST_CASE(a_mount_point_is_refused) {
  Metadata metadata;
  metadata.mount_point = true;
  BOOST_TEST(obstacle_of(metadata, "a")->code.value() == EBUSY);
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_is_read_is_read_again) {
  write_file(directory / "a", "first");
  bool changed = false;
  files.on_call([&](const Call& call) {
    if (call.kind != CallKind::read || changed) return;
    changed = true;
    write_file(directory / "a", "second, longer");
  });
  const auto found = read_document(files, root, "a", 1000);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->bytes == "second, longer");
}

BOOST_AUTO_TEST_CASE(a_file_that_never_rests_is_ebusy) {
  write_file(directory / "a", "x");
  std::size_t size = 1;
  files.on_call([&](const Call& call) {
    if (call.kind == CallKind::read) write_file(directory / "a", std::string(++size, 'x'));
  });
  BOOST_TEST(error_of("a") == EBUSY);
}

BOOST_AUTO_TEST_CASE(a_sentence_says_what_is_in_the_way) {
  fs::create_symlink("a", directory / "link");
  BOOST_TEST(read_document(files, root, "link", 1).error().text().find("symbolic link") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::disk
