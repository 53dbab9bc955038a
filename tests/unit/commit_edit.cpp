// Goal: edits inside documents are decided in order with everything else in a request, see what came before
// them, and are bounded. Method: decide() on states made by hand; no disk.
#include <boost/test/unit_test.hpp>

#include "tests/unit/decision_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
using Kind = Refusal::Kind;

struct Fixture : DecisionFixture {
  Fixture() {
    give("a.json", "{\n\t\"n\": 1.0,\n\t\"list\": [1, 2]\n}", 1);
    give("b.json", "[]\n", 1);
    give("c.bin", "bytes", 1);
  }
};

Operation add(const std::string& document, const std::string& path, const std::string& value) {
  return edit(Operation::Kind::add, document, path, value);
}

BOOST_FIXTURE_TEST_SUITE(commit_edit, Fixture)

BOOST_AUTO_TEST_CASE(an_edit_changes_only_the_bytes_it_must) {
  const auto decision = decided({edit(Operation::Kind::replace, "a.json", "/n", "2e0")});
  BOOST_TEST_REQUIRE(decision.changes.size() == 1U);
  BOOST_TEST(decision.changes[0].after->bytes() == "{\n\t\"n\": 2e0,\n\t\"list\": [1, 2]\n}");
  BOOST_TEST(decision.changes[0].after->root().find("n")->raw() == "2e0");
}

BOOST_AUTO_TEST_CASE(edits_of_two_documents_are_one_decision_and_see_each_other) {
  const auto decision =
      decided({add("b.json", "/-", "{\"x\":1}"), add("a.json", "/m", "true"), add("b.json", "/0/y", "2"),
               edit(Operation::Kind::test, "a.json", "/m", "true")});
  BOOST_TEST_REQUIRE(decision.changes.size() == 2U);
  BOOST_TEST(decision.named[0].text() == "b.json");
  BOOST_TEST(decision.changes[0].after->root().begin().operator*().find("y")->raw() == "2");
  BOOST_TEST_REQUIRE(decision.paths.size() == 4U);
  BOOST_TEST(decision.paths[0].path.text() == "/0");
}

BOOST_AUTO_TEST_CASE(an_edit_sees_a_put_before_it_and_a_put_ends_edits_before_it) {
  auto decision = decided({put("new.json", "{\"a\":1}"), add("new.json", "/b", "2")});
  BOOST_TEST(decision.changes.at(0).after->bytes() == "{\"a\":1,\"b\":2}");
  decision = decided({add("a.json", "/b", "2"), put("a.json", "[]"), add("a.json", "/0", "3")});
  BOOST_TEST(decision.changes.at(0).after->bytes() == "[\n  3\n]");
  BOOST_TEST((refused({remove("a.json"), add("a.json", "/b", "2")}).kind == Kind::no_such_document));
}

BOOST_AUTO_TEST_CASE(an_edit_taken_back_changes_nothing_and_names_the_document) {
  const auto decision = decided({add("a.json", "/b", "2"), edit(Operation::Kind::remove, "a.json", "/b")});
  BOOST_TEST(decision.changes.empty());
  BOOST_TEST(decision.named.size() == 1U);
  BOOST_TEST(decided({edit(Operation::Kind::test, "a.json", "/n", "1")}).changes.empty());
}

BOOST_AUTO_TEST_CASE(each_failure_of_the_engine_becomes_its_refusal) {
  auto refusal = refused({add("b.json", "/-", "1"), edit(Operation::Kind::remove, "a.json", "/x/y")});
  BOOST_TEST((refusal.kind == Kind::no_such_path));
  BOOST_TEST(*refusal.operation == 1U);
  BOOST_TEST(refusal.path == "/x/y");
  BOOST_TEST(refusal.document == "a.json");
  BOOST_TEST(refusal.message.starts_with("a.json: "));
  refusal = refused({edit(Operation::Kind::test, "a.json", "/n", "2")});
  BOOST_TEST((refusal.kind == Kind::test_failed));
  refusal = refused({add("a.json", "/list/01", "2")});
  BOOST_TEST((refusal.kind == Kind::invalid_operation));
  BOOST_TEST(refusal.field == "path");
  refusal = refused({add("c.bin", "/x", "2")});
  BOOST_TEST(refusal.field == "document");
  Operation copy = edit(Operation::Kind::copy, "a.json", "/y");
  copy.from = *document::Pointer::parse("/nowhere");
  refusal = refused({copy});
  BOOST_TEST((refusal.kind == Kind::no_such_path));
  BOOST_TEST(refusal.path == "/nowhere");
  Operation move = edit(Operation::Kind::move, "a.json", "/list/0");
  move.from = *document::Pointer::parse("/list");
  refusal = refused({move});
  BOOST_TEST((refusal.kind == Kind::invalid_operation));
  BOOST_TEST(refusal.field == "from");
}

BOOST_AUTO_TEST_CASE(depth_is_limited_where_a_value_goes_not_only_in_itself) {
  limits.parse.depth_max = 3;
  BOOST_TEST(decided({add("a.json", "/list/-", "[]")}).changes.size() == 1U);
  const auto refusal = refused({add("a.json", "/list/-", "[[]]")});
  BOOST_TEST((refusal.kind == Kind::invalid_operation));
  BOOST_TEST(refusal.field == "value");
}

BOOST_AUTO_TEST_CASE(a_document_that_grows_beyond_the_limit_is_refused_where_it_does) {
  limits.document_bytes_max = 64;
  Operation copy = edit(Operation::Kind::copy, "a.json", "/copy");
  copy.value = nullptr;
  copy.from = {};
  const auto refusal = refused({copy, copy, copy, copy});
  BOOST_TEST((refusal.kind == Kind::too_large));
  BOOST_TEST(refusal.limit == "documentBytesMax");
  BOOST_TEST(*refusal.operation < 3U);
}

BOOST_AUTO_TEST_CASE(values_are_limited_in_number) {
  limits.parse.nodes_max = 8;
  BOOST_TEST(decided({add("a.json", "/list/-", "[3,4]")}).changes.size() == 1U);
  BOOST_TEST((refused({add("a.json", "/list/-", "[3,4,5]")}).kind == Kind::invalid_operation));
}

BOOST_AUTO_TEST_CASE(the_work_of_one_request_is_bounded) {
  limits.work_bytes_max = 100'000;
  give("big.json", "[\"" + std::string(30'000, 'x') + "\"]", 1);
  const auto same = edit(Operation::Kind::test, "big.json", "/0", "\"" + std::string(30'000, 'x') + "\"");
  BOOST_TEST(decided({same}).changes.empty());
  const auto refusal = refused({same, same, same, same, same});
  BOOST_TEST((refusal.kind == Kind::too_large));
  BOOST_TEST(refusal.limit == "commitWorkBytesMax");
}

BOOST_AUTO_TEST_CASE(the_content_it_decides_on_is_not_changed) {
  const auto before = state.find(name("a.json"))->content->bytes();
  (void)decided({add("a.json", "/b", "2")});
  BOOST_TEST(state.find(name("a.json"))->content->bytes() == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
