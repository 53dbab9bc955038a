// Goal: a request that is sent again is answered as the first time and changes nothing, and an id that was
// told to be not applied never is (promise 4). Method: requests with ids and their resolutions, alone and
// together, across restarts, segments and crashes.
#include "daemon/commit/request_ids.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
using Known = Resolved::Outcome;

struct Fixture : JournalFixture {
  Fixture() { apply({put("a.json", "{\"n\": 0, \"list\": [1]}\n"), put("b.json", "[0]")}); }  // revision 1

  static std::vector<Operation> change(const std::string& n) {
    return {edit(Operation::Kind::replace, "a.json", "/n", n),
            edit(Operation::Kind::add, "a.json", "/list/-", n), put("c.json", "[" + n + "]")};
  }
  Applied applied(const Request& request) {
    const auto outcome = store->apply(request);
    BOOST_TEST_REQUIRE(applied_in(outcome) != nullptr, text_of(outcome));
    return *applied_in(outcome);
  }
  Refusal refused(const Request& request) {
    const auto outcome = store->apply(request);
    BOOST_TEST_REQUIRE(refusal_in(outcome) != nullptr, text_of(outcome));
    return *refusal_in(outcome);
  }
  Resolved resolved(const std::string& id, std::uint32_t uid = 1000) {
    const auto outcome = store->apply(resolve_of(id, uid));
    const auto* resolved = std::get_if<Resolved>(&outcome.result);
    BOOST_TEST_REQUIRE(resolved != nullptr, text_of(outcome));
    return *resolved;
  }
  bool is_fenced(const std::string& id) {
    const bool refused_for_ever =
        refused(with_id(id, {put("fenced.json", "[1]")})).kind == Refusal::Kind::request_id_reused;
    return refused_for_ever && !store->find("fenced.json") && resolved(id).outcome == Known::not_applied;
  }
  std::vector<RequestResult> together(const std::vector<Request>& requests) {
    std::vector<const Request*> pointers;
    for (const auto& request : requests)
      pointers.push_back(&request);
    return store->committer().apply_group(pointers).results;
  }
};

void check_same(const Applied& again, const Applied& first) {
  BOOST_TEST(again.repeated);
  BOOST_TEST(again.changed == first.changed);
  BOOST_TEST(again.revision.number == first.revision.number);
  BOOST_TEST_REQUIRE(again.documents.size() == first.documents.size());
  for (std::size_t i = 0; i < first.documents.size(); ++i) {
    const auto &one = first.documents[i], &other = again.documents[i];
    BOOST_TEST(other.name.text() == one.name.text());
    BOOST_TEST_REQUIRE((other.now == nullptr) == (one.now == nullptr));
    if (!one.now) continue;
    BOOST_TEST(other.now->revision.number == one.now->revision.number);
    BOOST_TEST(other.now->digest == one.now->digest);
    BOOST_TEST(other.now->modified == one.now->modified);
    BOOST_TEST(other.now->metadata.mode == one.now->metadata.mode);
    const auto bytes = one.now->content ? one.now->content->bytes().size() : one.now->superseded_bytes;
    BOOST_TEST(other.now->superseded_bytes == bytes);
  }
  BOOST_TEST_REQUIRE(again.paths.size() == first.paths.size());
  for (std::size_t i = 0; i < first.paths.size(); ++i) {
    BOOST_TEST(again.paths[i].path.text() == first.paths[i].path.text());
    BOOST_TEST(again.paths[i].from.text() == first.paths[i].from.text());
  }
}

BOOST_FIXTURE_TEST_SUITE(commit_request_id, Fixture)

BOOST_AUTO_TEST_CASE(a_request_sent_again_gets_the_first_answer_and_changes_nothing) {
  const auto first = applied(with_id("one", change("1")));
  BOOST_TEST(!first.repeated);
  BOOST_TEST(first.revision.number == 2U);
  BOOST_TEST(first.paths.at(1).path.text() == "/list/1");
  const auto before = records().size();
  check_same(applied(with_id("one", change("1"))), first);
  BOOST_TEST(store->revision() == 2U);
  BOOST_TEST(records().size() == before);
  BOOST_TEST(read("a.json") == "{\"n\": 1, \"list\": [1, 1]}\n");
}

