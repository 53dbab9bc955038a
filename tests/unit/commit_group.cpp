// Goal: requests that the writer takes together are each a transaction of their own, see each other in order,
// and fail alone. Method: a committer on the real file system, calls counted and made to fail.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;
using Kind = Refusal::Kind;

Operation replace(const std::string& document, const std::string& path, const std::string& value) {
  return edit(Operation::Kind::replace, document, path, value);
}

struct Fixture : JournalFixture {
  Fixture() {
    apply(
        {put("a.json", "{\"n\": 0, \"m\": 0}\n"), put("b.json", "[0]\n"), put("c.bin", "c")});  // revision 1
    files.forget_calls();
  }
  GroupOutcome together(const std::vector<std::vector<Operation>>& requests) {
    made.clear();
    for (const auto& operations : requests)
      made.push_back(request_of(operations));
    std::vector<const Request*> pointers;
    for (const auto& request : made)
      pointers.push_back(&request);
    return store->committer().apply_group(pointers);
  }
  static const Applied& applied(const GroupOutcome& group, std::size_t i) {
    const auto* refusal = std::get_if<Refusal>(&group.results.at(i));
    if (refusal != nullptr) BOOST_FAIL(refusal->message);
    return std::get<Applied>(group.results[i]);
  }
  static const Refusal& refused(const GroupOutcome& group, std::size_t i) {
    BOOST_TEST_REQUIRE(std::holds_alternative<Refusal>(group.results.at(i)));
    return std::get<Refusal>(group.results[i]);
  }
  [[nodiscard]] std::size_t count(CallKind kind) const {
    const auto& calls = files.calls();
    return static_cast<std::size_t>(
        std::count_if(calls.begin(), calls.end(), [kind](const Call& call) { return call.kind == kind; }));
  }
  [[nodiscard]] std::size_t count_syncs() const {
    return count(CallKind::sync_file) + count(CallKind::sync_data) + count(CallKind::sync_directory);
  }
  std::vector<Request> made;
};

BOOST_FIXTURE_TEST_SUITE(commit_group, Fixture)

BOOST_AUTO_TEST_CASE(each_request_is_a_revision_and_the_file_is_written_once) {
  const auto group = together(
      {{replace("a.json", "/n", "1")}, {replace("a.json", "/m", "2")}, {replace("a.json", "/n", "3")}});
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(applied(group, i).changed);
    BOOST_TEST(applied(group, i).revision.number == i + 2);
  }
  BOOST_TEST(read("a.json") == "{\"n\": 3, \"m\": 2}\n");
  BOOST_TEST(store->revision_of("a.json") == 4U);
  BOOST_TEST(group.groups == 1U);
  BOOST_TEST(count(CallKind::create_exclusive) == 1U);
}

BOOST_AUTO_TEST_CASE(a_group_is_one_record_of_the_journal) {
  const auto before = records().size();
  (void)together({{replace("a.json", "/n", "1")}, {put("new.json", "[1]")}, {remove("c.bin")}});
  BOOST_TEST(records().size() == before + 1);
  const auto group = decode_group(records().back().payload);
  BOOST_TEST_REQUIRE(group.has_value());
  BOOST_TEST(group->transactions.size() == 3U);
  BOOST_TEST(group->changes.size() == 3U);
  BOOST_TEST(group->revision().number == 4U);
  BOOST_TEST(count(CallKind::write_at) == 1U);
  BOOST_TEST(count(CallKind::sync_data) == 1U);
}

BOOST_AUTO_TEST_CASE(a_group_takes_two_stages_of_syncs) {
  (void)together({{replace("a.json", "/n", "1")}, {replace("b.json", "/0", "1")}});
  std::vector<std::string> order;
  for (const auto& call : files.calls()) {
    const bool sync = call.kind == CallKind::sync_file || call.kind == CallKind::sync_data ||
                      call.kind == CallKind::sync_directory;
    if (sync || call.kind == CallKind::rename) order.emplace_back(name_of(call.kind));
  }
  const std::vector<std::string> expected{"sync_data", "sync_file",      "sync_file", "rename",
                                          "rename",    "sync_directory", "sync_file", "sync_file"};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_number_of_syncs_does_not_grow_with_the_requests) {
  options.journal.segment_bytes = 1024 * 1024;  // so that none of them needs a new segment
  open();
  (void)together({{replace("a.json", "/n", "1")}});
  const auto one = count_syncs();
  files.forget_calls();
  std::vector<std::vector<Operation>> many;
  for (int i = 0; i < 100; ++i)
    many.push_back({replace("a.json", "/n", std::to_string(i + 10))});
  const auto group = together(many);
  BOOST_TEST(group.results.size() == 100U);
  BOOST_TEST(count_syncs() == one);
}

