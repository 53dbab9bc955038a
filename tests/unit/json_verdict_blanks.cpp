// Verdicts on what stands between tokens: the four blanks of the grammar and the many that are none.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

VerdictRows blanks() {
  return {
      must_accept("space_around", " 4 "),
      must_accept("tabulator_around", "\t4\t"),
      must_accept("line_feed_around", "\n4\n"),
      must_accept("carriage_return_around", "\r4\r"),
      must_accept("all_four_around", " \t\r\n{} \t\r\n"),
      must_accept("blanks_in_an_empty_array", "[ \t\r\n]"),
      must_accept("blanks_in_an_empty_object", "{ \t\r\n}"),
      must_accept("blanks_around_elements", "[ 4\t,\n5\r]"),
      must_accept("blanks_around_a_name", "{\t\"a\" \r\n:\n\n4 }"),
      must_accept("lines_of_windows", "{\r\n\t\"a\": [\r\n\t\t4\r\n\t]\r\n}\r\n"),
      must_accept("lines_of_old_macs", "[\r4,\r5\r]\r"),
      must_accept("no_blank_at_all", R"({"a":[4,{"b":null}],"c":"d"})"),
      must_accept("blanks_by_the_thousand", repeated(" \n", 5000) + "[" + repeated("\t", 5000) + "]"),
      must_accept("blanks_inside_a_string_stay", R"([" a  b "])"),
  };
}

VerdictRows no_blanks() {
  return {
      must_refuse("form_feed_before_the_value", "\f4", 1, 1),
      must_refuse("form_feed_in_an_array", "[\f]", 1, 2),
      must_refuse("form_feed_behind_the_value", "4\f", 1, 2),
      must_refuse("vertical_tabulator_in_an_array", "[4,\v5]", 1, 4),
      must_refuse("backspace_in_an_array", "[\b4]", 1, 2),
      must_refuse("zero_byte_before_the_value", "\0[]"sv, 1, 1),
      must_refuse("zero_byte_in_an_array", "[4,\0]"sv, 1, 4),
      must_refuse("zero_byte_before_a_colon", "{\"a\"\0:4}"sv, 1, 5),
      must_refuse("zero_byte_behind_a_number", "[4\0]"sv, 1, 3),
      must_refuse("delete_character_in_an_array", "[\x7F]", 1, 2),
      must_refuse("substitute_character_behind_the_value", "{}\x1A", 1, 3),
      must_refuse("no_break_space_in_an_array", "[\xC2\xA0]", 1, 2),
      must_refuse("next_line_between_elements",
                  "[4,\xC2\x85"
                  "5]",
                  1, 4),
      must_refuse("byte_order_mark_between_elements",
                  "[4,\xEF\xBB\xBF"
                  "5]",
                  1, 4),
      must_refuse("byte_order_mark_before_a_colon", "{\"a\"\xEF\xBB\xBF:4}", 1, 5),
      must_refuse("line_separator_between_elements",
                  "[4,\n\xE2\x80\xA8"
                  "5]",
                  2, 1),
      must_refuse("wide_space_in_an_array", "[\xE3\x80\x80]", 1, 2),
      must_refuse("em_space_behind_the_value", "{}\xE2\x80\x83", 1, 3),
      must_refuse("zero_width_space_before_the_value", "\xE2\x80\x8B[]", 1, 1),
      must_refuse("word_joiner_in_an_object", "{\xE2\x81\xA0}", 1, 2),
      must_refuse("blank_inside_a_literal", "[nu ll]", 1, 2),
      must_refuse("blank_written_as_an_escape", R"([4,\t5])", 1, 4),
      must_refuse("blanks_by_the_thousand_and_no_value", repeated(" \n", 5000), 5001, 1),
  };
}

}  // namespace

VerdictRows blank_verdicts() {
  VerdictRows all;
  for (const auto& rows : {blanks(), no_blanks()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
