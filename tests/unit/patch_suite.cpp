// Goal: an edit does to a document what RFC 6902, RFC 6901 and RFC 7396 say, and refuses what they refuse,
// with the kind of failure that says why; however the document is laid out and wherever in it the value
// stands. Method: the rows of the table, each in all dresses, as one request and as one request an operation;
// run_patch() checks each step.
#include "tests/unit/patch_suite.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "ipc/json/equal.hpp"
#include "tests/unit/json_support.hpp"
#include "tests/unit/patch_runner.hpp"

namespace holdfast::document {
namespace {

namespace data = boost::unit_test::data;

const std::vector<Dress> dresses = {Dress::as_written, Dress::spread, Dress::carriage, Dress::odd_blanks,
                                    Dress::below_members};

void check_row(const PatchRow& row, Marks marks) {
  const auto outcome = run_patch(row.document, row.operations, marks);
  if (const auto* refused = std::get_if<Refused>(&row.outcome)) {
    BOOST_TEST_REQUIRE(outcome.refused.has_value(), "not refused; it became " << outcome.afterwards.text);
    BOOST_TEST(*outcome.refused == *refused);
    BOOST_TEST(outcome.afterwards.text == row.document);
    BOOST_TEST(outcome.afterwards.splices.empty());
    return;
  }
  BOOST_TEST_REQUIRE(!outcome.refused, "refused at " << *outcome.refused);
  const auto expected = json::parsed(std::get<std::string>(row.outcome));
  BOOST_TEST(json::equal(outcome.afterwards.tree.root(outcome.afterwards.text), expected.root()),
             "it became " << outcome.afterwards.text << ", not " << expected.text());
}

BOOST_AUTO_TEST_SUITE(patch_suite)

BOOST_DATA_TEST_CASE(a_patch_does_what_its_row_says, data::make(all_patches()) * data::make(dresses), row,
                     dress) {
  check_row(dressed(row, dress), Marks::one);
}

BOOST_DATA_TEST_CASE(so_does_each_operation_as_a_request_of_its_own, data::make(all_patches()), row) {
  check_row(row, Marks::each);
}

BOOST_AUTO_TEST_CASE(an_operation_with_two_ops_is_no_json_here) {
  // RFC 6902 appendix A.13: the patch itself is refused, before any operation.
  const auto patch = json::parse(R"([{"op":"add","path":"/baz","value":"qux","op":"remove"}])");
  BOOST_TEST_REQUIRE(!patch.has_value());
  BOOST_TEST(patch.error().offset == 41U);
}

BOOST_AUTO_TEST_CASE(the_table_is_large_enough_and_names_each_row_once) {
  std::set<std::string> names;
  std::size_t refused = 0;
  for (const auto& row : all_patches()) {
    BOOST_TEST(names.insert(row.name).second, "two rows are named " << row.name);
    refused += std::holds_alternative<Refused>(row.outcome) ? 1 : 0;
  }
  BOOST_TEST(names.size() >= 300U);
  BOOST_TEST(refused >= 120U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
