// Goal: a peer's message is taken or refused as PROTOCOL.md section 6 says in its column "ours", and what we
// write is what the strictest client (varlinkctl) takes. Method: tables of messages; written messages are
// read back.
#include "ipc/varlink/message.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

namespace holdfast::varlink {
namespace {

using namespace std::string_view_literals;

auto call_of(std::string_view text) {
  return CallMessage::parse(std::string(text), {});
}
auto reply_of(std::string_view text) {
  return ReplyMessage::parse(std::string(text), {});
}

BOOST_AUTO_TEST_SUITE(varlink_message)

BOOST_AUTO_TEST_CASE(a_call_is_read_with_its_flags_and_parameters) {
  const auto call =
      call_of(R"( {"method":"a.b.C","parameters":{"x": 1.0 },"oneway":false,"more":true,"upgrade":false} )");
  BOOST_TEST_REQUIRE(call.has_value());
  BOOST_TEST(call->method() == "a.b.C");
  BOOST_TEST(!call->flags().oneway);
  BOOST_TEST(call->flags().more);
  BOOST_TEST(!call->flags().upgrade);
  BOOST_TEST_REQUIRE(call->parameters().has_value());
  BOOST_TEST(call->parameters()->raw() == R"({"x": 1.0 })");
}

BOOST_AUTO_TEST_CASE(flags_are_off_unless_set) {
  const auto call = call_of(R"({"method":"a.b.C"})");
  BOOST_TEST_REQUIRE(call.has_value());
  BOOST_TEST((!call->flags().oneway && !call->flags().more && !call->flags().upgrade));
  BOOST_TEST(call_of(R"({"method":"a.b.C","oneway":true})")->flags().oneway);
  BOOST_TEST(call_of(R"({"method":"a.b.C","upgrade":true})")->flags().upgrade);
}

BOOST_AUTO_TEST_CASE(null_parameters_mean_none) {
  for (const auto text : {R"({"method":"a.b.C"})"sv, R"({"method":"a.b.C","parameters":null})"sv}) {
    const auto call = call_of(text);
    BOOST_TEST_REQUIRE(call.has_value());
    BOOST_TEST(!call->parameters().has_value());
  }
  BOOST_TEST(call_of(R"({"method":"a.b.C","parameters":{}})")->parameters().has_value());
}

BOOST_AUTO_TEST_CASE(names_and_method_may_be_spelled_with_escapes) {
  const auto call = call_of(R"({"\u006dethod":"a.b.\u0043","mor\u0065":true})");
  BOOST_TEST_REQUIRE(call.has_value());
  BOOST_TEST(call->method() == "a.b.C");
  BOOST_TEST(call->flags().more);
}

BOOST_AUTO_TEST_CASE(vendor_keys_are_ignored_whatever_they_hold) {
  for (const auto* value : {"1", "null", "{\"method\":1}", "[true]", "\"x\""}) {
    const auto call = call_of("{\"com.example.trace\":" + std::string(value) + ",\"method\":\"a.b.C\"}");
    BOOST_TEST_REQUIRE(call.has_value(), value);
    BOOST_TEST(call->method() == "a.b.C");
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_keys_does_not_matter) {
  const auto call = call_of(R"({"more":true,"parameters":{"a":{}},"method":"a.b.C"})");
  BOOST_TEST_REQUIRE(call.has_value());
  BOOST_TEST(call->parameters()->raw() == R"({"a":{}})");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_not_one_ends_the_connection) {
  for (const auto text : {
           ""sv,
           " "sv,
           "[]"sv,
           "1"sv,
           "null"sv,
           "\"method\""sv,
           "{"sv,
           "not json"sv,
           "\xEF\xBB\xBF{\"method\":\"a.b.C\"}"sv,
           R"({})"sv,                                             // no method
           R"({"parameters":{}})"sv,                              //
           R"({"method":null})"sv,                                // of the wrong type
           R"({"method":1})"sv,                                   //
           R"({"method":["a.b.C"]})"sv,                           //
           R"({"method":"a.b.C","parameters":[]})"sv,             //
           R"({"method":"a.b.C","parameters":"x"})"sv,            //
           R"({"method":"a.b.C","parameters":0})"sv,              //
           R"({"method":"a.b.C","parameters":false})"sv,          //
           R"({"method":"a.b.C","oneway":1})"sv,                  //
           R"({"method":"a.b.C","oneway":null})"sv,               //
           R"({"method":"a.b.C","more":"true"})"sv,               //
           R"({"method":"a.b.C","upgrade":{}})"sv,                //
           R"({"method":"a.b.C","foo":1})"sv,                     // unknown plain key
           R"({"method":"a.b.C","Method":"a.b.C"})"sv,            //
           R"({"method":"a.b.C","":1})"sv,                        //
           R"({"method":"a.b.C","error":"x.y.Z"})"sv,             //
           R"({"method":"a.b.C","continues":true})"sv,            //
           R"({"method":"a.b.C","method":"a.b.C"})"sv,            // duplicate key
           R"({"method":"a.b.C","\u006dethod":"a.b.C"})"sv,       //
           R"({"method":"a.b.C","parameters":{"a":1,"a":1}})"sv,  //
           R"({"method":"a.b.C","x.y":1,"x.y":1})"sv,             //
           R"({"method":"a.b.C"}{"method":"a.b.C"})"sv,           // two objects before one NUL
           R"({"method":"a.b.C","oneway":true,"more":true})"sv,   // exclude each other
       }) {
    BOOST_TEST_CONTEXT(text) {
      const auto call = call_of(text);
      BOOST_TEST_REQUIRE(!call.has_value(), "accepted");
      BOOST_TEST(!call.error().message.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_key) {
  BOOST_TEST(call_of(R"({"method":"a.b.C","foo":1})").error().message.find("foo") != std::string::npos);
  BOOST_TEST(reply_of(R"({"foo":1})").error().message.find("foo") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_limits_of_the_parser_hold_for_messages) {
  const std::string deep =
      R"({"method":"a.b.C","parameters":{"a":)" + std::string(62, '[') + std::string(62, ']') + "}}";
  BOOST_TEST(call_of(deep).has_value());
  const std::string deeper =
      R"({"method":"a.b.C","parameters":{"a":)" + std::string(63, '[') + std::string(63, ']') + "}}";
  BOOST_TEST(!call_of(deeper).has_value());
  BOOST_TEST(!CallMessage::parse(R"({"method":"a.b.C","parameters":{}})", {.nodes_max = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_call_counts_its_bytes_and_may_be_moved) {
  const std::string text = R"({"method":"a.b.C","parameters":{"v":1e3}})";
  auto call = call_of(text);
  const CallMessage moved = std::move(*call);
  BOOST_TEST(moved.bytes() == text.size());
  BOOST_TEST(moved.parameters()->find("v")->raw() == "1e3");
}

BOOST_AUTO_TEST_CASE(a_reply_is_read) {
  const auto result = reply_of(R"({"parameters":{"a":1},"continues":true})");
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST(result->error().empty());
  BOOST_TEST(result->continues());
  BOOST_TEST(result->parameters()->raw() == R"({"a":1})");
  const auto error = reply_of(R"({"error":"a.b.Bad","parameters":{"field":"x"}})");
  BOOST_TEST_REQUIRE(error.has_value());
  BOOST_TEST(error->error() == "a.b.Bad");
  BOOST_TEST(!error->continues());
  for (const auto* text : {"{}", R"({"parameters":null})", R"({"continues":false})", R"({"x.y":[]})"}) {
    const auto reply = reply_of(text);
    BOOST_TEST_REQUIRE(reply.has_value(), text);
    BOOST_TEST((reply->error().empty() && !reply->continues() && !reply->parameters()));
  }
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_not_one_is_refused) {
  for (const auto text :
       {""sv, "[]"sv, "null"sv, R"({"parameters":[]})"sv, R"({"parameters":1})"sv, R"({"continues":1})"sv,
        R"({"continues":null})"sv, R"({"error":null})"sv, R"({"error":1})"sv, R"({"error":""})"sv,
        R"({"method":"a.b.C"})"sv, R"({"foo":1})"sv, R"({"error":"a.b.C","error":"a.b.C"})"sv,
        R"({"error":"a.b.C","continues":true})"sv, R"({}{})"sv}) {
    BOOST_TEST(!reply_of(text).has_value(), "accepted: " << text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_exactly_this) {
  BOOST_TEST(make_call("a.b.C", "{}", {}) == "{\"method\":\"a.b.C\",\"parameters\":{}}\0"sv);
  BOOST_TEST(make_call("a.b.C", R"({"x":1.0})", {.oneway = true}) ==
             "{\"method\":\"a.b.C\",\"parameters\":{\"x\":1.0},\"oneway\":true}\0"sv);
  BOOST_TEST(make_call("a.b.C", "{}", {.more = true}) ==
             "{\"method\":\"a.b.C\",\"parameters\":{},\"more\":true}\0"sv);
  BOOST_TEST(make_call("a.b.C", "{}", {.upgrade = true}) ==
             "{\"method\":\"a.b.C\",\"parameters\":{},\"upgrade\":true}\0"sv);
  BOOST_TEST(make_reply("{}", false) == "{\"parameters\":{}}\0"sv);
  BOOST_TEST(make_reply(R"({"a":1e3})", true) == "{\"parameters\":{\"a\":1e3},\"continues\":true}\0"sv);
  BOOST_TEST(make_error("a.b.Bad", R"({"f":1})") == "{\"error\":\"a.b.Bad\",\"parameters\":{\"f\":1}}\0"sv);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_and_holds_one_nul_at_its_end) {
  const auto text = make_call("a.b.\0\"C"sv, R"({"s":"\u0000"})", {.more = true});
  BOOST_TEST(text.find('\0') == text.size() - 1);
  const auto call = call_of(std::string_view(text).substr(0, text.size() - 1));
  BOOST_TEST_REQUIRE(call.has_value());
  BOOST_TEST(call->method() == "a.b.\0\"C"sv);
  BOOST_TEST(call->flags().more);
  const auto reply = make_reply(R"({"s":"\u0000"})", true);
  BOOST_TEST(reply_of(std::string_view(reply).substr(0, reply.size() - 1))->continues());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::varlink
