// Verdicts on objects: names and what stands for them, colons and commas, names that repeat however they are
// spelled.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

std::string members(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += "\"m" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  return text;
}

VerdictRows names() {
  return {
      must_accept("member", R"({"a":4})"),
      must_accept("members_of_every_kind", R"({"a":null,"b":true,"c":-4,"d":"s","e":[],"f":{}})"),
      must_accept("empty_name", R"({"":4})"),
      must_accept("name_of_a_blank", R"({" ":4})"),
      must_accept("name_of_digits", R"({"0":4,"1":5})"),
      must_accept("name_of_punctuation", R"({"{\"}:,":4})"),
      must_accept("name_with_escapes", R"({"\b\u0062\/\\":4})"),
      must_accept("name_of_a_zero_character", R"({"\u0000":4})"),
      must_accept("name_of_a_pair", R"({"\uD83D\uDC22":4})"),
      must_accept("name_that_scripts_treat_apart", R"({"__proto__":{"constructor":4}})"),
      must_accept("name_that_is_its_value", R"({"a":"a"})"),
      must_accept("thousand_members", "{" + members(1000) + "\"last\":null}"),
      must_refuse("name_is_a_number", "{4:5}", 1, 2),
      must_refuse("name_is_null", "{null:5}", 1, 2),
      must_refuse("name_is_true", "{true:5}", 1, 2),
      must_refuse("name_is_an_array", "{[]:5}", 1, 2),
      must_refuse("name_is_an_object", "{{}:5}", 1, 2),
      must_refuse("name_without_quotes", "{a:5}", 1, 2),
      must_refuse("second_name_without_quotes", R"({"a":5,b:6})", 1, 8),
      must_refuse("name_in_single_quotes", "{'a':5}", 1, 2),
      must_refuse("name_not_closed", R"({"a:5})", 1, 7),
      must_refuse("name_with_a_bad_escape", R"({"\c":5})", 1, 4),
  };
}

VerdictRows colons_and_commas() {
  return {
      must_refuse("colon_alone", ":", 1, 1),
      must_refuse("no_colon", R"({"a" 5})", 1, 6),
      must_refuse("no_colon_between_strings", R"({"a""b"})", 1, 5),
      must_refuse("two_colons", R"({"a"::5})", 1, 6),
      must_refuse("equals_sign_for_a_colon", R"({"a"=5})", 1, 5),
      must_refuse("comma_for_a_colon", R"({"a",5})", 1, 5),
      must_refuse("arrow_for_a_colon", R"({"a"=>5})", 1, 5),
      must_refuse("fullwidth_colon",
                  "{\"a\"\xEF\xBC\x9A"
                  "5}",
                  1, 5),
      must_refuse("no_name_before_the_colon", "{:5}", 1, 2),
      must_refuse("no_value_behind_the_colon", R"({"a":})", 1, 6),
      must_refuse("no_value_before_the_comma", R"({"a":,"b":5})", 1, 6),
      must_refuse("name_only", R"({"a"})", 1, 5),
      must_refuse("elements_in_braces", "{4,5}", 1, 2),
      must_refuse("comma_in_an_empty_object", "{,}", 1, 2),
      must_refuse("comma_before_the_first_member", R"({,"a":5})", 1, 2),
      must_refuse("comma_behind_the_last_member", R"({"a":5,})", 1, 8),
      must_refuse("comma_behind_the_last_member_on_its_own_line", "{\n  \"a\": 5,\n}", 3, 1),
      must_refuse("two_commas_between_members", R"({"a":5,,"b":6})", 1, 8),
      must_refuse("no_comma_between_members", R"({"a":5 "b":6})", 1, 8),
      must_refuse("semicolon_between_members", R"({"a":5;"b":6})", 1, 7),
      must_refuse("two_values_behind_one_name", R"({"a":5 6})", 1, 8),
      must_refuse("object_not_closed", R"({"a":5)", 1, 7),
      must_refuse("object_not_closed_behind_a_name", R"({"a")", 1, 5),
      must_refuse("object_not_closed_behind_a_colon", R"({"a":)", 1, 6),
      must_refuse("object_not_closed_behind_a_comma", R"({"a":5,)", 1, 8),
      must_refuse("object_closed_twice", R"({"a":5}})", 1, 8),
  };
}

