// Goal: `apply` makes all operations of a file one change, over several documents, and says what is wrong
// with a file before anything is sent. Method: the real command with patch files and standard input.
#include "tests/integration/command.hpp"

namespace holdfast::test {
namespace {

struct Documents : Command {
  Documents() {
    client().put("a.json", "{\"x\": 1.0}\n");
    client().put("b.json", "[1, 2]\n");
  }
  void stopped(const std::string& patch, int exit_code, const std::string& reason,
               std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"apply", "-"});
    const auto finished = run(std::move(more), patch);
    check_stopped(finished, exit_code);
    BOOST_TEST(finished.errors.find(reason) != std::string::npos, finished.errors);
    BOOST_TEST(file("a.json") == "{\"x\": 1.0}\n");
    BOOST_TEST(file("b.json") == "[1, 2]\n");
  }
};

BOOST_FIXTURE_TEST_SUITE(apply, Documents)

BOOST_AUTO_TEST_CASE(operations_on_several_documents_are_one_change) {
  write_file(outside("patch"), R"([
    {"op": "test", "document": "a.json", "path": "/x", "value": 1},
    {"op": "replace", "document": "a.json", "path": "/x", "value": 1e3},
    {"op": "add", "document": "b.json", "path": "/-", "value": "three"},
    {"op": "put", "document": "c.txt", "text": "new"}
  ])");
  const auto finished = run({"apply", outside("patch").string(), "-m", "together"});
  check_done(finished);
  BOOST_TEST(finished.output ==
             "a.json: revision 3, 11 bytes\nb.json: revision 3, 16 bytes\nc.txt: revision 3, 3 bytes\n");
  BOOST_TEST(file("a.json") == "{\"x\": 1e3}\n");
  BOOST_TEST(file("b.json") == "[1, 2, \"three\"]\n");
  BOOST_TEST(file("c.txt") == "new");
}

BOOST_AUTO_TEST_CASE(a_plain_rfc_6902_patch_gets_its_document) {
  const std::string patch = R"([{"op":"move","from":"/x","path":"/y"},{"op":"copy","from":"/y","path":"/z"},)"
                            R"({"op":"remove","document":"b.json","path":"/0"}])";
  check_done(run({"apply", "-", "--document", "a.json"}, patch));
  BOOST_TEST(run({"get", "a.json", "/y"}).output == "1.0\n");
  BOOST_TEST(run({"get", "a.json", "/z"}).output == "1.0\n");
  BOOST_TEST(run({"get", "b.json", ""}).output == "[2]\n");
}

BOOST_AUTO_TEST_CASE(one_refused_operation_refuses_all) {
  stopped(R"([{"op":"replace","path":"/x","value":2},{"op":"test","path":"/x","value":3}])", 1,
          "holdfast: operations[1]: a.json: ", {"--document", "a.json"});
  stopped(R"([{"op":"remove","path":"/x"},{"op":"remove","path":"/x"}])", 1,
          "operations[1]: a.json: ", {"--document", "a.json"});
  stopped(R"([{"op":"replace","document":"a.json","path":"/x","value":2,"ifRevision":7}])", 1,
          "operations[0]: a.json is at revision 1");
  stopped(R"([{"op":"frobnicate","document":"a.json","path":"/x"}])", 1, "operations[0].op");
}

BOOST_AUTO_TEST_CASE(a_file_that_holds_no_operations_is_wrong_use) {
  stopped("[\n  {\"op\": nonsense}\n]", 2, "line 2, column 10");
  stopped("{\"op\":\"remove\"}", 2, "line 1, column 1: this is no array");
  stopped("[1]", 2, "line 1, column 2");
  stopped(R"([{"op":"remove","path":"/x"}])", 2, "--document");
  check_stopped(run({"apply", outside("none").string()}), 2);
  check_stopped(run({"apply"}), 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
