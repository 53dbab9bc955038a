// Goal: no failing fsync becomes a false acknowledgement, and none is tried twice on the same file (promise
// 10, T5). Method: strace makes the k-th fsync of the writer fail, once or for ever, for k = 1, 2, ... until
// none is left to fail; each outcome is compared with what lies on disk then and after a restart.
#include <boost/test/unit_test.hpp>

#include "tests/integration/trace_rules.hpp"
#include "tests/integration/traced_store.hpp"

namespace holdfast::test {
namespace {

constexpr int faults_max = 60;

struct Scenario {
  const char* name;
  std::vector<std::string> operations;
  std::map<std::string, std::string> after;
};

const std::map<std::string, std::string>& before() {
  static const std::map<std::string, std::string> documents{{"a.json", "1\n"}, {"gone.json", "1\n"}};
  return documents;
}

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all{
      {"replace", {put_operation("a.json", "2\n")}, {{"a.json", "2\n"}, {"gone.json", "1\n"}}},
      {"create",
       {put_operation("x/new.json", "2\n")},
       {{"a.json", "1\n"}, {"gone.json", "1\n"}, {"x/new.json", "2\n"}}},
      {"delete", {delete_operation("gone.json")}, {{"a.json", "1\n"}}},
      {"several",
       {put_operation("a.json", "2\n"), put_operation("new.json", "2\n"), delete_operation("gone.json")},
       {{"a.json", "2\n"}, {"new.json", "2\n"}}}};
  return all;
}

// One run with one fault. False once there is no such call any more.
bool run_with_fault(const Scenario& scenario, const std::string& when) {
  TracedStore store;
  for (const auto& [name, bytes] : before())
    write_file(store.path(name), bytes);
  BOOST_REQUIRE(store.start_then_trace("fsync:error=EIO:when=" + when));
  const auto reply = store.client().commit(scenario.operations);
  const auto error = reply.error();
  const auto now = documents_below(store.directory());
  const auto state = store.client().call("Status").text("state");
  const auto calls = store.finish();
  const auto context = std::string(scenario.name) + ", fsync " + when + " fails: " + error;
  for (const auto& repeated : repeated_syncs(calls))
    BOOST_ERROR(context << ": " << repeated);
  if (error.empty()) {
    BOOST_TEST((now == scenario.after), context);
    for (const auto& violation : order_violations(calls))
      BOOST_ERROR(context << ": " << violation);
  } else {
    BOOST_TEST((error == "StorageFailed" || error == "OutcomeUnknown"), context);
    BOOST_TEST((error == "OutcomeUnknown") == (state == "degraded"), context << ", state " << state);
    if (error == "StorageFailed") {
      BOOST_TEST((now == before()), context);
      BOOST_TEST(reply.text("errnoName") == "EIO");
    }
  }
  store.start_plain();
  const auto restarted = documents_below(store.directory());
  if (error.empty()) BOOST_TEST((restarted == scenario.after), context << ", after the restart");
  if (error == "StorageFailed") BOOST_TEST((restarted == before()), context << ", after the restart");
  BOOST_TEST((restarted == before() || restarted == scenario.after), context << ": halved by the restart");
  BOOST_TEST(store.strays() == "");
  BOOST_TEST(store.client().call("Status").text("state") == "ready");
  return std::any_of(calls.begin(), calls.end(), [](const auto& call) { return call.injected; });
}

bool may_attach() {
  TracedStore store;
  return store.start_then_trace("fsync:error=EIO:when=1000");
}

BOOST_AUTO_TEST_SUITE(syscall_fault)

BOOST_AUTO_TEST_CASE(a_failing_sync_is_never_a_false_acknowledgement) {
  if (!may_attach()) return skip_loudly("failing syncs", "strace may not attach to a running process");
  for (const auto& scenario : scenarios()) {
    for (const char* lasting : {"", "+"}) {
      int k = 1;
      while (k < faults_max && run_with_fault(scenario, std::to_string(k) + lasting))
        ++k;
      BOOST_TEST(k > 4, scenario.name << ": only " << k - 1 << " syncs could be made to fail");
      BOOST_TEST(k < faults_max);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