VerdictRows repeated_names() {
  return {
      must_accept("names_that_differ_in_case", R"({"key":1,"Key":2,"KEY":3})"),
      must_accept("names_that_differ_in_blanks", R"({"key":1,"key ":2," key":3})"),
      must_accept("names_that_only_look_alike", "{\"\xC3\xA9\":1,\"e\xCC\x81\":2}"),
      must_accept("names_that_differ_behind_a_zero_character", R"({"k\u0000a":1,"k\u0000b":2,"k":3})"),
      must_accept("names_that_differ_in_a_backslash", R"({"k\\n":1,"k\n":2,"kn":3})"),
      must_accept("one_the_start_of_the_other", R"({"":1,"k":2,"ke":3,"key":4})"),
      must_accept("same_name_at_two_levels", R"({"k":{"k":{"k":1}}})"),
      must_accept("same_name_in_two_elements", R"([{"k":1},{"k":2}])"),
      must_accept("same_name_in_two_members", R"({"a":{"k":1},"b":{"k":2},"k":3})"),
      we_refuse("same_name_same_value", R"({"k":1,"k":1})", 1, 8),
      we_refuse("same_name_other_value", R"({"k":1,"k":[2]})", 1, 8),
      we_refuse("same_name_three_times", R"({"k":1,"k":2,"k":3})", 1, 8),
      we_refuse("same_name_far_apart", "{" + members(100) + "\n\"m0\":null}", 2, 1),
      we_refuse("same_name_on_another_line", "{\n  \"k\": 1,\n  \"j\": 2,\n  \"k\": 3\n}\n", 4, 3),
      we_refuse("empty_name_twice", R"({"":1,"":2})", 1, 7),
      we_refuse("same_name_spelled_with_an_escape", R"({"k":1,"\u006b":2})", 1, 8),
      we_refuse("same_name_first_spelled_with_an_escape", R"({"\u006b":1,"k":2})", 1, 13),
      we_refuse("same_name_in_both_letter_cases_of_its_escape", R"({"\u00ab":1,"\u00AB":2})", 1, 13),
      we_refuse("same_name_with_an_escaped_slash", R"({"a\/b":1,"a/b":2})", 1, 11),
      we_refuse("same_name_in_both_escapes_of_a_line_feed", R"({"\n":1,"\u000A":2})", 1, 9),
      we_refuse("same_name_in_both_escapes_of_a_backslash", R"({"\\":1,"\u005c":2})", 1, 9),
      we_refuse("same_name_of_a_zero_character", R"({"\u0000":1,"\u0000":2})", 1, 13),
      we_refuse("same_name_in_utf8_and_as_an_escape", "{\"\xC3\xA4\":1,\"\\u00e4\":2}", 1, 8),
      we_refuse("same_name_as_a_pair_and_in_utf8", "{\"\\uD83D\\uDC22\":1,\"\xF0\x9F\x90\xA2\":2}", 1, 19),
      we_refuse("same_name_in_an_inner_object", R"({"o":{"k":1,"k":2}})", 1, 13),
      we_refuse("same_name_in_an_element", R"([{"k":1},{"k":2,"k":3}])", 1, 17),
      we_refuse("same_name_around_an_inner_object", R"({"k":{"a":1,"b":2},"k":3})", 1, 20),
      we_refuse("two_names_repeat_and_the_earlier_is_named", R"({"a":1,"b":2,"b":3,"a":4})", 1, 14),
      we_refuse("same_name_before_text_behind_the_value", R"({"k":1,"k":2} x)", 1, 8),
      we_refuse("inner_same_name_before_the_end_is_missing", R"({"o":{"k":1,"k":2},)", 1, 13),
      must_refuse("same_name_in_an_object_not_closed", R"({"k":1,"k":2)", 1, 13),
      must_refuse("same_name_before_a_comma_too_many", R"({"k":1,"k":2,})", 1, 14),
  };
}

}  // namespace

VerdictRows object_verdicts() {
  VerdictRows all;
  for (const auto& rows : {names(), colons_and_commas(), repeated_names()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
