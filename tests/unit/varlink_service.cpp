// Goal: every call gets the answer PROTOCOL.md sections 2, 4 and 6 promise, before and behind the handlers,
// byte for byte. Method: a Service with a small interface; each test sends one message and compares what
// would go out ('|' is the NUL).
#include "ipc/varlink/service.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "ipc/io_holdfast_config.hpp"
#include "tests/unit/varlink_support.hpp"

namespace holdfast::varlink {
namespace {

constexpr auto description = R"(# Made for this test.
interface com.example.test

type Step (op: (put, delete), document: string)

method Echo(text: ?string) -> (text: ?string)
method Run(steps: []Step, force: ?bool) -> ()
method Count(to: int) -> (at: int)
method Later() -> ()
method Fail() -> ()
method Unfinished() -> ()
error Refused (why: string)
)";

struct Fixture {
  Fixture() {
    service.add_interface(description);
    service.add_method("com.example.test.Echo", Order::after_replies, [](const std::shared_ptr<Call>& call) {
      const auto text = call->parameter("text");
      call->reply("{\"text\":" + (text ? std::string(text->raw()) : "null") + "}");
    });
    service.add_method("com.example.test.Run", Order::queued, [this](const std::shared_ptr<Call>& call) {
      ++runs;
      call->reply("{}");
    });
    service.add_method("com.example.test.Count", Order::after_replies, [](const std::shared_ptr<Call>& call) {
      if (!call->more()) return call->fail(expected_more());
      const auto to = *call->parameter("to")->integer();
      for (std::int64_t at = 1; at < to; ++at)
        call->reply_and_continue("{\"at\":" + std::to_string(at) + "}");
      call->reply("{\"at\":" + std::to_string(to) + "}");
    });
    service.add_method("com.example.test.Later", Order::after_replies,
                       [this](const std::shared_ptr<Call>& call) { kept = call; });
    service.add_method("com.example.test.Fail", Order::after_replies, [](const std::shared_ptr<Call>& call) {
      call->fail({"com.example.test.Refused", R"({"why":"no"})"});
    });
  }

  std::string call(const std::string& method, const std::string& rest = "") {
    return answer(service, R"({"method":")" + method + "\"" + rest + "}");
  }

  Service service{{"Example", "tests", "1.2.3", "https://example.com/?a=\"b\""}};
  std::shared_ptr<Call> kept;
  int runs = 0;
};

std::string error(const std::string& name, const std::string& parameters) {
  return "{\"error\":\"org.varlink.service." + name + "\",\"parameters\":" + parameters + "}|";
}

BOOST_FIXTURE_TEST_SUITE(varlink_service, Fixture)

BOOST_AUTO_TEST_CASE(a_call_reaches_its_handler_with_parameters_in_their_spelling) {
  BOOST_TEST(call("com.example.test.Echo", R"(,"parameters":{"text":"\u0041\/"})") ==
             "{\"parameters\":{\"text\":\"\\u0041\\/\"}}|");
}

BOOST_AUTO_TEST_CASE(absent_null_and_empty_parameters_are_the_same) {
  for (const auto* rest :
       {"", R"(,"parameters":null)", R"(,"parameters":{})", R"(,"parameters":{"text":null})"}) {
    BOOST_TEST(call("com.example.test.Echo", rest) == "{\"parameters\":{\"text\":null}}|");
  }
  BOOST_TEST(call("com.example.test.Run") == error("InvalidParameter", R"({"parameter":"steps"})"));
}

BOOST_AUTO_TEST_CASE(an_unknown_interface_is_named_without_its_method) {
  BOOST_TEST(call("com.example.absent.Echo") ==
             error("InterfaceNotFound", R"({"interface":"com.example.absent"})"));
  BOOST_TEST(call("com.example.Echo") == error("InterfaceNotFound", R"({"interface":"com.example"})"));
  BOOST_TEST(call("COM.example.test.Echo") ==
             error("InterfaceNotFound", R"({"interface":"COM.example.test"})"));
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_named_in_full) {
  BOOST_TEST(call("com.example.test.Absent") ==
             error("MethodNotFound", R"({"method":"com.example.test.Absent"})"));
  BOOST_TEST(call("com.example.test.echo") ==
             error("MethodNotFound", R"({"method":"com.example.test.echo"})"));
  BOOST_TEST(call("org.varlink.service.Absent") ==
             error("MethodNotFound", R"({"method":"org.varlink.service.Absent"})"));
  for (const auto* odd : {"Echo", "", "com.example.test."}) {
    BOOST_TEST(call(odd) == error("MethodNotFound", "{\"method\":\"" + std::string(odd) + "\"}"));
  }
}

