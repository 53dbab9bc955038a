// Goal: what is no plain file of ours is never replaced, followed or waited for (RELIABILITY 3.3, 30-37).
// Method: each kind of obstacle at a document's name or above it, then put and delete; the obstacle must be
// what it was.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;

struct Hostile : Store {
  // Whether an obstacle is there before the start or appears while the daemon runs, nothing may touch it.
  void check_refused(const std::string& document) {
    check_refused_now(document);
    daemon().stop();
    daemon().start();
    check_refused_now(document);
  }
  void check_refused_now(const std::string& document) {
    auto store = client();
    const auto before = describe(document);
    const auto put = store.put(document, "new\n");
    BOOST_TEST(put.error() != "", document + " was replaced");
    BOOST_TEST(put.error() != "OutcomeUnknown");
    if (put.has("message")) BOOST_TEST(put.text("message").find(directory().string()) == std::string::npos);
    BOOST_TEST(store.remove(document).error() != "", document + " was removed");
    BOOST_TEST(describe(document) == before);
    BOOST_TEST(strays() == "");
    BOOST_TEST(store.put("other.json", std::to_string(++number_) + "\n").error() == "");
    BOOST_TEST(store.call("Status").text("state") == "ready");
  }
  std::string describe(const std::string& document) {
    struct stat found {};
    if (::lstat(path(document).c_str(), &found) != 0) return "absent";
    return std::to_string(found.st_ino) + " " + std::to_string(found.st_mode) + " " +
           std::to_string(found.st_nlink) + " " + std::to_string(found.st_size);
  }

 private:
  int number_ = 0;
};

BOOST_FIXTURE_TEST_SUITE(hostile_target, Hostile)

BOOST_AUTO_TEST_CASE(a_symbolic_link_is_not_replaced) {
  write_file(outside("secret"), "secret\n");
  fs::create_symlink(outside("secret"), path("a.json"));
  fs::create_symlink("other.json", path("inner.json"));
  fs::create_symlink("nowhere", path("broken.json"));
  for (const auto* name : {"a.json", "inner.json", "broken.json"}) {
    check_refused(name);
    BOOST_TEST(fs::is_symlink(path(name)));
  }
  BOOST_TEST(read_file(outside("secret")) == "secret\n");
  BOOST_TEST(client().get("a.json").error() == "NoSuchDocument");
}

BOOST_AUTO_TEST_CASE(a_magic_link_is_not_followed) {
  fs::create_symlink("/proc/self/fd/0", path("a.json"));
  check_refused("a.json");
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_above_is_not_followed) {
  fs::create_directory(outside("elsewhere"));
  write_file(outside("elsewhere") / "a.json", "theirs\n");
  fs::create_directory_symlink(outside("elsewhere"), path("link"));
  fs::create_directory_symlink("/proc/self/cwd", path("magic"));
  auto store = client();
  for (const auto* name : {"link/a.json", "link/new.json", "link/deeper/new.json", "magic/new.json"}) {
    BOOST_TEST(store.put(name, "ours\n").error() != "");
    BOOST_TEST(store.remove(name).error() != "");
    BOOST_TEST(store.get(name).error() == "NoSuchDocument");
  }
  const std::map<std::string, std::string> untouched{{"a.json", "theirs\n"}};
  BOOST_TEST((documents_below(outside("elsewhere")) == untouched));
}

BOOST_AUTO_TEST_CASE(a_directory_that_becomes_a_link_is_not_followed) {
  auto store = client();
  store.put("sub/a.json", "1\n");
  fs::create_directory(outside("elsewhere"));
  write_file(outside("elsewhere") / "a.json", "theirs\n");
  fs::rename(path("sub"), outside("moved"));
  fs::create_directory_symlink(outside("elsewhere"), path("sub"));
  BOOST_TEST(store.put("sub/a.json", "2\n").error() != "");
  BOOST_TEST(store.put("sub/b.json", "2\n").error() != "");
  const std::map<std::string, std::string> untouched{{"a.json", "theirs\n"}};
  BOOST_TEST((documents_below(outside("elsewhere")) == untouched));
  BOOST_TEST(read_file(outside("moved") / "a.json") == "1\n");
}

BOOST_AUTO_TEST_CASE(a_hard_link_is_not_parted) {
  write_file(outside("shared"), "shared\n");
  fs::create_hard_link(outside("shared"), path("a.json"));
  check_refused("a.json");
  BOOST_TEST(read_file(outside("shared")) == "shared\n");
}

