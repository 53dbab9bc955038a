// Goal: what the daemon does anew after a failed sync is in the order that survives a power cut, too (promise
// 10, T2). Method: strace makes the k-th sync of each thread fail while it watches all calls, for k = 1, 2,
// ... until none is left; where the answer is "committed", the trace is judged by trace_rules.
#include <boost/test/unit_test.hpp>

#include "tests/integration/trace_rules.hpp"
#include "tests/integration/traced_store.hpp"

namespace holdfast::test {
namespace {

constexpr int syncs_max = 20;

bool may_attach() {
  TracedStore store;
  return store.start_then_trace("fsync:error=EIO:when=1000");
}

// False once there is no such call any more.
bool run_with_failing(const std::string& sync) {
  TracedStore store;
  for (const auto* name : {"a.json", "gone.json"})
    write_file(store.path(name), "1\n");
  BOOST_REQUIRE(store.start_then_trace(sync));
  const auto reply = store.client().commit(
      {put_operation("a.json", "2\n"), put_operation("new.json", "2\n"), put_operation("gone.json", "2\n")});
  const auto error = reply.error();
  const auto calls = store.finish();
  for (const auto& repeated : repeated_syncs(calls))
    BOOST_ERROR(sync << ": " << repeated);
  if (error.empty()) {
    for (const auto& violation : order_violations(calls))
      BOOST_ERROR(sync << ": " << violation);
  }
  return std::any_of(calls.begin(), calls.end(), [](const auto& call) { return call.injected; });
}

BOOST_AUTO_TEST_SUITE(sync_retry)

BOOST_AUTO_TEST_CASE(what_is_done_anew_after_a_failed_sync_is_in_order) {
  if (!may_attach()) return skip_loudly("failing syncs", "strace may not attach to a running process");
  for (const std::string call : {"fsync", "fdatasync"}) {
    int k = 1;
    while (k < syncs_max && run_with_failing(call + ":error=EIO:when=" + std::to_string(k)))
      ++k;
    BOOST_TEST(k > 1, call << " was never made");
    BOOST_TEST(k < syncs_max);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
