// Goal: the rows of the dialect table (PROTOCOL sections 2, 4 and 6) about calls that are well-formed: which
// error answers what, word for word, and that the connection goes on after it. Method: raw bytes to the
// shipped listener.
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/conformance/dialect_server.hpp"
#include "tests/conformance/raw_socket.hpp"

namespace holdfast::conformance {
namespace {

struct Connected {
  DialectServer server;
  RawSocket socket{server.path()};

  std::string ask(const std::string& method, const std::string& parameters, const std::string& flags = "") {
    return socket.ask(R"({"method":")" + method + R"(","parameters":)" + parameters + flags + "}");
  }
  std::string ask_dialect(const std::string& method, const std::string& parameters,
                          const std::string& flags = "") {
    return ask("org.example.dialect." + method, parameters, flags);
  }
  bool still_answers() { return ask_dialect("Echo", R"({"text":"?"})") == R"({"parameters":{"text":"?"}})"; }
};

std::string service_error(const std::string& name, const std::string& field, const std::string& value) {
  return R"({"error":"org.varlink.service.)" + name + R"(","parameters":{")" + field + R"(":")" + value +
         R"("}})";
}
std::string invalid(const std::string& parameter) {
  return service_error("InvalidParameter", "parameter", parameter);
}

BOOST_FIXTURE_TEST_SUITE(dialect_of_calls, Connected)

BOOST_AUTO_TEST_CASE(an_unknown_parameter_is_named) {
  BOOST_TEST(ask_dialect("Nothing", R"({"extra":1})") == invalid("extra"));
  BOOST_TEST(ask_dialect("Echo", R"({"text":"a","extra":null})") == invalid("extra"));
  BOOST_TEST(ask_dialect("Add", R"({"pairs":[{"first":1,"third":1}]})") == invalid("pairs[0].third"));
  BOOST_TEST(server.started("Echo") == 0U);
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_missing_parameter_is_named) {
  BOOST_TEST(ask_dialect("Echo", "{}") == invalid("text"));
  BOOST_TEST(ask_dialect("Echo", "null") == invalid("text"));
  BOOST_TEST(socket.ask(R"({"method":"org.example.dialect.Echo"})") == invalid("text"));
  BOOST_TEST(ask_dialect("Add", R"({"pairs":[{"first":1},{}]})") == invalid("pairs[1].first"));
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_parameter_of_the_wrong_type_is_named) {
  BOOST_TEST(ask_dialect("Echo", R"({"text":1})") == invalid("text"));
  BOOST_TEST(ask_dialect("Echo", R"({"text":null})") == invalid("text"));
  BOOST_TEST(ask_dialect("Large", R"({"bytes":1.5})") == invalid("bytes"));
  BOOST_TEST(ask_dialect("Large", R"({"bytes":9223372036854775808})") == invalid("bytes"));
  BOOST_TEST(ask_dialect("Add", R"({"pairs":{}})") == invalid("pairs"));
  BOOST_TEST(ask_dialect("Add", R"({"pairs":[{"first":1,"second":2}]})") == invalid("pairs[0].second"));
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_nullable_parameter_may_be_null_or_absent) {
  BOOST_TEST(ask_dialect("Add", R"({"pairs":[{"first":1,"second":null},{"first":2}],"note":null})") ==
             R"({"parameters":{"sum":3}})");
}

