// Goal: rights come from who the kernel says connects, and from nothing else (RELIABILITY 3.3, 39-51 as far
// as this version goes). Method: the connecting end runs as other users and groups, in a child or with this
// thread's credentials.
#include <grp.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

constexpr gid_t store_group = 61000;

// The file "holdfast", where every user may run it.
struct Shared : Store {
  Shared() : Store("", Begin::stopped) {
    write_file(outside("holdfast"), read_file(HOLDFAST_PATH));
    ::chmod(outside("holdfast").c_str(), 0755);
  }
  int exit_code_as(uid_t uid, gid_t gid, std::vector<gid_t> groups, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {outside("holdfast").string(), "--socket", socket().string()});
    return run_program({arguments, "2\n", {}, become(uid, gid, std::move(groups))}).exit_code;
  }
};

// Opens a connection as another user: credentials are a thread's own in the kernel, so a thread lends them.
std::unique_ptr<StoreClient> connect_as(const std::string& socket, uid_t uid, gid_t gid) {
  std::unique_ptr<StoreClient> client;
  std::thread([&] {
    if (::syscall(SYS_setgroups, 0, nullptr) != 0) return;
    if (::syscall(SYS_setresgid, gid, gid, gid) != 0) return;
    if (::syscall(SYS_setresuid, uid, uid, uid) != 0) return;
    client = std::make_unique<StoreClient>(socket);
  }).join();
  return client;
}

#define REQUIRE_ROOT(what)                                        \
  if (!is_root()) {                                               \
    return skip_loudly(what, "only root may become other users"); \
  }

BOOST_FIXTURE_TEST_SUITE(access, Shared)

BOOST_AUTO_TEST_CASE(a_stranger_may_ask_what_this_is_and_nothing_else) {
  REQUIRE_ROOT("the rights of a stranger")
  daemon().start();
  client().put("a.json", "1\n");
  const auto stranger_client = connect_as(socket().string(), stranger, stranger);
  BOOST_REQUIRE(stranger_client);
  auto& store = *stranger_client;
  BOOST_TEST(store.call("org.varlink.service.GetInfo").error() == "");
  BOOST_TEST(
      store.call("org.varlink.service.GetInterfaceDescription", R"({"interface":"io.holdfast.config"})")
          .error() == "");
  BOOST_TEST(store.call("Status").error() == "PermissionDenied");
  BOOST_TEST(store.call("List").error() == "PermissionDenied");
  BOOST_TEST(store.get("a.json").error() == "PermissionDenied");
  BOOST_TEST(store.put("a.json", "2\n").error() == "PermissionDenied");
  BOOST_TEST(store.remove("a.json").error() == "PermissionDenied");
  BOOST_TEST(store.call_more("List").front().error() == "PermissionDenied");
  BOOST_TEST(file("a.json") == "1\n");
}

BOOST_AUTO_TEST_CASE(a_stranger_cannot_tell_what_exists) {
  REQUIRE_ROOT("what a stranger can tell")
  daemon().start();
  client().put("a.json", "1\n");
  auto store = connect_as(socket().string(), stranger, stranger);
  for (const auto* name : {"a.json", "none.json", "../bad", ""}) {
    BOOST_TEST(store->get(name).error() == "PermissionDenied");
    BOOST_TEST(store->put(name, "nonsense").error() == "PermissionDenied");
    BOOST_TEST(store->remove(name, 1).error() == "PermissionDenied");
  }
}

BOOST_AUTO_TEST_CASE(refusals_are_logged_with_who_it_was) {
  REQUIRE_ROOT("what is logged of a stranger")
  daemon().start();
  connect_as(socket().string(), stranger, stranger)->call("Status");
  BOOST_TEST(eventually([&] { return daemon().log().find("uid=65533") != std::string::npos; }));
}

BOOST_AUTO_TEST_CASE(members_of_the_daemons_group_may) {
  REQUIRE_ROOT("the rights of a group")
  // Root's daemon with a group of its own: who is in the group may, also if only beside others.
  daemon().options().prepare = become(0, store_group);
  daemon().start();
  BOOST_TEST(exit_code_as(stranger, stranger, {}, {"status"}) == 4);
  BOOST_TEST(exit_code_as(stranger, stranger, {store_group + 1}, {"status"}) == 4);
  BOOST_TEST(exit_code_as(stranger, stranger, {7, store_group}, {"put", "a.json"}) == 0);
  BOOST_TEST(exit_code_as(stranger, store_group, {}, {"get", "a.json"}) == 0);
  BOOST_TEST(exit_code_as(stranger, stranger, {store_group}, {"delete", "a.json"}) == 0);
  // Root's own group is no pass.
  BOOST_TEST(exit_code_as(stranger, 0, {}, {"status"}) == 4);
}

