// Verdicts on the shape of a text: what may be a root, brackets, commas, comments, text behind the value,
// depth.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

std::string nested_arrays(std::size_t depth) {
  return repeated("[", depth) + repeated("]", depth);
}

std::string nested_objects(std::size_t depth) {
  return repeated("{\"o\":", depth - 1) + "{}" + repeated("}", depth - 1);
}

VerdictRows roots() {
  return {
      must_accept("root_null", "null"),
      must_accept("root_true", "true"),
      must_accept("root_false", "false"),
      must_accept("root_number", "307"),
      must_accept("root_string", R"("only a string")"),
      must_accept("root_empty_string", R"("")"),
      must_accept("root_empty_array", "[]"),
      must_accept("root_empty_object", "{}"),
      must_refuse("nothing_at_all", "", 1, 1),
      must_refuse("only_a_space", " ", 1, 2),
      must_refuse("only_blank_lines", "\n\n \r\n", 4, 1),
      must_refuse("null_cut_short", "nul", 1, 4),
      must_refuse("true_cut_short", "[tru", 1, 5),
      must_refuse("false_with_a_wrong_letter", "[falze]", 1, 2),
      must_refuse("null_in_capitals", "NULL", 1, 1),
      must_refuse("true_as_python_writes_it", "[True]", 1, 2),
      must_refuse("none_as_python_writes_it", "[None]", 1, 2),
      must_refuse("undefined_as_a_script_writes_it", "{\"u\":undefined}", 1, 6),
      must_refuse("null_with_a_tail", "nullable", 1, 5),
      must_refuse("a_bare_word", "plain", 1, 1),
      must_refuse("a_star", "*", 1, 1),
      must_refuse("an_assignment", "port=80", 1, 1),
      must_refuse("angle_brackets", "<null/>", 1, 1),
      must_refuse("round_brackets", "(1)", 1, 1),
      must_refuse("a_lone_backslash", "\\", 1, 1),
      must_refuse("an_escape_outside_of_strings", "[\\n]", 1, 2),
  };
}

VerdictRows brackets() {
  return {
      must_accept("arrays_within_arrays", "[[],[[]],[[],[]]]"),
      must_accept("an_array_of_every_kind", R"([null,false,7,"s",[],{}])"),
      must_refuse("lone_opening_bracket", "[", 1, 2),
      must_refuse("lone_closing_bracket", "]", 1, 1),
      must_refuse("lone_opening_brace", "{", 1, 2),
      must_refuse("lone_closing_brace", "}", 1, 1),
      must_refuse("array_not_closed", "[4", 1, 3),
      must_refuse("array_not_closed_behind_a_comma", "[4,\n", 2, 1),
      must_refuse("inner_array_not_closed", "[[4]", 1, 5),
      must_refuse("array_of_opening_brackets", "[[[[", 1, 5),
      must_refuse("array_closed_twice", "[4]]", 1, 4),
      must_refuse("array_closed_by_a_brace", "[4}", 1, 3),
      must_refuse("object_closed_by_a_bracket", R"({"a":4])", 1, 7),
      must_refuse("array_closed_before_its_object", R"([{"a":4]})", 1, 8),
      must_refuse("brackets_the_wrong_way_round", "][", 1, 1),
      must_refuse("array_not_closed_before_a_member", R"({"a":[4,"b":5})", 1, 12),
      must_refuse("array_end_escaped", "[4\\]", 1, 3),
  };
}

VerdictRows commas() {
  return {
      must_refuse("comma_alone", ",", 1, 1),
      must_refuse("comma_in_an_empty_array", "[,]", 1, 2),
      must_refuse("comma_before_the_first_element", "[,4]", 1, 2),
      must_refuse("comma_behind_the_last_element", "[4,]", 1, 4),
      must_refuse("comma_behind_the_last_element_on_its_own_line", "[\n  4,\n  5,\n]", 4, 1),
      must_refuse("two_commas_between_elements", "[4,,5]", 1, 4),
      must_refuse("no_comma_between_elements", "[4 5]", 1, 4),
      must_refuse("no_comma_between_strings", R"(["a""b"])", 1, 5),
      must_refuse("no_comma_between_arrays", "[[][]]", 1, 4),
      must_refuse("semicolon_between_elements", "[4;5]", 1, 3),
      must_refuse("colon_between_elements", R"(["a":4])", 1, 5),
      must_refuse("spread_dots_in_an_array", "[...a]", 1, 2),
      must_refuse("comma_behind_the_root", "[4],", 1, 4),
      must_refuse("comma_before_the_root", ",[4]", 1, 1),
      must_refuse("arabic_comma_between_elements",
                  "[4\xD8\x8C"
                  "5]",
                  1, 3),
  };
}

