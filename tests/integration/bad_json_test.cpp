// Goal: JSON that readers could read differently, or that is built to hurt, is refused or served rightly
// (RELIABILITY 3.3, 9, 11-17, 20). Method: as a message, as a value in a message, and as a document's text;
// each with a check that the daemon is unharmed.
#include "ipc/json/writer.hpp"
#include "tests/integration/siege.hpp"

namespace holdfast::test {
namespace {

using namespace std::string_literals;

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

// As a value the message itself is broken; as a text only the document is.
const std::vector<std::string>& broken_texts() {
  static const std::vector<std::string> texts{"{\"a\":1,\"a\":2}",
                                              R"({"a":1,"\u0061":2})",
                                              R"("\ud800")",
                                              R"("\udc00\ud800")",
                                              "\"\xc0\xaf\"",
                                              "\"\xed\xa0\x80\"",
                                              "\"\xff\"",
                                              "\"raw\ncontrol\"",
                                              "01",
                                              "+1",
                                              ".5",
                                              "1.",
                                              "NaN",
                                              "Infinity",
                                              "-",
                                              "1 2",
                                              "{} x",
                                              "{\"a\":1,}",
                                              "[1,]",
                                              "[,]",
                                              "{a:1}",
                                              "'a'",
                                              "// c\n1",
                                              "[1",
                                              "\"open",
                                              "tru",
                                              "",
                                              "\xef\xbb\xbf{}"};
  return texts;
}

BOOST_FIXTURE_TEST_SUITE(bad_json, Siege)

BOOST_AUTO_TEST_CASE(a_bad_header_ends_the_connection) {
  const std::string method = R"("method":"io.holdfast.config.Status")";
  for (const auto& text : std::vector<std::string>{
           "[]", "null", "1", "\"\"", "{}", R"({"method":1})", R"({"method":null})", R"({"parameters":{}})",
           "{" + method + R"(,"parameters":[]})", "{" + method + R"(,"parameters":"x"})",
           "{" + method + R"(,"more":1})", "{" + method + R"(,"oneway":"true"})",
           "{" + method + R"(,"unknown":1})", "{" + method + "," + method + "}",
           "{" + method + R"(,"oneway":true,"more":true})", "{" + method + R"(,"upgrade":null})",
           "{" + method + "}{" + method + "}", "{" + method + "} x", "\xef\xbb\xbf{" + method + "}"}) {
    check_closed_after(text + '\0');
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_header_may_carry_a_vendor_key_and_null_parameters) {
  for (const auto* rest :
       {"", R"(,"parameters":null)", R"(,"org.example.trace":{"a":1})", R"(,"upgrade":false)"}) {
    auto raw = attacker();
    raw.send_message(R"( {"method":"io.holdfast.config.Status")"s + rest + "} ");
    const auto answer = raw.receive();
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST(reply_from("Status", *answer).error() == "");
  }
}

BOOST_AUTO_TEST_CASE(a_oneway_call_gets_no_reply_at_all) {
  auto raw = attacker();
  raw.send_message(R"({"method":"io.holdfast.config.Nonsense","oneway":true})");
  raw.send_message(R"({"method":"io.holdfast.config.Get","parameters":{"document":"none"},"oneway":true})");
  raw.send_message(R"({"method":"io.holdfast.config.Status"})");
  BOOST_TEST(reply_from("Status", raw.receive().value()).error() == "");
  raw.finish_sending();
  BOOST_TEST(raw.ended());
}

BOOST_AUTO_TEST_CASE(names_that_nobody_serves_are_told_apart) {
  BOOST_TEST(error_of("io.holdfast.config.Nonsense", "{}") == "MethodNotFound");
  BOOST_TEST(error_of("org.example.other.Get", "{}") == "InterfaceNotFound");
  BOOST_TEST(error_of("org.varlink.service.GetInterfaceDescription",
                      R"({"interface":"org.example.other"})") == "InterfaceNotFound");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_broken_value_ends_the_connection) {
  for (const auto& text : broken_texts()) {
    check_closed_after("{\"method\":\"io.holdfast.config.Commit\",\"parameters\":" +
                       commit_parameters({put_value_operation("a.json", text)}) + "}" + '\0');
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_broken_document_is_refused_with_its_place) {
  auto store = client();
  for (const auto& text : broken_texts()) {
    const auto reply = store.put("a.json", text);
    BOOST_TEST(reply.error() == "InvalidDocument", text << ": " << reply.error());
    BOOST_TEST(reply.integer("line") >= 1);
    BOOST_TEST(reply.integer("column") >= 1);
  }
  BOOST_TEST(store.put("a.json", "\"nul \0 inside\""s).error() == "InvalidDocument");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(depth_is_bounded) {
  auto store = client();
  BOOST_TEST(store.put("deep.json", nested(64)).error() == "");
  BOOST_TEST(store.commit({put_value_operation("deep.json", nested(64))}).error() == "");
  BOOST_TEST(store.put("deep.json", nested(65)).error() == "InvalidDocument");
  BOOST_TEST(store.put("deep.json", nested(100'000)).error() == "InvalidDocument");
  store.remove("deep.json");
  for (const char* open : {"[", "{\"a\":"}) {
    std::string bomb = "{\"method\":\"io.holdfast.config.Commit\",\"parameters\":";
    for (int i = 0; i < 100'000; ++i)
      bomb += open;
    check_closed_after(bomb + '\0');
  }
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(a_million_elements_are_taken) {
  std::string array = "[0";
  for (int i = 1; i < 1'000'000; ++i)
    array += ",0";
  array += "]";
  auto store = client();
  BOOST_TEST(store.put("wide.json", array).error() == "");
  BOOST_TEST((store.get("wide.json").content() == array));
  BOOST_TEST(store.commit({put_value_operation("wide.json", array)}).error() == "");
  BOOST_TEST(store.call("Status").error() == "");
  store.remove("wide.json");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(more_values_than_fit_in_memory_are_refused) {
  std::string array = "[";
  for (int i = 0; i < 4'194'304; ++i)
    array += "0,";
  array.back() = ']';
  auto store = client();
  const auto error = store.put("wide.json", array.substr(0, 8 * 1024 * 1024)).error();
  BOOST_TEST(error == "InvalidDocument");
  check_unharmed();
}

BOOST_AUTO_TEST_CASE(many_names_cost_no_more_than_their_number) {
  // Names that differ only at the end, and names that are equal but for their case.
  json::Writer writer;
  writer.begin_object();
  for (int i = 0; i < 200'000; ++i)
    writer.member(std::string(10, i % 2 == 0 ? 'a' : 'A') + std::to_string(i), 0);
  const auto text = writer.end_object().take();
  auto store = client();
  BOOST_TEST(store.put("names.json", text).error() == "");
  const auto twice = text.substr(0, text.size() - 1) + ",\"aaaaaaaaaa0\":1}";
  BOOST_TEST(store.put("names.json", twice).error() == "InvalidDocument");
  store.remove("names.json");
  check_unharmed();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
