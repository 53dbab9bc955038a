// Goal: only root, the daemon's user and members of its group may use the store; whoever cannot be told is
// nobody. Method: a table of peers.
#include "daemon/service/access.hpp"

#include <boost/test/unit_test.hpp>

namespace holdfast::service {
namespace {

constexpr uid_t own_user = 990;
constexpr gid_t own_group = 991;
constexpr uid_t overflow = 65534;

varlink::Peer peer(uid_t uid, gid_t gid, std::vector<gid_t> groups = {}) {
  varlink::Peer made;
  made.uid = uid;
  made.gid = gid;
  made.groups = std::move(groups);
  return made;
}

BOOST_AUTO_TEST_SUITE(service_access)

BOOST_AUTO_TEST_CASE(root_the_own_user_and_members_of_the_own_group_are_let_in) {
  const Access access(own_user, own_group);
  BOOST_TEST(access.allows(peer(0, 0)));
  BOOST_TEST(access.allows(peer(0, overflow)));
  BOOST_TEST(access.allows(peer(own_user, 1)));
  BOOST_TEST(access.allows(peer(1000, own_group)));
  BOOST_TEST(access.allows(peer(1000, 1000, {5, own_group, 7})));
}

BOOST_AUTO_TEST_CASE(everybody_else_is_kept_out) {
  const Access access(own_user, own_group);
  BOOST_TEST(!access.allows(peer(1000, 1000)));
  BOOST_TEST(!access.allows(peer(1000, 1000, {5, 6})));
  BOOST_TEST(!access.allows(peer(own_group, own_user)));  // the numbers are not to be mixed up
  BOOST_TEST(!access.allows(peer(1000, 0)));              // root's group is not root
  BOOST_TEST(!access.allows(peer(static_cast<uid_t>(-1), static_cast<gid_t>(-1))));
}

BOOST_AUTO_TEST_CASE(a_user_of_another_namespace_is_kept_out_even_where_the_numbers_fit) {
  BOOST_TEST(!Access(overflow, overflow).allows(peer(overflow, overflow)));
  BOOST_TEST(!Access(own_user, own_group).allows(peer(overflow, own_group)));
  BOOST_TEST(!Access(own_user, own_group).allows(peer(overflow, 1, {own_group})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::service
