// Goal: set, unset, add, merge and test change or compare exactly the value that is named, from arguments as
// people write them. Method: the real command on a small document, whose bytes are compared after each step.
#include "tests/integration/command.hpp"
#include "tests/integration/fake_server.hpp"

namespace holdfast::test {
namespace {

const std::string document =
    "{\n"
    "  \"name\": \"alpha\",\n"
    "  \"load\": 1.0,\n"
    "  \"hosts\": [\n"
    "    { \"id\": \"a\", \"port\": 80 },\n"
    "    { \"id\": \"b\", \"port\": 81 }\n"
    "  ],\n"
    "  \"a=b\": {}\n"
    "}\n";

struct Document : Command {
  Document() { client().put("a.json", document); }

  [[nodiscard]] std::string value(const std::string& path) {
    const auto finished = run({"get", "a.json", path});
    check_done(finished);
    return finished.output;
  }
  void done(std::vector<std::string> arguments, const std::string& input = {}) {
    check_done(run(std::move(arguments), input));
  }
  void stopped(std::vector<std::string> arguments, int exit_code, const std::string& reason = {}) {
    const auto before = file("a.json");
    const auto finished = run(std::move(arguments));
    check_stopped(finished, exit_code);
    BOOST_TEST(finished.errors.find(reason) != std::string::npos, finished.errors);
    BOOST_TEST(file("a.json") == before);
  }
  // The document with one text in it replaced: all other bytes must be as they were.
  [[nodiscard]] static std::string with(const std::string& old_text, const std::string& new_text) {
    auto text = document;
    const auto at = text.find(old_text);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, old_text.size(), new_text);
  }
};

struct NoDaemon : Command {
  NoDaemon() : Command("", Begin::stopped) {}
};

BOOST_FIXTURE_TEST_SUITE(edits, Document)

BOOST_AUTO_TEST_CASE(set_replaces_a_value_and_no_other_byte) {
  const auto finished = run({"set", "a.json", "/name", "beta", "-m", "renamed"});
  check_done(finished);
  const auto expected = with("\"alpha\"", "\"beta\"");
  BOOST_TEST(finished.output == "a.json: revision 2, " + std::to_string(expected.size()) + " bytes\n");
  BOOST_TEST(file("a.json") == expected);
  BOOST_TEST(run({"set", "a.json", "/name", "beta"}).output == "a.json: unchanged at revision 2\n");
  done({"set", "a.json", "/name", "alpha"});
  done({"set", "a.json", "/hosts/id=b/port", "8081"});
  BOOST_TEST(file("a.json") == with("81", "8081"));
}

BOOST_AUTO_TEST_CASE(a_value_is_json_where_it_is_json_and_else_a_string) {
  const std::vector<std::pair<std::string, std::string>> values{{"-5", "-5"},
                                                                {"-1.50e3", "-1.50e3"},
                                                                {"1.0", "1.0"},
                                                                {"true", "true"},
                                                                {"null", "null"},
                                                                {"word", "\"word\""},
                                                                {"", "\"\""},
                                                                {"-", "\"-\""},
                                                                {"\"q\"", "\"q\""},
                                                                {"{}", "{}"},
                                                                {"[]", "[]"},
                                                                {"list", "\"list\""},
                                                                {"%%", "\"%%\""},
                                                                {"-5x", "\"-5x\""},
                                                                {"a\tb", "\"a\\tb\""},
                                                                {"05", "\"05\""},
                                                                {"10.0.0.1", "\"10.0.0.1\""}};
  for (const auto& [argument, expected] : values) {
    done({"set", "a.json", "/name", argument});
    BOOST_TEST(value("/name") == expected + "\n");
  }
  done({"set", "a.json", "/name", "[1,{\"x\":2.0}]"});
  BOOST_TEST(value("/name/0") == "1\n");
  BOOST_TEST(value("/name/1/x") == "2.0\n");
}

BOOST_AUTO_TEST_CASE(a_value_that_starts_with_a_dash_stands_behind_two) {
  for (const std::string argument : {"-x", "--json", "--", "-m", "++"}) {
    done({"set", "a.json", "/name", "--", argument});
    BOOST_TEST(value("/name") == "\"" + argument + "\"\n");
    done({"set", "--", "a.json", "/load", argument});
    BOOST_TEST(value("/load") == "\"" + argument + "\"\n");
  }
  stopped({"set", "a.json", "/name", "-x"}, 2);
  done({"set", "-m", "why", "a.json", "/load", "-7", "--if-revision", "11"});
  BOOST_TEST(value("/load") == "-7\n");
}

BOOST_AUTO_TEST_CASE(a_string_can_be_asked_for_and_a_file_can_hold_the_value) {
  done({"set", "a.json", "/name", "--string", "5"});
  BOOST_TEST(value("/name") == "\"5\"\n");
  write_file(outside("value"), "{ \"x\": 1.0 }\n");
  done({"set", "a.json", "/load", "--file", outside("value").string()});
  BOOST_TEST(value("/load/x") == "1.0\n");
  done({"set", "a.json", "/load", "--file", "-"}, "two\nlines\n");
  BOOST_TEST(value("/load") == "\"two\\nlines\\n\"\n");
  done({"set", "a.json", "/load", "--string", "--file=-"}, "7\n");
  BOOST_TEST(value("/load") == "\"7\\n\"\n");
  stopped({"set", "a.json", "/load"}, 2, "required");
  stopped({"set", "a.json", "/load", "5", "--file", "-"}, 2, "exclude");
  stopped({"set", "a.json", "/load", "--file", outside("none").string()}, 2, "cannot read");
  stopped({"set", "a.json", "/load", "caf\xe9"}, 2, "UTF-8");
}

BOOST_AUTO_TEST_CASE(set_makes_a_member_and_never_an_element) {
  done({"set", "a.json", "/owner", "ops"});
  BOOST_TEST(value("/owner") == "\"ops\"\n");
  done({"set", "a.json", "/hosts/1/name=x", "y"});
  BOOST_TEST(value("/hosts/1/name=x") == "\"y\"\n");
  for (const auto* path : {"/hosts/2", "/hosts/-", "/a=b/7"})
    stopped({"set", "a.json", path, "{}"}, 1, "holdfast add");
  stopped({"set", "a.json", "/hosts/id=c", "{}"}, 1);
  stopped({"set", "a.json", "/none/there", "1"}, 1);
  stopped({"set", "a.json", "/name/deeper", "1"}, 1);
  stopped({"set", "a.json", "name", "1"}, 1);
  stopped({"set", "none.json", "/name", "1"}, 1);
}

BOOST_AUTO_TEST_CASE(both_steps_of_set_keep_to_the_revision_asked_for) {
  stopped({"set", "a.json", "/owner", "ops", "--if-revision", "7"}, 1, "revision");
  stopped({"set", "a.json", "/name", "beta", "--if-revision", "7"}, 1, "revision");
  done({"set", "a.json", "/owner", "ops", "--if-revision", "1"});
  stopped({"set", "a.json", "/other", "ops", "--if-revision", "1"}, 1, "revision");
}

// Between the two steps somebody else may make the element; an `add` would put a second one before it.
BOOST_FIXTURE_TEST_CASE(set_sends_no_add_for_an_element_that_a_key_did_not_find, NoDaemon) {
  const std::string missing =
      R"({"error":"io.holdfast.config.NoSuchPath","parameters":{"document":"a.json","path":"","message":"no"}})";
  const auto with_value = [](const std::string& value) {
    return R"({"parameters":{"document":{},"revision":1,"value":)" + value + "}}";
  };
  {
    const FakeServer server(socket(), {missing + '\0', with_value("[]") + '\0'});
    check_stopped(run({"set", "a.json", "/hosts/id=c", "{}"}), 1);
    BOOST_TEST(server.calls().size() == 2U);
  }
  std::filesystem::remove(socket());
  const FakeServer server(socket(), {missing + '\0', with_value("{}") + '\0', missing + '\0'});
  check_stopped(run({"set", "a.json", "/hosts/id=c", "{}", "--if-revision", "4", "-m", "why"}), 1);
  const auto calls = server.calls();
  BOOST_TEST_REQUIRE(calls.size() == 3U);
  for (const auto& [call, op] : {std::pair(calls[0], "replace"), std::pair(calls[2], "add")}) {
    BOOST_TEST(call.find("\"op\":\"" + std::string(op) + "\"") != std::string::npos, call);
    BOOST_TEST(call.find(R"("ifRevision":4,"path":"/hosts/id=c","value":{}}],"message":"why"})") !=
                   std::string::npos,
               call);
  }
}

BOOST_AUTO_TEST_CASE(unset_removes_a_member_or_an_element) {
  done({"unset", "a.json", "/hosts/id=a"});
  BOOST_TEST(value("/hosts/0/id") == "\"b\"\n");
  done({"unset", "a.json", "/load", "--if-revision", "2"});
  stopped({"get", "a.json", "/load"}, 1);
  stopped({"unset", "a.json", "/load"}, 1);
  stopped({"unset", "a.json", "/name", "extra"}, 2);
  stopped({"unset", "a.json", "/name", "--if-revision", "1"}, 1);
}

BOOST_AUTO_TEST_CASE(add_inserts_before_appends_and_makes_members) {
  done({"add", "a.json", "/hosts/-", R"({"id":"d"})"});
  done({"add", "a.json", "/hosts/0", R"({"id":"first"})"});
  done({"add", "a.json", "/hosts/id=b", R"({"id":"c"})"});
  for (const auto& [path, id] : std::vector<std::pair<std::string, std::string>>{{"/hosts/0/id", "first"},
                                                                                 {"/hosts/1/id", "a"},
                                                                                 {"/hosts/2/id", "c"},
                                                                                 {"/hosts/3/id", "b"},
                                                                                 {"/hosts/4/id", "d"}})
    BOOST_TEST(value(path) == "\"" + id + "\"\n");
  done({"add", "a.json", "/limit", "-5"});
  BOOST_TEST(value("/limit") == "-5\n");
  stopped({"add", "a.json", "/hosts/9", "{}"}, 1);
}

BOOST_AUTO_TEST_CASE(merge_changes_the_document_or_a_value_in_it) {
  done({"merge", "a.json", R"({"load": null, "name": "gamma", "a=b": {"x": 1}})"});
  BOOST_TEST(value("/name") == "\"gamma\"\n");
  BOOST_TEST(value("/a=b/x") == "1\n");
  stopped({"get", "a.json", "/load"}, 1);
  done({"merge", "a.json", "/hosts/0", R"({"port": 8080})"});
  BOOST_TEST(value("/hosts/0/port") == "8080\n");
  BOOST_TEST(value("/hosts/0/id") == "\"a\"\n");
  done({"merge", "a.json", "/a=b", "--file", "-"}, "{\"y\": -2}\n");
  BOOST_TEST(value("/a=b/y") == "-2\n");
  done({"merge", "a.json", "--file", "-"}, "{\"hosts\": null}");
  stopped({"get", "a.json", "/hosts"}, 1);
  stopped({"merge", "a.json"}, 2, "required");
  stopped({"merge", "a.json", "/name", "word"}, 2, "the value is not JSON: line 1, column 1");
  stopped({"merge", "a.json", "{}", "--if-revision", "1"}, 1);
}

BOOST_AUTO_TEST_CASE(test_tells_whether_a_value_is_as_expected) {
  const auto equal = run({"test", "a.json", "/hosts/id=a/port", "80"});
  check_done(equal);
  BOOST_TEST(equal.output == "a.json: as expected at revision 1\n");
  done({"test", "a.json", "/load", "1.0"});
  done({"test", "a.json", "/name", "alpha", "--if-revision", "1"});
  stopped({"test", "a.json", "/name", "beta"}, 1);
  stopped({"test", "a.json", "/hosts/id=a/port", "--string", "80"}, 1);
  stopped({"test", "a.json", "/none", "1"}, 1);
  stopped({"test", "none.json", "/none", "1"}, 1);
  stopped({"test", "a.json", "/name", "alpha", "--if-revision", "2"}, 1);
}

BOOST_AUTO_TEST_CASE(get_shows_a_value_as_it_is_spelled_or_its_characters) {
  done({"set", "a.json", "/name", R"("caf\u00e9 \"x\"\n")"});
  BOOST_TEST(value("/name") == "\"caf\\u00e9 \\\"x\\\"\\n\"\n");
  BOOST_TEST(run({"get", "a.json", "/name", "-r"}).output == "caf\xC3\xA9 \"x\"\n\n");
  BOOST_TEST(run({"get", "--raw", "a.json", "/load"}).output == "1.0\n");
  BOOST_TEST(value("/hosts/1") == "{ \"id\": \"b\", \"port\": 81 }\n");
  done({"set", "a.json", "/name", "null"});
  BOOST_TEST(value("/name") == "null\n");
  BOOST_TEST(run({"get", "a.json", "/name", "-r"}).output == "null\n");
  BOOST_TEST(value("") == file("a.json"));
  BOOST_TEST(run({"get", "a.json"}).output == file("a.json"));
  stopped({"get", "a.json", "/none"}, 1);
  stopped({"get", "a.json", "--raw"}, 2, "PATH");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
