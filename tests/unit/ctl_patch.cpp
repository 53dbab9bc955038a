// Goal: `apply` sends the operations of a file as they are spelled, puts a document only into those that name
// none, and points at what is wrong. Method: patch texts of each kind through the pure function.
#include "ipc/ctl/patch.hpp"

#include <boost/test/unit_test.hpp>

#include "ipc/ctl/report.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::ctl {
namespace {

std::string refusal(const std::string& text, const std::string& document) {
  try {
    return "taken: " + operations_of(text, document);
  } catch (const Stop& stop) {
    BOOST_TEST(static_cast<int>(stop.code()) == static_cast<int>(Exit::usage));
    return stop.what();
  }
}

BOOST_AUTO_TEST_SUITE(ctl_patch)

BOOST_AUTO_TEST_CASE(operations_that_name_their_document_stay_as_they_are_spelled) {
  const std::string first = R"({ "op" : "add", "document":"a.json", "path":"/x", "value": 1.0 })";
  const std::string second = R"({"document":"caf\u00e9.json","op":"remove","path":"\/x"})";
  const std::string patch = "[\n  " + first + ",\n  " + second + "\n]\n";
  BOOST_TEST(operations_of(patch, "") == "[" + first + "," + second + "]");
  BOOST_TEST(operations_of(patch, "other.json") == "[" + first + "," + second + "]");
}

BOOST_AUTO_TEST_CASE(an_operation_without_a_document_gets_the_one_given) {
  const std::string patch = R"([ {"op": "replace", "path": "/x", "value": {"document": 1}}, {}, { } ])";
  const std::string filled = operations_of(patch, "net/\"a\".json");
  BOOST_TEST(filled ==
             R"([{"document":"net/\"a\".json","op": "replace", "path": "/x", "value": {"document": 1}},)"
             R"({"document":"net/\"a\".json"},{"document":"net/\"a\".json" }])");
  BOOST_TEST(json::parse(filled).has_value());
}

BOOST_AUTO_TEST_CASE(a_fault_has_its_line_and_column) {
  const std::string begin = "the operations are not usable: line ";
  BOOST_TEST(refusal("", "a.json").starts_with(begin + "1, column 1: "));
  BOOST_TEST(refusal("[\n  {\"op\": add}\n]", "a.json").starts_with(begin + "2, column 10: "));
  BOOST_TEST(refusal("[{\"op\":1,\"op\":2}]", "a.json").starts_with(begin + "1, column 10: "));
  BOOST_TEST(refusal("[ ]", "a.json") == begin + "1, column 1: no operation stands in this array");
  BOOST_TEST(refusal(" {}", "a.json") == begin + "1, column 2: this is no array of operations");
  BOOST_TEST(refusal("[{},\n 5]", "a.json") ==
             begin + "2, column 2: this is no operation: an object is expected");
  BOOST_TEST(refusal("[{\"document\":\"a.json\"},\n  {}]", "") ==
             begin + "2, column 3: this operation names no document; --document fills it in");
  BOOST_TEST(refusal("[\"\x1b\"]", "a.json").find('\x1b') == std::string::npos);
  BOOST_TEST(refusal("[]", "caf\xe9") == "the document's name must be UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::ctl
