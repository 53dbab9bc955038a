// Goal: the judge of traces reads what strace writes, calls of several threads woven into each other
// included, and sees a repeated sync. Method: small traces written out here.
#include <boost/test/unit_test.hpp>

#include "tests/integration/trace_rules.hpp"

namespace holdfast::test {
namespace {

BOOST_AUTO_TEST_SUITE(trace_rules)

BOOST_AUTO_TEST_CASE(a_call_that_others_interrupt_is_one_call) {
  const auto calls = parse_trace(
      "7 fsync(3</d/.a.0123456789abcdef.tmp> <unfinished ...>\n"
      "8 write(2</log>, \"x = 1\\n\", 6)       = 6\n"
      "7 <... fsync resumed>)              = 0\n"
      "8 --- SIGTERM {si_signo=SIGTERM} ---\n"
      "8 +++ exited with 0 +++\n");
  BOOST_REQUIRE(calls.size() == 2U);
  BOOST_TEST(calls[1].name == "fsync");
  BOOST_TEST(calls[1].begun == 0U);
  BOOST_TEST(calls[1].ended == 2U);
  BOOST_TEST(calls[1].descriptor() == 3);
  BOOST_TEST(calls[1].open_on() == "/d/.a.0123456789abcdef.tmp");
  BOOST_TEST(calls[0].result == 6);
}

BOOST_AUTO_TEST_CASE(names_and_failures_are_read) {
  const auto calls = parse_trace(
      "7 renameat2(4</d>, \".a b(1).tmp\", 5</d/e>, \"a\\\"<b>\", RENAME_NOREPLACE) = 0\n"
      "7 fsync(4</d>)             = -1 EIO (Input/output error) (INJECTED)\n");
  BOOST_REQUIRE(calls.size() == 2U);
  BOOST_TEST(calls[0].target(0) == "/d/.a b(1).tmp");
  BOOST_TEST(calls[0].target(1) == "/d/e/a\"<b>");
  BOOST_TEST(!calls[1].succeeded());
  BOOST_TEST(calls[1].injected);
}

BOOST_AUTO_TEST_CASE(a_sync_that_is_repeated_after_a_failure_is_noticed) {
  const std::string failed = "7 fsync(4</d/.a.tmp>) = -1 EIO (Input/output error) (INJECTED)\n";
  const std::string again = "7 fsync(4</d/.a.tmp>) = 0\n";
  BOOST_TEST(repeated_syncs(parse_trace(failed + again)).size() == 1U);
  BOOST_TEST(repeated_syncs(parse_trace(failed + "7 close(4</d/.a.tmp>) = 0\n" + again)).empty());
  BOOST_TEST(repeated_syncs(parse_trace(again + again)).empty());
}

BOOST_AUTO_TEST_CASE(a_trace_without_a_reply_proves_nothing) {
  BOOST_TEST(!order_violations({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
