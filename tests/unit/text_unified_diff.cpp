// Goal: unified_diff writes what GNU diff -u writes. Method: expected texts; diffs of random texts are judged
// by a strict reader of the format, which makes the new text of the old one. See also text_patch.cpp.
#include "ipc/text/unified_diff.hpp"

#include <boost/test/unit_test.hpp>
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/unit/text_support.hpp"

namespace holdfast::text {
namespace {

using namespace std::literals;

const std::string header = "--- a/x\n+++ b/x\n";

std::string diff(std::string_view old_text, std::string_view new_text) {
  return unified_diff(old_text, new_text, {"a/x", "b/x"});
}

std::string lines_from(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i)
    text += std::to_string(i) + "\n";
  return text;
}

// Reads a diff line by line against the old text. Throws at whatever diff -u would not have written.
class StrictReader {
 public:
  StrictReader(const std::string& old_text, const std::string& diff)
      : old_(test::split(old_text)), diff_(test::split(diff)) {}

  std::string new_text() {
    require(take() == "--- a/x\n" && take() == "+++ b/x\n", "the header is another");
    require(at_ < diff_.size(), "there is no hunk");
    for (bool first = true; at_ < diff_.size(); first = false)
      read_hunk(first);
    pass_to(old_.size());
    return test::joined(new_);
  }

 private:
  struct Range {
    std::size_t begin;
    std::size_t count;
  };

  static void require(bool holds, const char* otherwise) {
    if (!holds) throw std::runtime_error(otherwise);
  }
  std::string take() {
    require(at_ < diff_.size(), "the diff ends too early");
    return diff_[at_++];
  }
  void pass_to(std::size_t old_line) {
    new_.insert(new_.end(), old_.begin() + static_cast<std::ptrdiff_t>(old_at_),
                old_.begin() + static_cast<std::ptrdiff_t>(old_line));
    old_at_ = old_line;
  }

  static std::size_t read_number(std::string_view& text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    require(error == std::errc(), "a number is missing");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
  }
  static void expect(std::string_view& text, std::string_view part) {
    require(text.starts_with(part), "the hunk's first line is another");
    text.remove_prefix(part.size());
  }
  static Range read_range(std::string_view& text) {
    Range range{read_number(text), 1};
    if (text.starts_with(',')) {
      text.remove_prefix(1);
      range.count = read_number(text);
      require(range.count != 1, "a count of 1 is written");
    }
    if (range.count > 0) {
      require(range.begin > 0, "a line 0");
      --range.begin;
    }
    return range;
  }

  // One line of a hunk with its sign in front; as in the text, so without the line feed if that is missing.
  std::string take_body_line() {
    std::string line = take();
    require(line.ends_with('\n'), "a line of the diff does not end");
    if (at_ < diff_.size() && diff_[at_].starts_with('\\')) {
      require(take() == "\\ No newline at end of file\n", "the mark is another");
      line.pop_back();
    }
    return line;
  }

  void read_hunk(bool first) {
    const std::string title = take();
    std::string_view rest = title;
    expect(rest, "@@ -");
    const Range old_range = read_range(rest);
    expect(rest, " +");
    const Range new_range = read_range(rest);
    expect(rest, " @@\n");
    require(old_range.begin + old_range.count <= old_.size(), "the hunk goes past the end");
    require(first || old_range.begin > old_at_, "two hunks touch");
    pass_to(old_range.begin);
    require(new_.size() == new_range.begin, "the new range is elsewhere");
    std::string signs;
    const std::size_t old_end = old_range.begin + old_range.count;
    const std::size_t new_end = new_range.begin + new_range.count;
    while (old_at_ < old_end || new_.size() < new_end)
      signs += read_body_line();
    require(old_at_ == old_end && new_.size() == new_end, "the counts are wrong");
    judge_signs(signs, old_range.begin);
  }