BOOST_AUTO_TEST_CASE(the_first_answer_stays_when_the_documents_go_on) {
  const auto first = applied(with_id("one", change("1")));
  apply({put("a.json", "[]"), remove("c.json")});
  check_same(applied(with_id("one", change("1"))), first);
  BOOST_TEST(read("a.json") == "[]");
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(a_request_sent_again_is_answered_though_its_precondition_does_not_hold_any_more) {
  const auto first = applied(with_id("one", {put("b.json", "[1]", 1)}));
  check_same(applied(with_id("one", {put("b.json", "[1]", 1)})), first);
}

BOOST_AUTO_TEST_CASE(the_first_answer_survives_restarts_and_segments) {
  const auto first = applied(with_id("one", change("1")));
  const auto gone = applied(with_id("two", {remove("b.json")}));
  for (std::size_t round = 1; round <= 3; ++round) {
    fill_segments(3 * round);
    check_same(applied(with_id("one", change("1"))), first);
    open();
    const auto revision = store->revision();
    check_same(applied(with_id("one", change("1"))), first);
    check_same(applied(with_id("two", {remove("b.json")})), gone);
    BOOST_TEST(store->revision() == revision);
  }
}

BOOST_AUTO_TEST_CASE(a_request_cut_short_by_a_crash_and_sent_again_is_applied_once) {
  die_behind(is(CallKind::sync_data), with_id("one", change("1")));
  open();
  const auto again = applied(with_id("one", change("1")));
  BOOST_TEST(again.repeated);
  BOOST_TEST(again.revision.number == 2U);
  BOOST_TEST(read("a.json") == "{\"n\": 1, \"list\": [1, 1]}\n");
  BOOST_TEST((resolved("one").outcome == Known::committed));
}

BOOST_AUTO_TEST_CASE(a_request_that_was_called_off_is_not_remembered) {
  files.fail_named(CallKind::rename, ".a.json.", EROFS);
  BOOST_TEST((refused(with_id("one", change("1"))).kind == Refusal::Kind::storage_failed));
  files.heal();
  open();
  const auto outcome = applied(with_id("one", change("1")));
  BOOST_TEST(!outcome.repeated);
  BOOST_TEST(outcome.revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(the_same_id_for_other_operations_is_refused) {
  (void)applied(with_id("one", {put("b.json", "[1]")}));
  const std::vector<std::vector<Operation>> others{
      {put("b.json", "[2]")},    {put("c.json", "[1]")},
      {put("b.json", "[1]", 1)}, {put("b.json", "[1]"), put("b.json", "[1]")},
      {remove("b.json")},        {edit(Operation::Kind::add, "b.json", "/-", "1")},
  };
  for (int restarts = 0; restarts < 2; ++restarts) {
    for (const auto& other : others) {
      const auto refusal = refused(with_id("one", other));
      BOOST_TEST((refusal.kind == Refusal::Kind::request_id_reused));
      BOOST_TEST(refusal.request_id == "one");
    }
    BOOST_TEST(store->revision() == 2U);
    open();
  }
}

BOOST_AUTO_TEST_CASE(operations_that_differ_in_their_paths_or_values_are_others) {
  const auto operation = [](const char* path, const char* value) {
    return std::vector{edit(Operation::Kind::replace, "a.json", path, value)};
  };
  (void)applied(with_id("one", operation("/n", "1")));
  for (const auto& other : {operation("/n", "2"), operation("/n", "1.0"), operation("/list", "1")})
    BOOST_TEST((refused(with_id("one", other)).kind == Refusal::Kind::request_id_reused));
  BOOST_TEST(applied(with_id("one", operation("/n", "1"))).repeated);
}

BOOST_AUTO_TEST_CASE(each_user_has_ids_of_its_own) {
  (void)applied(with_id("one", {put("b.json", "[1]")}, 1000));
  const auto other = applied(with_id("one", {put("b.json", "[2]")}, 1001));
  BOOST_TEST(!other.repeated);
  BOOST_TEST(other.revision.number == 3U);
  BOOST_TEST((resolved("one", 1002).outcome == Known::not_applied));
  open();
  BOOST_TEST(resolved("one", 1000).revision.number == 2U);
  BOOST_TEST(resolved("one", 1001).revision.number == 3U);
  BOOST_TEST((resolved("one", 1002).outcome == Known::not_applied));
}

BOOST_AUTO_TEST_CASE(a_request_without_an_id_is_applied_each_time) {
  const std::vector<Operation> add{edit(Operation::Kind::add, "b.json", "/-", "1")};
  apply(add);
  BOOST_TEST(applied_in(apply(add))->revision.number == 3U);
  BOOST_TEST(read("b.json") == "[0, 1, 1]");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_not_remembered) {
  const auto later =
      with_id("one", {put("new.json", "[1]", 0), edit(Operation::Kind::test, "b.json", "/0", "7")});
  BOOST_TEST((refused(later).kind == Refusal::Kind::test_failed));
  apply({put("b.json", "[7]")});
  const auto outcome = applied(later);
  BOOST_TEST(!outcome.repeated);
  BOOST_TEST(outcome.changed);
}

BOOST_AUTO_TEST_CASE(what_changed_nothing_is_remembered) {
  const auto first = applied(with_id("one", {put("b.json", "[0]")}));
  BOOST_TEST(!first.changed);
  BOOST_TEST(first.revision.number == 1U);
  apply({put("b.json", "[1]")});
  for (int restarts = 0; restarts < 2; ++restarts) {
    check_same(applied(with_id("one", {put("b.json", "[0]")})), first);
    BOOST_TEST(read("b.json") == "[1]");
    BOOST_TEST((resolved("one").outcome == Known::committed));
    open();
  }
  BOOST_TEST(store->revision() == 2U);
}

BOOST_AUTO_TEST_CASE(a_dry_run_uses_up_no_id) {
  auto dry = with_id("one", {put("b.json", "[1]")});
  dry.dry_run = true;
  BOOST_TEST(applied(dry).diffs.size() == 1U);
  const auto first = applied(with_id("one", {put("b.json", "[1]")}));
  BOOST_TEST(!first.repeated);
  BOOST_TEST(first.changed);
}

BOOST_AUTO_TEST_CASE(the_same_request_twice_in_one_group_is_applied_once) {
  const std::vector<Operation> add{edit(Operation::Kind::add, "b.json", "/-", "1")};
  const auto results =
      together({with_id("one", add), request_of({put("c.json", "[1]")}), with_id("one", add)});
  BOOST_TEST_REQUIRE(results.size() == 3U);
  const auto &first = std::get<Applied>(results[0]), &again = std::get<Applied>(results[2]);
  BOOST_TEST(!first.repeated);
  check_same(again, first);
  BOOST_TEST(std::get<Applied>(results[1]).revision.number == 3U);
  BOOST_TEST(read("b.json") == "[0, 1]");
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(an_answered_request_in_a_group_of_new_ones_keeps_its_place) {
  const auto first = applied(with_id("one", {put("b.json", "[1]")}));
  const auto results =
      together({with_id("two", {put("b.json", "[2]")}), with_id("one", {put("b.json", "[1]")}),
                with_id("three", {put("b.json", "[3]")}), with_id("one", {put("b.json", "[9]")})});
  BOOST_TEST(std::get<Applied>(results.at(0)).revision.number == 3U);
  check_same(std::get<Applied>(results.at(1)), first);
  BOOST_TEST(std::get<Applied>(results.at(2)).revision.number == 4U);
  BOOST_TEST((std::get<Refusal>(results.at(3)).kind == Refusal::Kind::request_id_reused));
  BOOST_TEST(read("b.json") == "[3]");
}

BOOST_AUTO_TEST_CASE(resolving_an_applied_request_tells_its_revision) {
  (void)applied(with_id("one", change("1")));
  apply({put("b.json", "[9]")});
  for (int restarts = 0; restarts < 2; ++restarts) {
    const auto known = resolved("one");
    BOOST_TEST((known.outcome == Known::committed));
    BOOST_TEST(known.revision.number == 2U);
    open();
  }
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(resolving_an_unknown_request_keeps_it_from_ever_being_applied) {
  BOOST_TEST((resolved("one").outcome == Known::not_applied));
  BOOST_TEST(store->revision() == 1U);
  BOOST_TEST(is_fenced("one"));
  open();
  BOOST_TEST(is_fenced("one"));
  BOOST_TEST(store->revision() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_resolved_as_not_applied_is_durable_before_it_is_told) {
  files.forget_calls();
  BOOST_TEST((resolved("one").outcome == Known::not_applied));
  BOOST_TEST(std::count_if(files.calls().begin(), files.calls().end(), is(CallKind::sync_data)) == 1);
  files.fail_kind(CallKind::sync_data, 1, 1, EIO);
  const auto outcome = store->apply(resolve_of("two"));
  BOOST_TEST((refusal_in(outcome) != nullptr), "told though it is not durable");
  files.heal();
  open();
  BOOST_TEST(!applied(with_id("two", {put("b.json", "[1]")})).repeated);
}

BOOST_AUTO_TEST_CASE(a_fence_outlives_the_segment_it_was_written_in) {
  options.journal.retention.bytes_max = 40 * 1024;
  open();
  (void)applied(with_id("applied", {put("b.json", "[1]")}));
  BOOST_TEST((resolved("fenced").outcome == Known::not_applied));
  const auto oldest = segments().front();
  while (std::filesystem::exists(oldest))
    apply({put("fill.json", "\"" + std::to_string(store->revision()) + std::string(1500, 'x') + "\"")});
  for (int restarts = 0; restarts < 2; ++restarts) {
    BOOST_TEST(is_fenced("fenced"));
    open();
  }
  // What was told of in segments that are gone is not known any more.
  BOOST_TEST(!applied(with_id("applied", {put("b.json", "[2]")})).repeated);
}

BOOST_AUTO_TEST_CASE(resolve_and_commit_of_one_id_in_one_group_are_taken_in_their_order) {
  const auto commit = with_id("one", {put("b.json", "[1]")});
  auto results = together({resolve_of("one"), commit});
  BOOST_TEST((std::get<Resolved>(results.at(0)).outcome == Known::not_applied));
  BOOST_TEST((std::get<Refusal>(results.at(1)).kind == Refusal::Kind::request_id_reused));
  BOOST_TEST(read("b.json") == "[0]");
  const auto other = with_id("two", {put("b.json", "[1]")});
  results = together({other, resolve_of("two"), resolve_of("three"), resolve_of("three")});
  BOOST_TEST(std::get<Applied>(results.at(0)).changed);
  BOOST_TEST((std::get<Resolved>(results.at(1)).outcome == Known::committed));
  BOOST_TEST(std::get<Resolved>(results.at(1)).revision.number == 2U);
  BOOST_TEST((std::get<Resolved>(results.at(2)).outcome == Known::not_applied));
  BOOST_TEST((std::get<Resolved>(results.at(3)).outcome == Known::not_applied));
  open();
  BOOST_TEST(is_fenced("one"));
  BOOST_TEST(is_fenced("three"));
}

BOOST_AUTO_TEST_CASE(fences_and_commits_of_one_group_are_one_record) {
  const auto before = records().size();
  const auto results =
      together({resolve_of("one"), with_id("two", {put("b.json", "[1]")}), resolve_of("three")});
  BOOST_TEST(records().size() == before + 1);
  BOOST_TEST(std::get<Applied>(results.at(1)).revision.number == 2U);
  open();
  BOOST_TEST(is_fenced("one"));
  BOOST_TEST(is_fenced("three"));
  BOOST_TEST((resolved("two").outcome == Known::committed));
}

BOOST_AUTO_TEST_CASE(a_degraded_store_knows_what_it_knew_and_resolves_nothing_else) {
  (void)applied(with_id("one", {put("b.json", "[1]")}));
  files.on_call([this](const Call& call) {
    if (call.kind == CallKind::rename && call.target == "b.json")
      files.fail_kind(CallKind::sync_directory, 1, FailingFileSystem::for_ever, EIO);
  });
  BOOST_TEST((refused(with_id("two", {put("b.json", "[2]")})).kind == Refusal::Kind::outcome_unknown));
  files.on_call({});
  files.heal();
  BOOST_TEST((resolved("one").outcome == Known::committed));
  BOOST_TEST((resolved("two").outcome == Known::unknown));
  BOOST_TEST((resolved("three").outcome == Known::unknown));
  BOOST_TEST((refused(with_id("two", {put("b.json", "[2]")})).kind == Refusal::Kind::read_only));
  open();
  BOOST_TEST((resolved("two").outcome == Known::committed));
  BOOST_TEST(resolved("two").revision.number == 3U);
  BOOST_TEST((resolved("three").outcome == Known::not_applied));
}

BOOST_AUTO_TEST_CASE(a_store_with_a_damaged_journal_resolves_nothing) {
  (void)applied(with_id("one", {put("b.json", "[1]")}));
  const auto first = records().front();
  store.reset();
  flip_byte(first.segment, first.offset + 20);
  open();
  BOOST_TEST((resolved("one").outcome == Known::unknown));
  BOOST_TEST((resolved("two").outcome == Known::unknown));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