BOOST_AUTO_TEST_CASE(a_fifo_is_not_waited_for) {
  BOOST_REQUIRE(::mkfifo(path("a.json").c_str(), 0666) == 0);
  check_refused("a.json");
}

BOOST_AUTO_TEST_CASE(a_socket_is_not_replaced) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path("a.json").string().copy(address.sun_path, sizeof address.sun_path - 1);
  BOOST_REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  ::close(fd);
  check_refused("a.json");
}

BOOST_AUTO_TEST_CASE(a_device_is_not_opened) {
  if (::mknod(path("a.json").c_str(), S_IFCHR | 0666, 0x0103) != 0) {
    return skip_loudly("a device as target", "this user may not make devices");
  }
  check_refused("a.json");
}

BOOST_AUTO_TEST_CASE(a_directory_is_not_replaced) {
  fs::create_directory(path("a.json"));
  write_file(path("a.json/.kept"), "x");
  check_refused("a.json");
  BOOST_TEST(fs::exists(path("a.json/.kept")));
}

BOOST_AUTO_TEST_CASE(a_file_with_set_id_bits_is_not_replaced) {
  write_file(path("a.json"), "1\n");
  ::chmod(path("a.json").c_str(), 04755);
  check_refused("a.json");
}

BOOST_AUTO_TEST_CASE(a_mount_point_is_not_crossed) {
  // The daemon in a mount namespace of its own: nothing stays mounted behind the test.
  fs::create_directory(path("sub"));
  write_file(path("a.json"), "1\n");
  write_file(outside("over"), "over\n");
  static std::string sub, file, over;
  sub = path("sub").string(), file = path("a.json").string(), over = outside("over").string();
  daemon().stop();
  daemon().options().prepare = [] {
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount("none", sub.c_str(), "tmpfs", 0, nullptr) == 0 &&
                         ::mount(over.c_str(), file.c_str(), nullptr, MS_BIND, nullptr) == 0;
    if (!mounted) ::_exit(77);
  };
  if (daemon().launch().wait(std::chrono::seconds(1)) == 77) {
    return skip_loudly("mount points", "this user may not mount");
  }
  daemon().kill();
  daemon().start();
  auto store = client();
  BOOST_TEST(store.put("sub/a.json", "1\n").error() != "");
  BOOST_TEST(store.put("a.json", "2\n").error() != "");
  BOOST_TEST(store.remove("a.json").error() != "");
  BOOST_TEST(read_file(outside("over")) == "over\n");
  BOOST_TEST(store.put("b.json", "1\n").error() == "");
}

BOOST_AUTO_TEST_CASE(a_directory_moved_away_takes_no_more_changes) {
  auto store = client();
  store.put("a.json", "1\n");
  fs::rename(directory(), outside("moved"));
  BOOST_TEST(store.put("a.json", "2\n").error() == "StorageFailed");
  fs::create_directory(directory());
  BOOST_TEST(store.put("a.json", "2\n").error() == "StorageFailed");
  BOOST_TEST(documents_below(directory()).empty());
  BOOST_TEST(read_file(outside("moved") / "a.json") == "1\n");
  fs::remove(directory());
  fs::rename(outside("moved"), directory());
  BOOST_TEST(store.put("a.json", "2\n").error() == "");
}

BOOST_AUTO_TEST_CASE(things_that_look_like_temporary_files_are_left_alone) {
  const std::string name = ".a.json.0123456789abcdef.tmp";
  write_file(outside("secret"), "secret\n");
  fs::create_symlink(outside("secret"), path(name));
  fs::create_directory(path(".b.json.0123456789abcdef.tmp"));
  write_file(path(".other.tmp"), "x");
  write_file(path(".c.json.0123456789ABCDEF.tmp"), "x");
  daemon().stop();
  daemon().start();
  BOOST_TEST(client().put("a.json", "1\n").error() == "");
  BOOST_TEST(client().put("b.json", "1\n").error() == "");
  BOOST_TEST(fs::is_symlink(path(name)));
  BOOST_TEST(fs::is_directory(path(".b.json.0123456789abcdef.tmp")));
  BOOST_TEST(fs::exists(path(".other.tmp")));
  BOOST_TEST(fs::exists(path(".c.json.0123456789ABCDEF.tmp")));
  BOOST_TEST(read_file(outside("secret")) == "secret\n");
}

BOOST_AUTO_TEST_CASE(stale_temporary_files_are_swept_at_the_start) {
  daemon().stop();
  write_file(path(".a.json.0123456789abcdef.tmp"), "half");
  write_file(path("sub/.b.json.fedcba9876543210.tmp"), "half");
  daemon().start();
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