BOOST_AUTO_TEST_CASE(later_requests_see_earlier_ones_and_a_refused_one_leaves_nothing) {
  const auto group =
      together({{replace("a.json", "/n", "1")},
                {replace("a.json", "/m", "9"), edit(Operation::Kind::test, "a.json", "/n", "0")},
                {edit(Operation::Kind::test, "a.json", "/n", "1"),
                 edit(Operation::Kind::test, "a.json", "/m", "0"), replace("b.json", "/0", "1")}});
  BOOST_TEST((refused(group, 1).kind == Kind::test_failed));
  BOOST_TEST(*refused(group, 1).operation == 1U);
  BOOST_TEST(applied(group, 2).revision.number == 3U);
  BOOST_TEST(read("a.json") == "{\"n\": 1, \"m\": 0}\n");
  BOOST_TEST(read("b.json") == "[1]\n");
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(a_precondition_is_held_against_what_earlier_requests_made) {
  const auto group = together({{put("a.json", "[1]", 1)},
                               {put("a.json", "[2]", 1)},
                               {put("a.json", "[3]", 2)},
                               {remove("c.bin")},
                               {put("c.bin", "new", 0)}});
  BOOST_TEST((refused(group, 1).kind == Kind::revision_mismatch));
  BOOST_TEST(refused(group, 1).actual.number == 2U);
  BOOST_TEST(applied(group, 2).revision.number == 3U);
  BOOST_TEST(applied(group, 4).revision.number == 5U);
  BOOST_TEST(read("a.json") == "[3]");
  BOOST_TEST(read("c.bin") == "new");
}

BOOST_AUTO_TEST_CASE(a_version_that_was_replaced_at_once_is_told_without_its_digest) {
  const auto group = together({{replace("a.json", "/n", "123")}, {replace("a.json", "/n", "4")}});
  const auto first = applied(group, 0).documents.at(0).now;
  BOOST_TEST(first->revision.number == 2U);
  BOOST_TEST(first->digest == "");
  BOOST_TEST(first->superseded_bytes == read("a.json").size() + 2);
  const auto second = applied(group, 1).documents.at(0).now;
  BOOST_TEST(second->revision.number == 3U);
  BOOST_TEST((second == store->find("a.json")));
}

BOOST_AUTO_TEST_CASE(what_changes_nothing_takes_no_revision) {
  const auto group = together({{replace("a.json", "/n", "0")},
                               {replace("a.json", "/n", "1")},
                               {replace("a.json", "/n", "1")},
                               {edit(Operation::Kind::add, "a.json", "/x", "1"),
                                edit(Operation::Kind::remove, "a.json", "/x", "null")}});
  BOOST_TEST(!applied(group, 0).changed);
  BOOST_TEST(applied(group, 0).revision.number == 1U);
  BOOST_TEST(applied(group, 1).changed);
  BOOST_TEST(!applied(group, 2).changed);
  BOOST_TEST(!applied(group, 3).changed);
  BOOST_TEST(applied(group, 3).revision.number == 2U);
}

BOOST_AUTO_TEST_CASE(what_was_changed_and_changed_back_by_two_requests_is_two_revisions) {
  const auto group = together({{replace("a.json", "/n", "1")}, {replace("a.json", "/n", "0")}});
  BOOST_TEST(applied(group, 1).revision.number == 3U);
  BOOST_TEST(store->revision_of("a.json") == 3U);
  open();
  BOOST_TEST(store->revision() == 3U);
  BOOST_TEST(store->revision_of("a.json") == 3U);
}

BOOST_AUTO_TEST_CASE(what_was_made_and_deleted_again_leaves_only_its_numbers) {
  const auto group = together({{put("new.json", "[1]")}, {remove("new.json")}});
  BOOST_TEST(applied(group, 1).revision.number == 3U);
  BOOST_TEST(!applied(group, 1).documents.at(0).now);
  open();
  BOOST_TEST(store->revision() == 3U);
  BOOST_TEST(applied_in(apply({put("n", "x")}))->revision.number == 4U);
}

BOOST_AUTO_TEST_CASE(revisions_of_a_group_survive_a_restart) {
  (void)together({{replace("a.json", "/n", "1")},
                  {put("new.json", "[1]")},
                  {replace("b.json", "/0", "1"), remove("c.bin")}});
  open();
  BOOST_TEST(store->revision_of("a.json") == 2U);
  BOOST_TEST(store->revision_of("new.json") == 3U);
  BOOST_TEST(store->revision_of("b.json") == 4U);
  BOOST_TEST(store->revision_of("c.bin") == 0U);
  BOOST_TEST(store->revision() == 4U);
}

BOOST_AUTO_TEST_CASE(one_bad_change_fails_alone) {
  files.fail_named(CallKind::create_exclusive, "b.json", EROFS);
  const auto group =
      together({{replace("a.json", "/n", "1")}, {replace("b.json", "/0", "1")}, {put("c.bin", "d")}});
  BOOST_TEST(applied(group, 0).revision.number == 2U);
  BOOST_TEST((refused(group, 1).kind == Kind::storage_failed));
  BOOST_TEST(applied(group, 2).revision.number == 3U);
  BOOST_TEST(read("a.json") == "{\"n\": 1, \"m\": 0}\n");
  BOOST_TEST(read("b.json") == "[0]\n");
  BOOST_TEST(read("c.bin") == "d");
  BOOST_TEST(has_notice(group.notices, Notice::Kind::retry));
}

BOOST_AUTO_TEST_CASE(a_hand_edit_met_by_a_group_comes_first_and_is_kept) {
  write("a.json", "{\"n\": 7}\n");
  const auto group =
      together({{replace("b.json", "/0", "1")}, {edit(Operation::Kind::add, "a.json", "/k", "1")}});
  BOOST_TEST(applied(group, 0).revision.number == 3U);
  BOOST_TEST(applied(group, 1).revision.number == 4U);
  BOOST_TEST(read("a.json") == "{\"n\": 7, \"k\": 1}\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
