// Goal: the changes between two texts are right, as few as can be within the bound, and still right beyond
// it. Method: small cases by hand; random small texts, judged by applying the changes and by the length of a
// longest common subsequence; large texts around and far beyond edit_distance_max.
#include "ipc/text/line_diff.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>
#include <ostream>

#include "tests/unit/text_support.hpp"

namespace holdfast::text {

static std::ostream& operator<<(std::ostream& out, const LineChange& change) {
  return out << '[' << change.old_begin << ',' << change.old_end << ")->[" << change.new_begin << ','
             << change.new_end << ')';
}

namespace {

using Changes = std::vector<LineChange>;

Changes changes_of(std::string_view old_text, std::string_view new_text) {
  return line_changes(Lines(old_text), Lines(new_text));
}

void check_changes(std::string_view old_text, std::string_view new_text, const Changes& expected) {
  const Changes found = changes_of(old_text, new_text);
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

// Empty if the changes are in order, apart, and make the new text of the old one.
std::string fault_of(const Changes& changes, const std::vector<std::string>& old_lines,
                     const std::vector<std::string>& new_lines) {
  std::size_t old_at = 0;
  std::size_t new_at = 0;
  const auto same_up_to = [&](std::size_t old_end, std::size_t new_end) {
    if (old_end < old_at || old_end > old_lines.size() || new_end > new_lines.size()) return false;
    if (old_end - old_at != new_end - new_at) return false;
    for (; old_at < old_end; ++old_at, ++new_at) {
      if (old_lines[old_at] != new_lines[new_at]) return false;
    }
    return true;
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const LineChange& change = changes[i];
    if (i > 0 && change.old_begin <= old_at) return "two changes touch";
    if (!same_up_to(change.old_begin, change.new_begin)) return "a line before a change differs";
    if (change.old_end < change.old_begin || change.new_end < change.new_begin) return "a range is backward";
    if (change.old_end == change.old_begin && change.new_end == change.new_begin) return "a change is empty";
    old_at = change.old_end;
    new_at = change.new_end;
  }
  return same_up_to(old_lines.size(), new_lines.size()) ? "" : "a line behind the last change differs";
}

std::size_t lines_changed(const Changes& changes) {
  return std::accumulate(
      changes.begin(), changes.end(), std::size_t{0}, [](std::size_t sum, const LineChange& change) {
        return sum + (change.old_end - change.old_begin) + (change.new_end - change.new_begin);
      });
}

std::size_t longest_common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const auto& line : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t here = line == b[j] ? diagonal + 1 : std::max(row[j], row[j + 1]);
      diagonal = row[j + 1];
      row[j + 1] = here;
    }
  }
  return row.back();
}

std::string numbered_lines(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (const std::uint32_t number : numbers)
    text += std::to_string(number) + "\n";
  return text;
}