BOOST_AUTO_TEST_CASE(root_and_the_daemons_user_may) {
  REQUIRE_ROOT("the rights of the daemon's user")
  constexpr uid_t user = 61001;
  std::filesystem::create_directory(outside("run"));
  for (const auto& where : {directory(), outside("run")})
    BOOST_REQUIRE(::chown(where.c_str(), user, user) == 0);
  write_file(outside("holdfastd"), read_file(HOLDFASTD_PATH));
  ::chmod(outside("holdfastd").c_str(), 0755);
  auto& options = daemon().options();
  options.program = outside("holdfastd");
  options.socket = outside("run") / "socket";
  options.prepare = become(user, user);
  daemon().start();
  const auto as = [&](uid_t uid, gid_t gid) {
    return run_program({{outside("holdfast").string(), "--socket", options.socket.string(), "status"},
                        {},
                        {},
                        become(uid, gid)})
        .exit_code;
  };
  BOOST_TEST(as(0, 0) == 0);
  BOOST_TEST(as(user, stranger) == 0);
  BOOST_TEST(as(stranger, user) == 0);
  BOOST_TEST(as(stranger, stranger) == 4);
}

BOOST_AUTO_TEST_CASE(the_overflow_user_is_nobody) {
  REQUIRE_ROOT("the overflow user")
  daemon().options().prepare = become(0, 65534);
  daemon().start();
  BOOST_TEST(exit_code_as(65534, 65534, {}, {"status"}) == 4);
}

BOOST_AUTO_TEST_CASE(the_name_of_the_clients_socket_says_nothing) {
  REQUIRE_ROOT("a client that pretends")
  daemon().start();
  std::filesystem::create_directory(outside("theirs"));
  std::filesystem::permissions(outside("theirs"), std::filesystem::perms{0777});
  std::string answer;
  std::thread([&] {
    (void)::syscall(SYS_setresgid, stranger, stranger, stranger);
    (void)::syscall(SYS_setresuid, stranger, stranger, stranger);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const auto address_of = [](const std::string& path) {
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      path.copy(address.sun_path, sizeof address.sun_path - 1);
      return address;
    };
    const auto own = address_of((outside("theirs") / "x;uid=0;").string());
    const auto theirs = address_of(socket().string());
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) answer = "cannot bind";
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&theirs), sizeof theirs) != 0)
      answer = "cannot connect";
    const std::string call = R"({"method":"io.holdfast.config.Status"})";
    (void)::send(fd, call.c_str(), call.size() + 1, MSG_NOSIGNAL);
    for (char byte = 0; ::recv(fd, &byte, 1, 0) == 1 && byte != '\0';)
      answer.push_back(byte);
    ::close(fd);
  }).join();
  BOOST_TEST(reply_from("Status", answer).error() == "PermissionDenied");
}

BOOST_AUTO_TEST_CASE(root_of_another_namespace_is_who_it_was) {
  REQUIRE_ROOT("a pretended root")
  daemon().start();
  const auto code = run_program({{outside("holdfast").string(), "--socket", socket().string(), "status"},
                                 {},
                                 {},
                                 [] {
                                   const bool done = ::setgroups(0, nullptr) == 0 &&
                                                     ::setresgid(stranger, stranger, stranger) == 0 &&
                                                     ::setresuid(stranger, stranger, stranger) == 0 &&
                                                     ::unshare(CLONE_NEWUSER) == 0;
                                   if (!done) ::_exit(77);
                                 }})
                        .exit_code;
  if (code == 77) return skip_loudly("a pretended root", "user namespaces are not allowed here");
  BOOST_TEST(code == 4);
}

BOOST_AUTO_TEST_CASE(rights_are_those_of_when_it_connected) {
  REQUIRE_ROOT("a connection that is passed on")
  daemon().start();
  // Opened by a stranger, used by root.
  auto passed = connect_as(socket().string(), stranger, stranger);
  BOOST_TEST(passed->call("Status").error() == "PermissionDenied");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