VerdictRows more_than_a_value() {
  return {
      must_refuse("two_numbers", "4 5", 1, 3),
      must_refuse("two_objects", "{}{}", 1, 3),
      must_refuse("two_objects_on_two_lines", "{}\n{}\n", 2, 1),
      must_refuse("two_strings", R"("a" "b")", 1, 5),
      must_refuse("a_word_behind_the_value", "[4] done", 1, 5),
      must_refuse("a_member_without_an_object", R"("a":4)", 1, 4),
      must_refuse("a_quote_behind_the_value", "{}\"", 1, 3),
      must_refuse("a_zero_byte_behind_the_value", "{}\0"sv, 1, 3),
      must_refuse("a_hash_behind_the_value", "{} #", 1, 4),
      must_refuse("script_comment_before_the_value", "// note\n4", 1, 1),
      must_refuse("script_comment_behind_the_value", "4 // note", 1, 3),
      must_refuse("block_comment_before_the_value", "/* note */ 4", 1, 1),
      must_refuse("block_comment_in_an_array", "[4, /* note */ 5]", 1, 5),
      must_refuse("block_comment_before_a_comma", "[4/**/,5]", 1, 3),
      must_refuse("block_comment_behind_a_name", R"({"a"/**/:4})", 1, 5),
      must_refuse("block_comment_behind_the_value", "{}/**/", 1, 3),
      must_refuse("block_comment_not_closed", "{}/*", 1, 3),
      must_refuse("hash_comment", "[\n# note\n4]", 2, 1),
      must_refuse("a_single_slash", "[4/5]", 1, 3),
  };
}

VerdictRows depth() {
  return {
      we_accept("arrays_63_deep", nested_arrays(63)),
      we_accept("arrays_64_deep", nested_arrays(64)),
      we_refuse("arrays_65_deep", nested_arrays(65), 1, 65),
      we_accept("objects_63_deep", nested_objects(63)),
      we_accept("objects_64_deep", nested_objects(64)),
      we_refuse("objects_65_deep", nested_objects(65), 1, 64 * 5 + 1),
      we_accept("arrays_and_objects_64_deep", repeated("[{\"o\":", 32) + "null" + repeated("}]", 32)),
      we_refuse("arrays_and_objects_65_deep", repeated("[{\"o\":", 32) + "[]" + repeated("}]", 32), 1,
                32 * 6 + 1),
      we_accept("a_scalar_below_64_arrays", repeated("[", 64) + "\"[[\"" + repeated("]", 64)),
      we_accept("64_levels_twice_beside_each_other",
                "[" + nested_arrays(63) + "," + nested_objects(63) + "]"),
      we_refuse("65_levels_only_in_the_second_element",
                "[" + nested_arrays(63) + ",\n" + nested_arrays(64) + "]", 2, 64),
      we_refuse("arrays_65_deep_a_line_each", repeated("[\n", 65) + repeated("]\n", 65), 65, 1),
      we_refuse("arrays_100000_deep", nested_arrays(100'000), 1, 65),
      we_refuse("arrays_100000_deep_not_closed", repeated("[", 100'000), 1, 65),
      we_refuse("objects_100000_deep_not_closed", repeated("{\"\":", 100'000), 1, 64 * 4 + 1),
      must_refuse("arrays_64_deep_not_closed", repeated("[", 64), 1, 65),
      must_refuse("arrays_64_deep_closed_65_times", repeated("[", 64) + repeated("]", 65), 1, 129),
  };
}

}  // namespace

VerdictRows structure_verdicts() {
  VerdictRows all;
  for (const auto& rows : {roots(), brackets(), commas(), more_than_a_value(), depth()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
