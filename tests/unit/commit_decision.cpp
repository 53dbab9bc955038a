// Goal: what a request does is decided whole, in order, and refused at the first operation that fails, by its
// index. Method: decide() on states made by hand; no disk.
#include "daemon/commit/decision.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/decision_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
using Kind = Refusal::Kind;

struct Fixture : DecisionFixture {
  Fixture() {
    give("a.json", "{\"a\":1}", 3);
    give("x/b.json", "{}", 4);
    give("c.bin", "bytes", 5);
    state.revision = {5};
  }
  void make_invalid(const std::string& document) {
    DocumentState made = *state.find(name(document));
    made.fault = json::ParseFailure{"no value here", 3, 2, 7};
    state.documents[made.name] = std::make_shared<const DocumentState>(made);
  }
};

BOOST_FIXTURE_TEST_SUITE(commit_decision, Fixture)

BOOST_AUTO_TEST_CASE(a_put_replaces_and_knows_what_was_there) {
  const auto decision = decided({put("a.json", "[]")});
  BOOST_TEST_REQUIRE(decision.changes.size() == 1U);
  BOOST_TEST((decision.changes[0].before == state.find(name("a.json"))));
  BOOST_TEST(decision.changes[0].after->bytes() == "[]");
}

BOOST_AUTO_TEST_CASE(a_put_of_an_absent_document_creates) {
  const auto decision = decided({put("new.json", "[]")});
  BOOST_TEST_REQUIRE(decision.changes.size() == 1U);
  BOOST_TEST(!decision.changes[0].before);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_change_nothing_but_the_document_is_named) {
  const auto decision = decided({put("a.json", "{\"a\":1}")});
  BOOST_TEST(decision.changes.empty());
  BOOST_TEST(decision.named.size() == 1U);
  BOOST_TEST(decided({put("a.json", "{\"a\": 1}")}).changes.size() == 1U);  // text is the truth
}

BOOST_AUTO_TEST_CASE(the_last_put_of_a_document_is_what_it_becomes) {
  const auto decision = decided({put("a.json", "[1]"), put("c.bin", "z"), put("a.json", "[2]")});
  BOOST_TEST_REQUIRE(decision.named.size() == 2U);
  BOOST_TEST(decision.named[0].text() == "a.json");
  BOOST_TEST(decision.changes[0].after->bytes() == "[2]");
}

BOOST_AUTO_TEST_CASE(a_document_changed_and_changed_back_is_unchanged) {
  BOOST_TEST(decided({put("a.json", "[1]"), put("a.json", "{\"a\":1}")}).changes.empty());
  BOOST_TEST(decided({remove("a.json"), put("a.json", "{\"a\":1}")}).changes.empty());
  BOOST_TEST(decided({put("new", "x"), remove("new")}).changes.empty());
}

BOOST_AUTO_TEST_CASE(a_delete_sees_what_came_before_it) {
  BOOST_TEST(!decided({put("a.json", "[1]"), remove("a.json")}).changes[0].after);
  const auto refusal = refused({remove("a.json"), remove("a.json")});
  BOOST_TEST((refusal.kind == Kind::no_such_document));
  BOOST_TEST(*refusal.operation == 1U);
}

BOOST_AUTO_TEST_CASE(deleting_what_is_not_there_is_refused) {
  const auto refusal = refused({put("c.bin", "1"), remove("new.json")});
  BOOST_TEST((refusal.kind == Kind::no_such_document));
  BOOST_TEST(*refusal.operation == 1U);
  BOOST_TEST(refusal.document == "new.json");
}

