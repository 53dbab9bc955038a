// Goal: the rows of the dialect table (PROTOCOL section 6) about messages and their header. Method: raw bytes
// to the shipped listener; what must end the connection is sent behind a good call, which must still be
// answered, and the reason must be reported once.
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/conformance/dialect_server.hpp"
#include "tests/conformance/raw_socket.hpp"

namespace holdfast::conformance {
namespace {

const std::string nothing = R"("method":"org.example.dialect.Nothing")";
const std::string empty_reply = R"({"parameters":{}})";

void ends_the_connection(std::string_view message) {
  BOOST_TEST_CONTEXT("message: " << message) {
    DialectServer server;
    RawSocket socket(server.path());
    socket.send_message("{" + nothing + "}");
    socket.send_message(message);
    socket.send_message("{" + nothing + "}");
    BOOST_TEST(socket.reply() == empty_reply);
    BOOST_TEST(socket.ended());
    BOOST_TEST(server.bad_messages().size() == 1U);
    BOOST_TEST(server.started("Nothing") == 1U);
    BOOST_TEST(RawSocket(server.path()).ask("{" + nothing + "}") == empty_reply);
  }
}

void is_an_ordinary_call(std::string_view message) {
  BOOST_TEST_CONTEXT("message: " << message) {
    DialectServer server;
    RawSocket socket(server.path());
    BOOST_TEST(socket.ask(message) == empty_reply);
    BOOST_TEST(socket.ask(message) == empty_reply);
    BOOST_TEST(server.bad_messages().empty());
  }
}

BOOST_AUTO_TEST_SUITE(dialect_of_messages)

BOOST_AUTO_TEST_CASE(null_or_absent_parameters_mean_none) {
  is_an_ordinary_call("{" + nothing + "}");
  is_an_ordinary_call("{" + nothing + R"(,"parameters":null})");
  is_an_ordinary_call("{" + nothing + R"(,"parameters":{}})");
}

BOOST_AUTO_TEST_CASE(parameters_that_are_no_object_end_the_connection) {
  for (const auto* value : {"[]", "\"x\"", "1", "true", "[{}]"}) {
    ends_the_connection("{" + nothing + ",\"parameters\":" + value + "}");
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_plain_header_key_ends_the_connection) {
  ends_the_connection("{" + nothing + R"(,"id":1})");
  ends_the_connection("{" + nothing + R"(,"continues":true})");
  ends_the_connection("{" + nothing + R"(,"error":"a.b.C"})");
  ends_the_connection("{" + nothing + R"(,"":null})");
  ends_the_connection("{" + nothing + R"(,"Method":null})");
}

BOOST_AUTO_TEST_CASE(a_vendor_header_key_is_ignored) {
  is_an_ordinary_call("{" + nothing + R"(,"org.example.trace":{"a":[1]}})");
  is_an_ordinary_call(R"({"x.y":null,)" + nothing + "}");
}

BOOST_AUTO_TEST_CASE(upgrade_false_is_an_ordinary_call) {
  is_an_ordinary_call("{" + nothing + R"(,"upgrade":false})");
}

BOOST_AUTO_TEST_CASE(upgrade_true_is_not_implemented) {
  DialectServer server;
  RawSocket socket(server.path());
  BOOST_TEST(socket.ask("{" + nothing + R"(,"upgrade":true})") ==
             R"({"error":"org.varlink.service.MethodNotImplemented",)"
             R"("parameters":{"method":"org.example.dialect.Nothing"}})");
  BOOST_TEST(socket.ask("{" + nothing + "}") == empty_reply);
  BOOST_TEST(server.started("Nothing") == 1U);
}

BOOST_AUTO_TEST_CASE(flags_that_are_false_change_nothing) {
  is_an_ordinary_call("{" + nothing + R"(,"oneway":false,"more":false,"upgrade":false})");
}

BOOST_AUTO_TEST_CASE(a_duplicate_header_key_ends_the_connection) {
  ends_the_connection("{" + nothing + "," + nothing + "}");
  ends_the_connection("{" + nothing + R"(,"parameters":{},"parameters":{}})");
  ends_the_connection("{" + nothing + R"(,"more":false,"more":true})");
  ends_the_connection("{" + nothing + R"(,"\u006dethod":"org.example.dialect.Echo"})");
}

BOOST_AUTO_TEST_CASE(a_header_key_of_the_wrong_type_ends_the_connection) {
  ends_the_connection(R"({"method":1})");
  ends_the_connection(R"({"method":null})");
  ends_the_connection("{" + nothing + R"(,"more":1})");
  ends_the_connection("{" + nothing + R"(,"oneway":"true"})");
  ends_the_connection("{" + nothing + R"(,"upgrade":null})");
}

BOOST_AUTO_TEST_CASE(what_is_not_one_object_with_a_method_ends_the_connection) {
  ends_the_connection("");
  ends_the_connection(" ");
  ends_the_connection("[]");
  ends_the_connection("{}");
  ends_the_connection("null");
  ends_the_connection("\"org.example.dialect.Nothing\"");
  ends_the_connection("GET / HTTP/1.1");
}

BOOST_AUTO_TEST_CASE(text_that_is_not_json_ends_the_connection) {
  ends_the_connection("{" + nothing);
  ends_the_connection("{" + nothing + ",}");
  ends_the_connection("{" + nothing + "} x");
  ends_the_connection("{" + nothing + R"(,"x.y":"\ud800"})");
  ends_the_connection("{" + nothing + ",\"x.y\":\"\xff\"}");
  ends_the_connection("\xef\xbb\xbf{" + nothing + "}");
}

BOOST_AUTO_TEST_CASE(two_objects_before_one_nul_end_the_connection) {
  ends_the_connection("{" + nothing + "}{" + nothing + "}");
  ends_the_connection("{" + nothing + "}\n{" + nothing + "}");
}

BOOST_AUTO_TEST_CASE(nesting_beyond_the_limit_ends_the_connection) {
  ends_the_connection("{" + nothing + R"(,"x.y":)" + std::string(100'000, '[') + std::string(100'000, ']') +
                      "}");
}

BOOST_AUTO_TEST_CASE(oneway_with_more_ends_the_connection) {
  ends_the_connection("{" + nothing + R"(,"oneway":true,"more":true})");
}

BOOST_AUTO_TEST_CASE(blank_space_around_an_object_is_legal) {
  is_an_ordinary_call(" \r\n\t{ " + nothing + " } \n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::conformance