BOOST_AUTO_TEST_CASE(types_and_errors_are_no_methods) {
  BOOST_TEST(call("com.example.test.Step") ==
             error("MethodNotFound", R"({"method":"com.example.test.Step"})"));
  BOOST_TEST(call("com.example.test.Refused") ==
             error("MethodNotFound", R"({"method":"com.example.test.Refused"})"));
}

BOOST_AUTO_TEST_CASE(a_declared_method_without_a_handler_is_not_implemented) {
  BOOST_TEST(call("com.example.test.Unfinished") ==
             error("MethodNotImplemented", R"({"method":"com.example.test.Unfinished"})"));
}

BOOST_AUTO_TEST_CASE(an_upgrade_is_not_implemented_and_reaches_no_handler) {
  BOOST_TEST(call("com.example.test.Run", R"(,"parameters":{"steps":[]},"upgrade":true)") ==
             error("MethodNotImplemented", R"({"method":"com.example.test.Run"})"));
  BOOST_TEST(runs == 0);
  BOOST_TEST(call("com.example.test.Run", R"(,"parameters":{"steps":[]},"upgrade":false)") ==
             "{\"parameters\":{}}|");
  BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(a_wrong_parameter_is_named_by_its_path_and_reaches_no_handler) {
  const std::pair<const char*, const char*> table[] = {
      {R"({})", "steps"},
      {R"({"steps":null})", "steps"},
      {R"({"steps":{}})", "steps"},
      {R"({"steps":[],"force":0})", "force"},
      {R"({"steps":[],"extra":0})", "extra"},
      {R"({"steps":[],"":0})", "parameters"},  // a path is never empty on the wire
      {R"({"steps":[{"op":"put","document":"a"},{"op":"put"}]})", "steps[1].document"},
      {R"({"steps":[{"op":"rename","document":"a"}]})", "steps[0].op"},
      {R"({"steps":[{"op":"put","document":"a","path":""}]})", "steps[0].path"},
      {R"({"steps":[],"\u0022":0})", "\\\""}};
  for (const auto& [parameters, path] : table) {
    BOOST_TEST(call("com.example.test.Run", ",\"parameters\":" + std::string(parameters)) ==
               error("InvalidParameter", "{\"parameter\":\"" + std::string(path) + "\"}"));
  }
  BOOST_TEST(runs == 0);
}

BOOST_AUTO_TEST_CASE(a_oneway_call_is_done_and_answered_by_nothing_not_even_an_error) {
  BOOST_TEST(call("com.example.test.Run", R"(,"parameters":{"steps":[]},"oneway":true)").empty());
  BOOST_TEST(runs == 1);
  for (const auto* method : {"com.example.test.Run", "com.example.test.Fail", "com.example.test.Absent",
                             "a.b.C", "x", "com.example.test.Unfinished", "com.example.test.Count"}) {
    BOOST_TEST(call(method, R"(,"parameters":{"bad":1},"oneway":true)").empty(), method);
  }
  BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(a_stream_continues_until_its_last_reply) {
  BOOST_TEST(call("com.example.test.Count", R"(,"parameters":{"to":3},"more":true)") ==
             "{\"parameters\":{\"at\":1},\"continues\":true}|{\"parameters\":{\"at\":2},\"continues\":true}|"
             "{\"parameters\":{\"at\":3}}|");
}

BOOST_AUTO_TEST_CASE(more_on_a_method_that_answers_once_gets_one_plain_reply) {
  BOOST_TEST(call("com.example.test.Echo", R"(,"more":true)") == "{\"parameters\":{\"text\":null}}|");
  BOOST_TEST(call("com.example.test.Count", R"(,"parameters":{"to":3})") == error("ExpectedMore", "{}"));
}

BOOST_AUTO_TEST_CASE(an_error_of_a_handler_travels_with_its_parameters) {
  BOOST_TEST(call("com.example.test.Fail") ==
             "{\"error\":\"com.example.test.Refused\",\"parameters\":{\"why\":\"no\"}}|");
}

BOOST_AUTO_TEST_CASE(a_call_may_be_answered_later_and_tells_so_once) {
  const auto call = make_test_call(R"({"method":"com.example.test.Later"})");
  int told = 0;
  call->on_output([&told] { ++told; });
  service.dispatch(call);
  BOOST_TEST(!call->finished());
  BOOST_TEST(call->take_output().empty());
  kept->reply("{}");
  BOOST_TEST(call->finished());
  BOOST_TEST(told == 1);
  BOOST_TEST(call->take_output() == make_reply("{}", false));
  BOOST_TEST(call->take_output().empty());
}

BOOST_AUTO_TEST_CASE(a_finished_call_lets_go_of_its_listener) {
  const auto listener = std::make_shared<int>(0);
  const auto call = make_test_call(R"({"method":"com.example.test.Echo"})");
  call->on_output([listener] { ++*listener; });
  BOOST_TEST(listener.use_count() == 2);
  service.dispatch(call);
  BOOST_TEST(*listener == 1);
  BOOST_TEST(listener.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(every_reply_of_a_stream_tells) {
  const auto call = make_test_call(R"({"method":"com.example.test.Later","more":true})");
  int told = 0;
  call->on_output([&told] { ++told; });
  service.dispatch(call);
  kept->reply_and_continue("{}");
  kept->reply_and_continue("{}");
  BOOST_TEST(!call->finished());
  kept->fail(permission_denied());
  BOOST_TEST(told == 3);
  BOOST_TEST(call->take_output() == make_reply("{}", true) + make_reply("{}", true) +
                                        make_error("org.varlink.service.PermissionDenied", "{}"));
}

BOOST_AUTO_TEST_CASE(get_info_tells_all_and_lists_the_interfaces) {
  const std::string expected =
      R"({"parameters":{"vendor":"Example","product":"tests","version":"1.2.3","url":"https://example.com/?a=\"b\"",)"
      R"("interfaces":["com.example.test","org.varlink.service"]}}|)";
  BOOST_TEST(call("org.varlink.service.GetInfo") == expected);
  BOOST_TEST(call("org.varlink.service.GetInfo", R"(,"parameters":{})") == expected);
  BOOST_TEST(call("org.varlink.service.GetInfo", R"(,"parameters":{"x":1})") ==
             error("InvalidParameter", R"({"parameter":"x"})"));
}

BOOST_AUTO_TEST_CASE(a_served_description_is_the_file_in_the_tree_byte_for_byte) {
  service.add_interface(std::string(io_holdfast_config_description));
  for (const std::string name : {"org.varlink.service", "io.holdfast.config"}) {
    const auto request = make_test_call(
        R"({"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":")" + name +
        "\"}}");
    service.dispatch(request);
    auto output = request->take_output();
    output.pop_back();
    const auto reply = ReplyMessage::parse(output, {});
    BOOST_TEST_REQUIRE(reply.has_value());
    BOOST_TEST((reply->parameters()->find("description")->string() == source_file(name + ".varlink")), name);
  }
}

BOOST_AUTO_TEST_CASE(the_description_of_an_unknown_interface_is_not_found) {
  const std::string method = "org.varlink.service.GetInterfaceDescription";
  BOOST_TEST(call(method, R"(,"parameters":{"interface":"a.b"})") ==
             error("InterfaceNotFound", R"({"interface":"a.b"})"));
  BOOST_TEST(call(method, R"(,"parameters":{"interface":""})") ==
             error("InterfaceNotFound", R"({"interface":""})"));
  BOOST_TEST(call(method) == error("InvalidParameter", R"({"parameter":"interface"})"));
  BOOST_TEST(call(method, R"(,"parameters":{"interface":1})") ==
             error("InvalidParameter", R"({"parameter":"interface"})"));
}

BOOST_AUTO_TEST_CASE(a_calls_order_is_that_of_its_method) {
  const auto order = [this](const char* method) {
    return service.order_of(*make_test_call(R"({"method":")" + std::string(method) + "\"}"));
  };
  BOOST_TEST((order("com.example.test.Run") == Order::queued));
  BOOST_TEST((order("com.example.test.Echo") == Order::after_replies));
  BOOST_TEST((order("com.example.test.Absent") == Order::after_replies));
}

BOOST_AUTO_TEST_CASE(mistakes_of_the_set_up_throw) {
  const Service::Handler handler = [](const std::shared_ptr<Call>&) {};
  BOOST_CHECK_THROW(service.add_interface("interface bad"), std::invalid_argument);
  BOOST_CHECK_THROW(service.add_method("a.b.C", Order::queued, handler), std::invalid_argument);
  BOOST_CHECK_THROW(service.add_method("com.example.test.Absent", Order::queued, handler),
                    std::invalid_argument);
  BOOST_CHECK_THROW(service.add_method("com.example.test.Echo", Order::queued, handler),
                    std::invalid_argument);
  BOOST_CHECK_THROW(service.add_method("Echo", Order::queued, handler), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(only_methods_with_a_handler_are_listed_sorted) {
  const std::vector<std::string> expected = {"com.example.test.Count",
                                             "com.example.test.Echo",
                                             "com.example.test.Fail",
                                             "com.example.test.Later",
                                             "com.example.test.Run",
                                             "org.varlink.service.GetInfo",
                                             "org.varlink.service.GetInterfaceDescription"};
  BOOST_TEST(service.method_names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::varlink
