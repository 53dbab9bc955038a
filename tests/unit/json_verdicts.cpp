// Goal: the parser's verdict on every text of the table is the one that stands there: what is accepted keeps
// its spelling to the byte and gives the same tree each time, what is refused is refused with a sentence and
// at the row's place. Method: one test case a row (Boost.Test's data sets); a failure prints the row's name.
#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <string_view>

#include "tests/unit/json_support.hpp"
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

// Apart from the code under test on purpose.
std::string_view without_blank_ends(std::string_view text) {
  static constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

bool equal(const Node& one, const Node& other) {
  return one.begin == other.begin && one.end == other.end && one.next == other.next && one.key == other.key;
}

BOOST_AUTO_TEST_SUITE(json_verdicts)

BOOST_DATA_TEST_CASE(what_is_accepted_keeps_its_spelling,
                     boost::unit_test::data::make(verdicts_of(Verdict::accept)), row) {
  const auto tree = parse(row.input);
  BOOST_TEST_REQUIRE(tree.has_value(), "refused at line " << tree.error().line << ", column "
                                                          << tree.error().column << ": "
                                                          << tree.error().message);
  const auto root = tree->root(row.input);
  BOOST_TEST((root.raw() == without_blank_ends(row.input)), "the root's span is not the whole value");
  BOOST_TEST(root.node().next == tree->nodes().size());
  const auto again = parse(row.input);
  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST(std::equal(tree->nodes().begin(), tree->nodes().end(), again->nodes().begin(),
                        again->nodes().end(), equal),
             "parsed again, the tree is another");
}

BOOST_DATA_TEST_CASE(every_value_of_an_accepted_text_is_a_text_of_its_own,
                     boost::unit_test::data::make(verdicts_of(Verdict::accept)), row) {
  const auto document = parsed(row.input);
  std::size_t cut_wrong = 0;
  std::size_t named_wrong = 0;
  for_each_below(document.root(), [&](const Value& child, const Value& parent) {
    const auto alone = parse(child.raw());
    cut_wrong += !alone || alone->root(child.raw()).raw() != child.raw() ? 1 : 0;
    named_wrong += (child.node().key != Node::no_key) != parent.is(Kind::object) ? 1 : 0;
  });
  BOOST_TEST(cut_wrong == 0U);
  BOOST_TEST(named_wrong == 0U);
}

BOOST_DATA_TEST_CASE(what_is_refused_is_refused_at_its_place,
                     boost::unit_test::data::make(verdicts_of(Verdict::refuse)), row) {
  const auto tree = parse(row.input);
  BOOST_TEST_REQUIRE(!tree.has_value(), "accepted");
  const auto& failure = tree.error();
  BOOST_TEST(failure.line == row.refused_at.line);
  BOOST_TEST(failure.column == row.refused_at.column);
  BOOST_TEST(!failure.message.empty());
  BOOST_TEST(failure.offset <= row.input.size());
}

BOOST_AUTO_TEST_CASE(the_table_is_large_enough_and_names_each_row_once) {
  std::set<std::string> names;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t left_to_us = 0;
  for (const auto& row : all_verdicts()) {
    BOOST_TEST(names.insert(row.name).second, "two rows are named " << row.name);
    ++(row.verdict == Verdict::accept ? accepted : refused);
    left_to_us += row.decided_by == DecidedBy::project ? 1 : 0;
  }
  BOOST_TEST(accepted + refused >= 200U);
  BOOST_TEST(accepted >= 60U);
  BOOST_TEST(refused >= 60U);
  BOOST_TEST(left_to_us >= 30U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
