// Goal: the number of connections is bounded, in all and of one user, with a reserve for root, and a
// connection leaves nothing behind. Method: real connections, of root and of another user where the test runs
// as root, and a look at /proc/self/fd, which holds both ends here.
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/conformance/dialect_server.hpp"
#include "tests/conformance/raw_socket.hpp"

namespace holdfast::conformance {
namespace {

const std::string call = R"({"method":"org.example.dialect.Nothing"})";

bool is_served(RawSocket& socket) {
  return socket.ask(call) == R"({"parameters":{}})";
}

bool is_refused(RawSocket socket) {
  socket.send_message(call);
  return socket.ended();
}

// Leaves no connection behind: an answer proves that it was accepted before it is seen to have gone.
bool can_be_ordinary(const DialectServer& server) {
  auto probe = connect_as_ordinary_user(server.path());
  if (!probe) {
    BOOST_TEST_MESSAGE("SKIPPED: this kernel lets no thread change its user");
    return false;
  }
  BOOST_TEST(is_served(*probe));
  probe.reset();
  return server.wait_for_connections(0);
}

void connect_ordinary(const DialectServer& server, std::size_t count, std::vector<RawSocket>& open) {
  for (std::size_t i = 0; i < count; ++i) {
    open.push_back(std::move(*connect_as_ordinary_user(server.path())));
    BOOST_TEST(is_served(open.back()));
  }
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    ++count;
  return count;
}

BOOST_AUTO_TEST_SUITE(dialect_of_connections)

BOOST_AUTO_TEST_CASE(one_user_has_a_bounded_number_of_connections) {
  DialectServer server({.connections_per_user_max = 3});
  if (!can_be_ordinary(server)) return;
  std::vector<RawSocket> open;
  connect_ordinary(server, 3, open);
  BOOST_TEST(is_refused(std::move(*connect_as_ordinary_user(server.path()))));
  BOOST_TEST(server.refused().size() == 1U);
  BOOST_TEST(server.connections() == 3U);

  open.pop_back();
  BOOST_TEST(server.wait_for_connections(2));
  connect_ordinary(server, 1, open);
  for (auto& socket : open)
    BOOST_TEST(is_served(socket));
}

BOOST_AUTO_TEST_CASE(all_users_have_a_bounded_number_of_connections) {
  DialectServer server({.connections_max = 8, .connections_per_user_max = 100, .connections_for_root = 2});
  if (!can_be_ordinary(server)) return;
  std::vector<RawSocket> open;
  connect_ordinary(server, 6, open);
  BOOST_TEST(is_refused(std::move(*connect_as_ordinary_user(server.path()))));
  if (::geteuid() == 0) {
    for (int i = 0; i < 2; ++i) {
      open.emplace_back(server.path());
      BOOST_TEST(is_served(open.back()));
    }
    BOOST_TEST(is_refused(RawSocket(server.path())));
  }
  open.clear();
  BOOST_TEST(server.wait_for_connections(0));
  connect_ordinary(server, 6, open);
}

BOOST_AUTO_TEST_CASE(a_thousand_connections_leave_no_descriptor_behind) {
  DialectServer server;
  {
    RawSocket first(server.path());  // whatever is opened once is open after this
    BOOST_TEST(is_served(first));
  }
  BOOST_TEST(server.wait_for_connections(0));
  const auto before = open_descriptors();
  for (int i = 0; i < 1000; ++i) {
    RawSocket socket(server.path());
    switch (i % 4) {
      case 0:
        BOOST_TEST(is_served(socket));
        break;
      case 1:
        socket.send(R"({"method":)");  // leaves within a message
        break;
      case 2:
        socket.send_message("not Varlink");
        break;
      default:
        break;  // leaves at once
    }
  }
  {
    RawSocket last(server.path());  // connections are accepted in order: all before it have been
    BOOST_TEST(is_served(last));
  }
  BOOST_TEST(server.wait_for_connections(0));
  BOOST_TEST(open_descriptors() == before);
}

BOOST_AUTO_TEST_CASE(hundreds_of_connections_at_once_are_all_served) {
  DialectServer server;
  std::vector<RawSocket> open;
  open.reserve(300);
  for (int i = 0; i < 300; ++i)
    open.emplace_back(server.path());
  for (auto& socket : open)
    socket.send_message(call);
  for (auto& socket : open)
    BOOST_TEST(socket.reply() == R"({"parameters":{}})");
  BOOST_TEST(server.connections() == 300U);
  open.clear();
  BOOST_TEST(server.wait_for_connections(0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