BOOST_AUTO_TEST_CASE(an_unknown_interface_is_not_found) {
  BOOST_TEST(ask("org.example.other.Echo", "{}") ==
             service_error("InterfaceNotFound", "interface", "org.example.other"));
  BOOST_TEST(ask("x.y", "{}") == service_error("InterfaceNotFound", "interface", "x"));
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_not_found_under_its_full_name) {
  const std::string none = "org.example.dialect.None";
  BOOST_TEST(ask(none, "{}") == service_error("MethodNotFound", "method", none));
  BOOST_TEST(ask(none, "{}", R"(,"upgrade":true)") == service_error("MethodNotFound", "method", none));
  BOOST_TEST(ask("Echo", "{}") == service_error("MethodNotFound", "method", "Echo"));
  BOOST_TEST(ask("", "{}") == service_error("MethodNotFound", "method", ""));
  BOOST_TEST(ask("org.example.dialect.", "{}") ==
             service_error("MethodNotFound", "method", "org.example.dialect."));
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_declared_method_that_nobody_serves_is_not_implemented) {
  const std::string undone = "org.example.dialect.Undone";
  BOOST_TEST(ask(undone, "{}") == service_error("MethodNotImplemented", "method", undone));
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_name_with_escapes_comes_back_as_good_json) {
  BOOST_TEST(ask(R"(a\"b\u0000.C)", "{}") ==
             service_error("InterfaceNotFound", "interface", R"(a\"b\u0000)"));
  BOOST_TEST(ask_dialect("Nothing", R"({"a\nb":1})") == invalid(R"(a\nb)"));
}

BOOST_AUTO_TEST_CASE(more_on_a_single_reply_method_gives_one_plain_reply) {
  BOOST_TEST(ask_dialect("Echo", R"({"text":"a"})", R"(,"more":true)") == R"({"parameters":{"text":"a"}})");
  BOOST_TEST(!socket.hears_something());
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_stream_says_continues_on_all_replies_but_the_last) {
  BOOST_TEST(ask_dialect("Count", R"({"to":3})", R"(,"more":true)") ==
             R"({"parameters":{"number":1},"continues":true})");
  BOOST_TEST(socket.reply() == R"({"parameters":{"number":2},"continues":true})");
  BOOST_TEST(socket.reply() == R"({"parameters":{"number":3}})");
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_stream_without_more_expects_more) {
  BOOST_TEST(ask_dialect("Count", R"({"to":3})") ==
             R"({"error":"org.varlink.service.ExpectedMore","parameters":{}})");
  BOOST_TEST(still_answers());
}

BOOST_AUTO_TEST_CASE(a_oneway_call_gets_no_reply_not_even_an_error) {
  const std::string oneway = R"(,"oneway":true})";
  socket.send_message(R"({"method":"org.example.dialect.Echo","parameters":{"text":"a"})" + oneway);
  socket.send_message(R"({"method":"org.example.dialect.Echo","parameters":{"text":1})" + oneway);
  socket.send_message(R"({"method":"org.example.dialect.None")" + oneway);
  socket.send_message(R"({"method":"org.example.other.None")" + oneway);
  socket.send_message(R"({"method":"org.example.dialect.Nothing","upgrade":true)" + oneway);
  socket.send_message(R"({"method":"org.example.dialect.Count","parameters":{"to":3})" + oneway);
  BOOST_TEST(still_answers());
  BOOST_TEST(!socket.hears_something());
  BOOST_TEST(server.started("Echo") == 2U);
}

BOOST_AUTO_TEST_CASE(the_service_tells_what_it_is) {
  BOOST_TEST(
      ask("org.varlink.service.GetInfo", "{}") ==
      R"({"parameters":{"vendor":"holdfast","product":"dialect","version":"1","url":"https://example.org",)"
      R"("interfaces":["org.example.dialect","org.varlink.service"]}})");
}

BOOST_AUTO_TEST_CASE(the_service_describes_its_interfaces) {
  const std::string method = "org.varlink.service.GetInterfaceDescription";
  for (const std::string name : {"org.example.dialect", "org.varlink.service"}) {
    const auto reply = ask(method, R"({"interface":")" + name + R"("})");
    BOOST_TEST(reply.starts_with(R"({"parameters":{"description":"#)"));
    BOOST_TEST(reply.find("\\ninterface " + name + "\\n") != std::string::npos);
  }
  BOOST_TEST(ask(method, R"({"interface":"org.example.other"})") ==
             service_error("InterfaceNotFound", "interface", "org.example.other"));
  BOOST_TEST(ask(method, "{}") == invalid("interface"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
