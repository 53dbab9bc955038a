// Goal: a replaced file looks as it did before: mode, owner, group, ACL, extended attributes; a new one gets
// the configured mode. Method: files set up by hand, changed through the daemon, looked at with the plain
// system calls.
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

struct Appearance : Store {
  struct stat stat_of(const std::string& document) {
    struct stat found {};
    BOOST_REQUIRE(::lstat(path(document).c_str(), &found) == 0);
    return found;
  }
  std::string mode_of(const std::string& document) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%04o", stat_of(document).st_mode & 07777U);
    return text.data();
  }
  // "" where there is none.
  std::string attribute_of(const std::string& document, const char* name) {
    std::array<char, 256> value{};
    const auto size = ::getxattr(path(document).c_str(), name, value.data(), value.size());
    return size < 0 ? "" : std::string(value.data(), static_cast<std::size_t>(size));
  }
};

// An access ACL (acl(5), as the kernel keeps it): user 1234 may read and write, the rest as mode 0640.
std::string acl_for_user_1234() {
  std::string acl("\x02\x00\x00\x00", 4);
  const auto add = [&acl](unsigned tag, unsigned permissions, unsigned id) {
    for (const auto& [value, bytes] : {std::pair{tag, 2}, std::pair{permissions, 2}, std::pair{id, 4}}) {
      for (int i = 0; i < bytes; ++i)
        acl.push_back(static_cast<char>(value >> (8 * i) & 0xffU));
    }
  };
  add(0x01, 6, ~0U), add(0x02, 6, 1234), add(0x04, 4, ~0U), add(0x10, 6, ~0U), add(0x20, 0, ~0U);
  return acl;
}

BOOST_FIXTURE_TEST_SUITE(document_appearance, Appearance)

BOOST_AUTO_TEST_CASE(a_replaced_file_keeps_its_mode) {
  auto store = client();
  for (const mode_t mode : {0600U, 0640U, 0444U, 0755U, 0000U}) {
    const auto name = "m" + std::to_string(mode);
    write_file(path(name), "old");
    ::chmod(path(name).c_str(), mode);
    if (mode == 0 && !is_root()) continue;  // the daemon could not read it
    const auto before = mode_of(name);
    const auto reply = store.put(name, "new");
    BOOST_TEST(reply.error() == "");
    BOOST_TEST(mode_of(name) == before);
    BOOST_TEST(reply.document().find("mode")->string() == before);
  }
}

BOOST_AUTO_TEST_CASE(a_new_file_has_the_configured_mode_whatever_the_umask) {
  daemon().stop();
  daemon().options().prepare = [] { ::umask(0077); };
  daemon().start();
  client().put("new.json", "1\n");
  BOOST_TEST(mode_of("new.json") == "0644");
  client().put("below/new.json", "1\n");
  BOOST_TEST(mode_of("below") == "0755");
  daemon().stop();
  daemon().options().settings = R"({"newFileMode":"0640"})";
  daemon().start();
  client().put("other.json", "1\n");
  BOOST_TEST(mode_of("other.json") == "0640");
}

BOOST_AUTO_TEST_CASE(extended_attributes_are_kept) {
  write_file(path("a.json"), "1\n");
  if (::setxattr(path("a.json").c_str(), "user.origin", "by hand", 7, 0) != 0) {
    return skip_loudly("extended attributes", "the file system has none");
  }
  client().put("a.json", "2\n");
  BOOST_TEST(attribute_of("a.json", "user.origin") == "by hand");
}

BOOST_AUTO_TEST_CASE(an_acl_is_kept) {
  constexpr auto acl_name = "system.posix_acl_access";
  const auto acl = acl_for_user_1234();
  write_file(path("a.json"), "1\n");
  ::chmod(path("a.json").c_str(), 0640);
  if (::setxattr(path("a.json").c_str(), acl_name, acl.data(), acl.size(), 0) != 0) {
    return skip_loudly("access control lists", "the file system has none");
  }
  const auto before = attribute_of("a.json", acl_name);
  const auto mode = mode_of("a.json");
  BOOST_TEST(client().put("a.json", "2\n").error() == "");
  BOOST_TEST((attribute_of("a.json", acl_name) == before));
  BOOST_TEST(mode_of("a.json") == mode);
}

BOOST_AUTO_TEST_CASE(a_default_acl_of_the_directory_does_not_widen_a_replaced_file) {
  const auto acl = acl_for_user_1234();
  write_file(path("a.json"), "1\n");
  ::chmod(path("a.json").c_str(), 0600);
  if (::setxattr(directory().c_str(), "system.posix_acl_default", acl.data(), acl.size(), 0) != 0) {
    return skip_loudly("default access control lists", "the file system has none");
  }
  client().put("a.json", "2\n");
  BOOST_TEST(attribute_of("a.json", "system.posix_acl_access") == "");
  BOOST_TEST(mode_of("a.json") == "0600");
}

BOOST_AUTO_TEST_CASE(owner_and_group_are_kept) {
  if (!is_root()) return skip_loudly("owner and group", "only root may give files away");
  write_file(path("a.json"), "1\n");
  BOOST_REQUIRE(::chown(path("a.json").c_str(), 1234, 4321) == 0);
  ::chmod(path("a.json").c_str(), 0660);
  client().put("a.json", "2\n");
  BOOST_TEST(stat_of("a.json").st_uid == 1234U);
  BOOST_TEST(stat_of("a.json").st_gid == 4321U);
  BOOST_TEST(mode_of("a.json") == "0660");
}

BOOST_AUTO_TEST_CASE(an_owner_that_cannot_be_kept_is_told_in_the_log) {
  if (!is_root())
    return skip_loudly("an owner that cannot be kept", "only root may start the daemon as another user");
  daemon().stop();
  std::filesystem::remove_all(path(".holdfast"));
  BOOST_REQUIRE(::chown(directory().c_str(), stranger, stranger) == 0);
  write_file(path("a.json"), "1\n");
  ::chmod(path("a.json").c_str(), 0644);
  // The socket's directory too is root's: give it one that is the stranger's.
  std::filesystem::create_directory(outside("run"));
  BOOST_REQUIRE(::chown(outside("run").c_str(), stranger, stranger) == 0);
  write_file(outside("holdfastd"), read_file(HOLDFASTD_PATH));
  ::chmod(outside("holdfastd").c_str(), 0755);
  DaemonProcess other({.directory = directory(),
                       .socket = outside("run") / "socket",
                       .program = outside("holdfastd"),
                       .prepare = become(stranger, stranger)});
  other.start();
  BOOST_TEST(StoreClient(other.options().socket.string()).put("a.json", "2\n").error() == "");
  BOOST_TEST(stat_of("a.json").st_uid == stranger);
  BOOST_TEST(eventually([&] { return other.log().find("could not keep owner 0:0") != std::string::npos; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
