// Goal: the verdict of our certification server means something, so it must see every kind of fault. Method:
// calls are handed to the service in memory, without a socket, and one of them is made wrong at a time.
#include <boost/test/unit_test.hpp>
#include <utility>

#include "tests/conformance/certification_chain.hpp"
#include "tests/conformance/certification_judge.hpp"

namespace holdfast::conformance {
namespace {

// The judge, and a client that knows the right calls.
class Trial {
 public:
  Trial() : service_({"", "", "", ""}) {
    judge_.serve(service_);
    const auto reply = call("Start", "{}");
    const auto begin = reply.find("client_id\":\"") + 12;
    client_id_ = reply.substr(begin, reply.find('"', begin) - begin);
  }

  [[nodiscard]] const std::string& client_id() const { return client_id_; }

  // What the service sends, NUL included.
  std::string call(std::string_view method, std::string_view parameters,
                   const varlink::CallFlags& flags = {}) {
    auto text = varlink::make_call(full_name(method), parameters, flags);
    text.pop_back();
    const auto call = std::make_shared<varlink::Call>(
        varlink::CallMessage::parse(std::move(text), {}).value(), std::make_shared<varlink::Peer>());
    service_.dispatch(call);
    return call->take_output();
  }

  // The same with the client_id put in.
  std::string step(std::string_view method, std::string_view arguments,
                   const varlink::CallFlags& flags = {}) {
    return call(method, with_client_id(client_id_, arguments), flags);
  }

  // All right calls before this one.
  void proceed_to(std::size_t step_number) {
    const auto& chain = certification_chain();
    for (std::size_t number = 1; number < step_number && number <= plain_steps; ++number) {
      step(chain[number - 1].method, number == 1 ? "{}" : chain[number - 2].reply);
    }
    if (step_number > 10) step("Test10", chain.back().reply, {.more = true});
    if (step_number > 11) step("Test11", stream_summary(), {.oneway = true});
  }

 private:
  CertificationJudge judge_;
  varlink::Service service_;
  std::string client_id_;
};

const std::string all_ok = std::string(R"({"parameters":{"all_ok":true}})") + '\0';
const std::string not_ok = std::string(R"({"parameters":{"all_ok":false}})") + '\0';

bool is_error(const std::string& reply, std::string_view name) {
  return reply.starts_with("{\"error\":\"" + std::string(name) + "\"");
}

BOOST_AUTO_TEST_SUITE(certification_judge)

BOOST_AUTO_TEST_CASE(the_right_calls_are_all_ok) {
  Trial trial;
  trial.proceed_to(12);
  BOOST_TEST(trial.step("End", "{}") == all_ok);
}

BOOST_AUTO_TEST_CASE(spelling_and_absent_nulls_do_not_matter) {
  Trial trial;
  trial.proceed_to(4);
  BOOST_TEST(trial.step("Test04", R"({"float":1})") ==
             std::string(R"({"parameters":{"string":"ping"}})") + '\0');
  trial.step("Test05", R"({"string":"\u0070ing"})");
  trial.step("Test06", R"({"string":"a lot of string","float":3141592653589793E-15,"int":2,"bool":false})");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_told_at_every_step) {
  const auto& chain = certification_chain();
  for (std::size_t number = 2; number <= 10; ++number) {
    Trial trial;
    trial.proceed_to(number);
    const std::string method = number == 10 ? "Test10" : std::string(chain[number - 1].method);
    const auto reply = trial.step(method, chain[number - 2].broken, {.more = number == 10});
    BOOST_TEST_CONTEXT(method << " " << reply) {
      BOOST_TEST(is_error(reply, full_name("CertificationError")));
      BOOST_TEST(reply.find("\"wants\":{\"client_id\":\"" + trial.client_id()) != std::string::npos);
      BOOST_TEST(reply.find("\"got\":{\"client_id\":\"" + trial.client_id()) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_client_is_told_so_at_every_step) {
  Trial trial;
  const auto& chain = certification_chain();
  const auto unknown = with_client_id("nobody", "{}");
  BOOST_TEST(is_error(trial.call("Test01", unknown), full_name("ClientIdError")));
  BOOST_TEST(is_error(trial.call("End", unknown), full_name("ClientIdError")));
  for (std::size_t number = 2; number <= plain_steps; ++number) {
    const auto reply =
        trial.call(chain[number - 1].method, with_client_id("nobody", chain[number - 2].reply));
    BOOST_TEST(is_error(reply, full_name("ClientIdError")));
  }
}

BOOST_AUTO_TEST_CASE(a_step_out_of_turn_is_refused) {
  Trial trial;
  BOOST_TEST(is_error(trial.step("Test02", R"({"bool":true})"), full_name("ClientIdError")));
  trial.step("Test01", "{}");
  BOOST_TEST(is_error(trial.step("Test01", "{}"), full_name("ClientIdError")));
  BOOST_TEST(is_error(trial.step("End", "{}"), full_name("ClientIdError")));
}

BOOST_AUTO_TEST_CASE(a_fault_on_the_way_is_not_forgotten_at_the_end) {
  Trial trial;
  trial.proceed_to(5);
  trial.step("Test09", R"({"set":{}})");
  trial.step("Test05", R"({"string":"ping"})");
  trial.step("Test06", certification_chain()[4].reply);
  trial.step("Test07", certification_chain()[5].reply);
  trial.step("Test08", certification_chain()[6].reply);
  trial.step("Test09", certification_chain()[7].reply);
  trial.step("Test10", certification_chain()[8].reply, {.more = true});
  trial.step("Test11", stream_summary(), {.oneway = true});
  BOOST_TEST(trial.step("End", "{}") == not_ok);
}

BOOST_AUTO_TEST_CASE(test10_needs_more) {
  Trial trial;
  trial.proceed_to(10);
  const auto reply = trial.step("Test10", certification_chain().back().reply);
  BOOST_TEST(is_error(reply, "org.varlink.service.ExpectedMore"));
}

BOOST_AUTO_TEST_CASE(test11_needs_oneway) {
  Trial trial;
  trial.proceed_to(11);
  BOOST_TEST(trial.step("Test11", stream_summary()) == std::string("{\"parameters\":{}}") + '\0');
  BOOST_TEST(trial.step("End", "{}") == not_ok);
}

BOOST_AUTO_TEST_CASE(test11_with_wrong_strings_is_seen_at_the_end) {
  Trial trial;
  trial.proceed_to(11);
  BOOST_TEST(trial.step("Test11", R"({"last_more_replies":["Reply number 1"]})", {.oneway = true}).empty());
  BOOST_TEST(trial.step("End", "{}") == not_ok);
}

BOOST_AUTO_TEST_CASE(a_wrong_type_names_the_field) {
  Trial trial;
  trial.proceed_to(3);
  BOOST_TEST(
      trial.step("Test03", R"({"int":1.0})") ==
      std::string(R"({"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"int"}})") +
          '\0');
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