std::vector<std::uint32_t> count_from(std::uint32_t first, std::size_t count) {
  std::vector<std::uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

// The number of changed lines, of changes that are right.
std::size_t lines_rightly_changed(const std::string& old_text, const std::string& new_text) {
  const Changes changes = changes_of(old_text, new_text);
  BOOST_TEST(fault_of(changes, test::split(old_text), test::split(new_text)) == "");
  return lines_changed(changes);
}

BOOST_AUTO_TEST_SUITE(text_line_diff)

BOOST_AUTO_TEST_CASE(a_line_ends_with_its_line_feed_and_the_last_may_lack_it) {
  for (const std::string text : {"", "\n", "a", "a\n", "a\nb", "a\r\nb\rc\n", "\n\n", "\n\na"}) {
    const Lines lines(text);
    const auto expected = test::split(text);
    BOOST_TEST_REQUIRE(lines.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      BOOST_TEST(lines[i] == expected[i]);
  }
}

BOOST_AUTO_TEST_CASE(equal_texts_have_no_changes) {
  for (const std::string text : {"", "\n", "a", "a\nb\n", "a\na\na\n"})
    check_changes(text, text, {});
}

BOOST_AUTO_TEST_CASE(small_changes_are_found_where_they_are) {
  check_changes("", "a\nb\n", {{0, 0, 0, 2}});
  check_changes("a\nb\n", "", {{0, 2, 0, 0}});
  check_changes("a\nb\nc\n", "a\nB\nc\n", {{1, 2, 1, 2}});
  check_changes("a\nc\n", "a\nb\nc\n", {{1, 1, 1, 2}});
  check_changes("a\nb\nc\n", "a\nc\n", {{1, 2, 1, 1}});
  check_changes("a\nb\nc\nd\n", "A\nb\nc\nD\nE\n", {{0, 1, 0, 1}, {3, 4, 3, 5}});
  check_changes("a\nb\n", "c\nd\ne\n", {{0, 2, 0, 3}});
  // The example of Myers' paper: five changed lines.
  BOOST_TEST(lines_rightly_changed("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n") == 5U);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_line_is_part_of_it) {
  check_changes("a\nb\n", "a\nb", {{1, 2, 1, 2}});
  check_changes("a\nb", "a\nb\n", {{1, 2, 1, 2}});
  check_changes("a\nb", "a\nc", {{1, 2, 1, 2}});
  check_changes("a\nb\n", "a\r\nb\n", {{0, 1, 0, 1}});
  check_changes("a\r\nb\r\n", "a\r\nb\r\nc\r\n", {{2, 2, 2, 3}});
}

BOOST_AUTO_TEST_CASE(random_texts_get_right_and_fewest_changes) {
  test::RandomTexts random(test::new_seed());
  for (std::size_t left = test::scaled(40'000); left > 0; --left) {
    const auto [old_text, new_text] = random.pair(left % 16 == 0 ? 60 : 9);
    const auto old_lines = test::split(old_text);
    const auto new_lines = test::split(new_text);
    const Changes changes = changes_of(old_text, new_text);
    const std::string fault = fault_of(changes, old_lines, new_lines);
    BOOST_TEST_REQUIRE(fault.empty(), fault << " in old '" << old_text << "' new '" << new_text << "'");
    const std::size_t fewest = old_lines.size() + new_lines.size() - 2 * longest_common(old_lines, new_lines);
    BOOST_TEST_REQUIRE(lines_changed(changes) == fewest, "old '" << old_text << "' new '" << new_text << "'");
  }
}

BOOST_AUTO_TEST_CASE(long_lines_that_differ_in_one_byte_differ) {
  const std::string line(1000, 'x');
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string other = line;
    other[at] = 'y';
    check_changes("0\n" + line + "\n" + line + "\n1\n", "0\n" + line + "\n" + other + "\n1\n",
                  {{2, 3, 2, 3}});
  }
}

// Each pair swapped costs a deletion and an insertion, and nothing cheaper does it.
BOOST_AUTO_TEST_CASE(changes_are_fewest_up_to_the_distance_and_right_beyond_it) {
  for (const std::size_t distance : {edit_distance_max - 2, edit_distance_max, edit_distance_max + 2}) {
    auto numbers = count_from(0, distance);
    const std::string old_text = numbered_lines(numbers);
    for (std::size_t i = 0; i < distance; i += 2)
      std::swap(numbers[i], numbers[i + 1]);
    const std::size_t changed = lines_rightly_changed(old_text, numbered_lines(numbers));
    BOOST_TEST(changed >= distance);
    if (distance <= edit_distance_max) BOOST_TEST(changed == distance);
  }
}

// Whoever gives up early takes the one "b" for the better start and loses all the other lines.
BOOST_AUTO_TEST_CASE(a_promising_start_does_not_mislead_within_the_distance) {
  const std::string common = numbered_lines(count_from(0, 100));
  std::string old_text;
  for (std::size_t i = 1; i < edit_distance_max; ++i)
    old_text += "b\n";
  BOOST_TEST(lines_rightly_changed(old_text + common, common + "b\n") == edit_distance_max);
}

BOOST_AUTO_TEST_CASE(two_hundred_thousand_lines_without_a_common_one_are_replaced) {
  constexpr std::size_t count = 200'000;
  check_changes(numbered_lines(count_from(1'000'000, count)), numbered_lines(count_from(2'000'000, count)),
                {{0, count, 0, count}});
}

// Lines that only one text has cost nothing, so the few that both have are found however far apart they are.
BOOST_AUTO_TEST_CASE(common_lines_are_found_among_any_number_of_others) {
  std::string old_text;
  std::string new_text;
  for (std::uint32_t i = 0; i < 10; ++i) {
    const std::string common = "common " + std::to_string(i) + "\n";
    old_text += numbered_lines(count_from(1'000'000 + i * 10'000, 10'000)) + common;
    new_text += numbered_lines(count_from(2'000'000 + i * 10'000, 10'000)) + common;
  }
  BOOST_TEST(lines_rightly_changed(old_text, new_text) == 200'000U);
}

BOOST_AUTO_TEST_CASE(a_large_text_in_another_order_gets_right_changes) {
  auto numbers = count_from(0, test::scaled(200'000));
  const std::string old_text = numbered_lines(numbers);
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937_64(test::new_seed()));
  BOOST_TEST(lines_rightly_changed(old_text, numbered_lines(numbers)) > 0U);
}

// Here every diagonal of Myers' graph runs along half a million equal lines, and many diagonals get there.
BOOST_AUTO_TEST_CASE(large_texts_of_few_different_lines_get_right_changes) {
  test::RandomTexts random(test::new_seed());
  std::string old_text;
  std::string new_text;
  for (int i = 0; i < 3'000; ++i) {
    old_text += random.below(2) == 0 ? "a\n" : "b\n";
    new_text += random.below(2) == 0 ? "a\n" : "b\n";
  }
  const std::size_t repeated = test::scaled(500'000);
  for (std::size_t i = 0; i < repeated; ++i) {
    old_text += "c\n";
    new_text += "c\n";
  }
  BOOST_TEST(lines_rightly_changed("d\n" + old_text + "e\n", "e\n" + new_text + "d\n") > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::text