BOOST_AUTO_TEST_CASE(a_revision_that_is_not_the_documents_is_refused_with_both) {
  const auto refusal = refused({put("c.bin", "1"), put("a.json", "[]", 2)});
  BOOST_TEST((refusal.kind == Kind::revision_mismatch));
  BOOST_TEST(*refusal.operation == 1U);
  BOOST_TEST(refusal.document == "a.json");
  BOOST_TEST(refusal.expected.number == 2U);
  BOOST_TEST(refusal.actual.number == 3U);
  BOOST_TEST(decided({put("a.json", "[]", 3)}).changes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(revision_0_means_that_it_must_not_exist) {
  BOOST_TEST(decided({put("new.json", "[]", 0)}).changes.size() == 1U);
  BOOST_TEST((refused({put("a.json", "[]", 0)}).kind == Kind::revision_mismatch));
  const auto refusal = refused({put("new.json", "[]", 1)});
  BOOST_TEST(refusal.actual.number == 0U);
  BOOST_TEST((refused({remove("new.json", 0)}).kind == Kind::no_such_document));
}

BOOST_AUTO_TEST_CASE(content_that_is_not_json_is_refused_with_its_place) {
  const auto refusal = refused({put("c.bin", "1"), put("a.json", "{\n  x\n}")});
  BOOST_TEST((refusal.kind == Kind::invalid_document));
  BOOST_TEST(*refusal.operation == 1U);
  BOOST_TEST(refusal.line == 2U);
  BOOST_TEST(refusal.column == 3U);
  BOOST_TEST(decided({put("c.bin", "{\n  x\n}")}).changes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_document_that_is_invalid_on_disk_is_never_overwritten) {
  make_invalid("a.json");
  for (const auto& operation : {put("a.json", "[]"), put("a.json", "[]", 3), remove("a.json")}) {
    const auto refusal = refused({operation});
    BOOST_TEST((refusal.kind == Kind::invalid_on_disk));
    BOOST_TEST(*refusal.operation == 0U);
    BOOST_TEST(refusal.line == 2U);
    BOOST_TEST(refusal.column == 7U);
  }
}

BOOST_AUTO_TEST_CASE(a_document_cannot_lie_below_a_document) {
  const auto refusal = refused({put("c.bin/d", "x")});
  BOOST_TEST((refusal.kind == Kind::invalid_operation));
  BOOST_TEST(refusal.field == "document");
  BOOST_TEST((refused({put("new", "x"), put("new/d", "x")}).kind == Kind::invalid_operation));
  BOOST_TEST(*refused({put("new", "x"), put("new/d", "x")}).operation == 1U);
  BOOST_TEST((refused({put("c.bin/d/e/f", "x")}).kind == Kind::invalid_operation));
}

BOOST_AUTO_TEST_CASE(a_document_cannot_take_the_place_of_a_directory) {
  BOOST_TEST((refused({put("x", "1")}).kind == Kind::invalid_operation));
  BOOST_TEST((refused({put("y/z", "1"), put("y", "1")}).kind == Kind::invalid_operation));
  BOOST_TEST(decided({put("x.json", "1"), put("x-y", "1")}).changes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_name_is_not_free_for_a_directory_before_its_deletion_is_committed) {
  BOOST_TEST((refused({remove("c.bin"), put("c.bin/d", "x")}).kind == Kind::invalid_operation));
  BOOST_TEST((refused({remove("x/b.json"), put("x", "1")}).kind == Kind::invalid_operation));
}

BOOST_AUTO_TEST_CASE(a_document_may_be_as_large_as_the_limit_and_no_larger) {
  limits.document_bytes_max = 10;
  BOOST_TEST(decided({put("n", std::string(10, 'x'))}).changes.size() == 1U);
  const auto refusal = refused({put("c.bin", "1"), put("n", std::string(11, 'x'))});
  BOOST_TEST((refusal.kind == Kind::too_large));
  BOOST_TEST(refusal.limit == "documentBytesMax");
  BOOST_TEST(refusal.limit_max == 10U);
  BOOST_TEST(refusal.limit_actual == 11U);
  BOOST_TEST(*refusal.operation == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_may_hold_as_many_bytes_as_the_limit) {
  limits.request_bytes_max = 10;
  BOOST_TEST(decided({put("n", "12345"), put("m", "67890")}).changes.size() == 2U);
  const auto refusal = refused({put("n", "12345"), put("m", "678901")});
  BOOST_TEST((refusal.kind == Kind::too_large));
  BOOST_TEST(refusal.limit == "commitBytesMax");
  BOOST_TEST(refusal.limit_actual == 11U);
}

BOOST_AUTO_TEST_CASE(a_request_may_name_as_many_documents_as_the_limit) {
  limits.documents_max = 2;
  BOOST_TEST(decided({put("n", "1"), put("m", "1"), put("n", "2")}).changes.size() == 2U);
  const auto refusal = refused({put("n", "1"), put("m", "1"), put("o", "1")});
  BOOST_TEST((refusal.kind == Kind::too_large));
  BOOST_TEST(refusal.limit == "commitDocumentsMax");
  BOOST_TEST(refusal.limit_actual == 3U);
}

BOOST_AUTO_TEST_CASE(depth_is_limited_as_configured) {
  limits.parse.depth_max = 2;
  BOOST_TEST(decided({put("n.json", "[[]]")}).changes.size() == 1U);
  BOOST_TEST((refused({put("n.json", "[[[]]]")}).kind == Kind::invalid_document));
}

BOOST_AUTO_TEST_CASE(the_state_it_decides_on_is_not_changed) {
  const auto before = state.documents;
  (void)decided({put("a.json", "[]"), remove("c.bin"), put("n", "1")});
  BOOST_TEST((state.documents == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