  char read_body_line() {
    const std::string line = take_body_line();
    const char sign = line.front();
    require(sign == ' ' || sign == '-' || sign == '+', "the sign is another");
    if (sign != '+') require(old_at_ < old_.size() && line.substr(1) == old_[old_at_++], "another old line");
    if (sign != '-') new_.push_back(line.substr(1));
    return sign;
  }

  void judge_signs(const std::string& signs, std::size_t begin) const {
    const std::size_t before = signs.find_first_not_of(' ');
    require(before != std::string::npos, "a hunk without a change");
    const std::size_t behind = signs.size() - 1 - signs.find_last_not_of(' ');
    require(before == 3 || (before < 3 && begin == 0), "another context before");
    require(behind == 3 || (behind < 3 && old_at_ == old_.size()), "another context behind");
    require(signs.find("+-") == std::string::npos, "an insertion before a deletion");
    const std::string inner = signs.substr(before, signs.size() - before - behind);
    require(inner.find(std::string(7, ' ')) == std::string::npos, "two hunks in one");
  }

  std::vector<std::string> old_;
  std::vector<std::string> diff_;
  std::vector<std::string> new_;
  std::size_t at_ = 0;
  std::size_t old_at_ = 0;
};

BOOST_AUTO_TEST_SUITE(text_unified_diff)

BOOST_AUTO_TEST_CASE(equal_texts_give_nothing) {
  for (const auto text : {""sv, "a"sv, "a\n"sv, "a\0b"sv})
    BOOST_TEST(diff(text, text) == "");
}

BOOST_AUTO_TEST_CASE(a_change_stands_between_three_lines_of_context) {
  BOOST_TEST(diff(lines_from(1, 9), lines_from(1, 4) + "five\n" + lines_from(6, 9)) ==
             header + "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  BOOST_TEST(diff(lines_from(1, 9), lines_from(1, 4) + lines_from(6, 9)) ==
             header + "@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n");
  BOOST_TEST(diff(lines_from(1, 9), lines_from(1, 5) + "and\n" + lines_from(6, 9)) ==
             header + "@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+and\n 6\n 7\n 8\n");
}

BOOST_AUTO_TEST_CASE(context_ends_where_the_text_does) {
  BOOST_TEST(diff(lines_from(1, 9), "one\n" + lines_from(2, 9)) ==
             header + "@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n");
  BOOST_TEST(diff(lines_from(1, 9), lines_from(1, 10)) == header + "@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+10\n");
  BOOST_TEST(diff(lines_from(1, 3), lines_from(2, 3)) == header + "@@ -1,3 +1,2 @@\n-1\n 2\n 3\n");
}

BOOST_AUTO_TEST_CASE(a_count_of_one_is_left_out) {
  BOOST_TEST(diff("a\n", "b\n") == header + "@@ -1 +1 @@\n-a\n+b\n");
  BOOST_TEST(diff("a\n", "a\nb\n") == header + "@@ -1 +1,2 @@\n a\n+b\n");
  BOOST_TEST(diff("a\nb\n", "b\n") == header + "@@ -1,2 +1 @@\n-a\n b\n");
}

BOOST_AUTO_TEST_CASE(an_empty_side_is_line_zero) {
  BOOST_TEST(diff("", "a\nb\n") == header + "@@ -0,0 +1,2 @@\n+a\n+b\n");
  BOOST_TEST(diff("", "a\n") == header + "@@ -0,0 +1 @@\n+a\n");
  BOOST_TEST(diff("a\nb\n", "") == header + "@@ -1,2 +0,0 @@\n-a\n-b\n");
  BOOST_TEST(diff("a", "") == header + "@@ -1 +0,0 @@\n-a\n\\ No newline at end of file\n");
  BOOST_TEST(diff("", "\n") == header + "@@ -0,0 +1 @@\n+\n");
}

BOOST_AUTO_TEST_CASE(a_missing_line_feed_is_marked_on_each_side) {
  BOOST_TEST(diff("a\nb", "a\nc\n") ==
             header + "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n");
  BOOST_TEST(diff("a\nb\n", "a\nb") ==
             header + "@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n");
  BOOST_TEST(diff("a\nb", "a\nc") == header +
                                         "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
                                         "\\ No newline at end of file\n");
  BOOST_TEST(diff("a\nb", "c\nb") == header + "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n");
  BOOST_TEST(diff(lines_from(1, 4) + "5", "one\n" + lines_from(2, 4) + "5") ==
             header + "@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n");
}

BOOST_AUTO_TEST_CASE(a_carriage_return_is_kept_as_part_of_its_line) {
  BOOST_TEST(diff("a\r\nb\r\n", "a\r\nc\r\n") == header + "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n");
  BOOST_TEST(diff("a\r\nb\r\n", "a\nb\n") == header + "@@ -1,2 +1,2 @@\n-a\r\n-b\r\n+a\n+b\n");
  BOOST_TEST(diff("a\rb", "a\rc") == header +
                                         "@@ -1 +1 @@\n-a\rb\n\\ No newline at end of file\n+a\rc\n"
                                         "\\ No newline at end of file\n");
}

BOOST_AUTO_TEST_CASE(hunks_are_one_where_their_contexts_touch) {
  BOOST_TEST(diff("a\n" + lines_from(1, 6) + "b\n", "A\n" + lines_from(1, 6) + "B\n") ==
             header + "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
  BOOST_TEST(diff("a\n" + lines_from(1, 7) + "b\n", lines_from(1, 7) + "B\n") ==
             header + "@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

BOOST_AUTO_TEST_CASE(texts_with_a_nul_byte_are_only_said_to_differ) {
  for (const auto& [old_text, new_text] :
       {std::pair("a\0"sv, "a"sv), std::pair(""sv, "\0"sv), std::pair("a\0b\n"sv, "a\0c\n"sv)}) {
    BOOST_TEST(diff(old_text, new_text) == "Binary files a/x and b/x differ\n");
  }
  BOOST_TEST(unified_diff("", "\0"sv, {"/dev/null", "b/x"}) == "Binary files /dev/null and b/x differ\n");
}

BOOST_AUTO_TEST_CASE(names_go_into_the_header_as_they_are) {
  BOOST_TEST(unified_diff("", "a\n", {"/dev/null", "b/lists/hosts.json"}) ==
             "--- /dev/null\n+++ b/lists/hosts.json\n@@ -0,0 +1 @@\n+a\n");
}

BOOST_AUTO_TEST_CASE(diffs_of_random_texts_keep_to_the_format) {
  test::RandomTexts random(test::new_seed());
  for (std::size_t left = test::scaled(20'000); left > 0; --left) {
    const auto [old_text, new_text] = random.pair(left % 8 == 0 ? 60 : 12);
    if (old_text == new_text) continue;
    const std::string found = diff(old_text, new_text);
    try {
      BOOST_TEST_REQUIRE(StrictReader(old_text, found).new_text() == new_text, found);
    } catch (const std::runtime_error& fault) {
      BOOST_FAIL(fault.what() << " in:\n" << found);
    }
  }
}

// A judge that accepts all is none.
BOOST_AUTO_TEST_CASE(the_strict_reader_refuses_what_diff_would_not_write) {
  const std::string old_text = lines_from(1, 9);
  const std::string hunk = "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
  BOOST_TEST(StrictReader(old_text, header + hunk).new_text() ==
             lines_from(1, 4) + "five\n" + lines_from(6, 9));
  for (const std::string& wrong :
       {std::string(), hunk + hunk, "@@ -2,7 +3,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"s,
        "@@ -3,6 +3,6 @@\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"s,
        "@@ -2,6 +2,6 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n"s,
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n+five\n-5\n 6\n 7\n 8\n"s,
        "@@ -2,8 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"s, "@@ -2,3 +2,3 @@\n 2\n 3\n 4\n"s}) {
    BOOST_CHECK_THROW((void)StrictReader(old_text, header + wrong).new_text(), std::runtime_error);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::text
