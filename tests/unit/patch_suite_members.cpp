// Rows on members of objects: adding, replacing and removing them, names of every kind, nulls, values as they
// are spelled.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

PatchRows changes() {
  return {
      becomes("add_to_an_empty_object", "{}", R"([{"op":"add","path":"/a","value":1}])", R"({"a":1})"),
      becomes("add_a_second_member", R"({"a":1})", R"([{"op":"add","path":"/b","value":2}])",
              R"({"a":1,"b":2})"),
      becomes("add_to_a_member_that_is_there_replaces", R"({"a":1,"b":2})",
              R"([{"op":"add","path":"/a","value":[3]}])", R"({"a":[3],"b":2})"),
      becomes("add_below_two_members", R"({"a":{"b":{"c":1}}})",
              R"([{"op":"add","path":"/a/b/d","value":true}])", R"({"a":{"b":{"c":1,"d":true}}})"),
      becomes("add_to_an_empty_object_below", R"({"a":{},"b":{"x":{}}})",
              R"([{"op":"add","path":"/a/y","value":{"z":0}}])", R"({"a":{"y":{"z":0}},"b":{"x":{}}})"),
      becomes("replace_a_scalar_by_an_object", R"({"a":1})",
              R"([{"op":"replace","path":"/a","value":{"b":[1,{"c":2}]}}])", R"({"a":{"b":[1,{"c":2}]}})"),
      becomes("replace_an_object_by_a_scalar", R"({"a":{"b":[1,{"c":2}]},"z":0})",
              R"([{"op":"replace","path":"/a","value":"s"}])", R"({"a":"s","z":0})"),
      becomes("replace_an_object_by_another_with_some_of_its_members", R"({"a":{"b":1,"c":2,"d":3},"z":0})",
              R"([{"op":"replace","path":"/a","value":{"e":4,"c":2,"b":9}}])",
              R"({"a":{"b":9,"c":2,"e":4},"z":0})"),
      becomes("replace_an_object_by_one_without_any_of_its_members", R"({"a":{"b":1,"c":2}})",
              R"([{"op":"replace","path":"/a","value":{"d":1,"e":2}}])", R"({"a":{"d":1,"e":2}})"),
      becomes("replace_by_an_empty_object", R"({"a":{"b":1}})",
              R"([{"op":"replace","path":"/a","value":{}}])", R"({"a":{}})"),
      becomes("replace_an_empty_object", R"({"a":{}})", R"([{"op":"replace","path":"/a","value":{"b":1}}])",
              R"({"a":{"b":1}})"),
      becomes("replace_an_array_by_an_object", R"({"a":[1]})",
              R"([{"op":"replace","path":"/a","value":{"0":1}}])", R"({"a":{"0":1}})"),
      stays("replace_by_the_same", R"({"a":{"b":[1,2,{"c":"d"}]}})",
            R"([{"op":"replace","path":"/a","value":{"b":[1,2,{"c":"d"}]}}])"),
      becomes("remove_the_only_member", R"({"a":1})", R"([{"op":"remove","path":"/a"}])", "{}"),
      becomes("remove_the_first_member", R"({"a":1,"b":2,"c":3})", R"([{"op":"remove","path":"/a"}])",
              R"({"b":2,"c":3})"),
      becomes("remove_a_member_between_others", R"({"a":1,"b":2,"c":3})", R"([{"op":"remove","path":"/b"}])",
              R"({"a":1,"c":3})"),
      becomes("remove_the_last_member", R"({"a":1,"b":2,"c":3})", R"([{"op":"remove","path":"/c"}])",
              R"({"a":1,"b":2})"),
      becomes("remove_a_member_with_all_below_it", R"({"a":{"b":{"c":[1,2]}},"d":0})",
              R"([{"op":"remove","path":"/a"}])", R"({"d":0})"),
      becomes("replace_the_whole_value_by_a_scalar", R"({"a":1})",
              R"([{"op":"replace","path":"","value":7}])", "7"),
      becomes("replace_a_scalar_that_is_the_whole_value", "7",
              R"([{"op":"replace","path":"","value":{"a":[]}}])", R"({"a":[]})"),
      becomes("add_at_the_root_replaces_it", R"({"a":1})", R"([{"op":"add","path":"","value":[1,2]}])",
              "[1,2]"),
      becomes("replace_the_whole_value_by_null", R"({"a":1})", R"([{"op":"replace","path":"","value":null}])",
              "null"),
  };
}

PatchRows nulls() {
  return {
      becomes("add_null", R"({"a":1})", R"([{"op":"add","path":"/b","value":null}])", R"({"a":1,"b":null})"),
      becomes("replace_by_null", R"({"a":1})", R"([{"op":"replace","path":"/a","value":null}])",
              R"({"a":null})"),
      becomes("replace_null", R"({"a":null})", R"([{"op":"replace","path":"/a","value":0}])", R"({"a":0})"),
      becomes("remove_null", R"({"a":null,"b":1})", R"([{"op":"remove","path":"/a"}])", R"({"b":1})"),
      becomes("add_over_null", R"({"a":null})", R"([{"op":"add","path":"/a","value":{}}])", R"({"a":{}})"),
      stays("test_null", R"({"a":null})", R"([{"op":"test","path":"/a","value":null}])"),
      becomes("copy_null", R"({"a":null})", R"([{"op":"copy","from":"/a","path":"/b"}])",
              R"({"a":null,"b":null})"),
      becomes("move_null", R"({"a":null})", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":null})"),
      stays("test_the_whole_value_null", "null", R"([{"op":"test","path":"","value":null}])"),
      becomes("null_deep_in_a_value_is_kept", "{}",
              R"([{"op":"add","path":"/a","value":{"b":null,"c":[null]}}])",
              R"({"a":{"b":null,"c":[null]}})"),
  };
}

PatchRows names() {
  return {
      becomes("name_of_digits", R"({"0":"a"})", R"([{"op":"add","path":"/1","value":"b"}])",
              R"({"0":"a","1":"b"})"),
      becomes("name_with_a_leading_zero", R"({"01":1,"1":2})", R"([{"op":"remove","path":"/01"}])",
              R"({"1":2})"),
      becomes("name_of_a_negative_number", R"({"-1":1})", R"([{"op":"replace","path":"/-1","value":2}])",
              R"({"-1":2})"),
      becomes("name_of_a_dash", R"({"a":1})", R"([{"op":"add","path":"/-","value":2}])", R"({"a":1,"-":2})"),
      becomes("empty_name", R"({"a":1})", R"([{"op":"add","path":"/","value":2}])", R"({"a":1,"":2})"),
      becomes("empty_names_within_each_other", R"({"":{"":{"":1}}})",
              R"([{"op":"replace","path":"///","value":2}])", R"({"":{"":{"":2}}})"),
      becomes("empty_name_removed", R"({"":1,"a":2})", R"([{"op":"remove","path":"/"}])", R"({"a":2})"),
      becomes("name_with_a_slash", "{}", R"([{"op":"add","path":"/a~1b","value":1}])", R"({"a/b":1})"),
      becomes("name_with_a_tilde", "{}", R"([{"op":"add","path":"/a~0b","value":1}])", R"({"a~b":1})"),
      becomes("name_that_looks_like_an_escape", R"({"~1":1,"/":2})", R"([{"op":"remove","path":"/~01"}])",
              R"({"/":2})"),
      becomes("name_of_slashes_and_tildes", R"({"~/~/":1})",
              R"([{"op":"replace","path":"/~0~1~0~1","value":2}])", R"({"~/~/":2})"),
      becomes("name_with_a_quote_and_a_backslash", R"({"\"\\":1})",
              R"([{"op":"replace","path":"/\"\\","value":2}])", R"({"\"\\":2})"),
      becomes("new_name_with_control_characters", "{}",
              R"([{"op":"add","path":"/\n\u0001\u0000","value":1}])", R"({"\n\u0001\u0000":1})"),
      becomes("name_beyond_ascii", R"({"grün":1})", R"([{"op":"add","path":"/größe","value":2}])",
              R"({"grün":1,"größe":2})"),
      becomes("name_escaped_in_the_path", R"({"é":1})", R"([{"op":"replace","path":"/\u00e9","value":2}])",
              R"({"é":2})"),
      becomes("name_escaped_in_the_document", R"({"\u0061\u002fb":1})",
              R"([{"op":"replace","path":"/a~1b","value":2}])", R"({"a/b":2})"),
      becomes("name_of_a_surrogate_pair", R"({"\ud83d\udc22":1})", R"([{"op":"remove","path":"/🐢"}])", "{}"),
      refuses("names_are_not_normalised", R"({"e\u0301":1})", R"([{"op":"remove","path":"/\u00e9"}])",
              Kind::no_such_path),
      refuses("names_keep_their_case", R"({"name":1})", R"([{"op":"remove","path":"/Name"}])",
              Kind::no_such_path),
      refuses("names_are_not_cut_short", R"({"name":1})", R"([{"op":"remove","path":"/nam"}])",
              Kind::no_such_path),
      refuses("per_cent_escapes_mean_nothing", R"({"a b":1})", R"([{"op":"remove","path":"/a%20b"}])",
              Kind::no_such_path),
      becomes("name_with_a_zero_character", R"({"a\u0000b":1,"a":2})",
              R"([{"op":"remove","path":"/a\u0000b"}])", R"({"a":2})"),
      becomes("name_that_scripts_treat_apart", R"({"__proto__":{}})",
              R"([{"op":"add","path":"/__proto__/constructor","value":1}])",
              R"({"__proto__":{"constructor":1}})"),
      becomes("name_of_a_blank", R"({" ":1,"":2})", R"([{"op":"replace","path":"/ ","value":3}])",
              R"({" ":3,"":2})"),
  };
}

PatchRows spellings() {
  return {
      becomes("add_a_long_integer", R"({"a":123456789012345678901234567890})",
              R"([{"op":"add","path":"/b","value":98765432109876543210987654321}])",
              R"({"a":123456789012345678901234567890,"b":98765432109876543210987654321})"),
      becomes("add_numbers_in_every_spelling", "{}",
              R"([{"op":"add","path":"/a","value":[-0,1.50,1E+2,2e-3,0.1]}])",
              R"({"a":[-0,1.50,1E+2,2e-3,0.1]})"),
      becomes("add_a_string_with_escapes", "{}",
              R"([{"op":"add","path":"/a","value":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}])",
              R"({"a":"\"\\/\b\f\n\r\té😀"})"),
      becomes("add_a_string_of_brackets", "{}", R"([{"op":"add","path":"/a","value":"},{]:[\","}])",
              R"({"a":"},{]:[\","})"),
      becomes("replace_a_number_by_an_equal_one", R"({"a":1})",
              R"([{"op":"replace","path":"/a","value":1.0}])", R"({"a":1.0})"),
      becomes("add_true_and_false", R"({"a":false})",
              R"([{"op":"add","path":"/b","value":true},{"op":"replace","path":"/a","value":true}])",
              R"({"a":true,"b":true})"),
      becomes("add_empty_containers", "{}",
              R"([{"op":"add","path":"/a","value":{}},{"op":"add","path":"/b","value":[]}])",
              R"({"a":{},"b":[]})"),
      becomes("value_with_blanks_in_it", R"({"a":1})",
              "[{\"op\":\"add\",\"path\":\"/b\",\"value\": [ 1 ,\n\t{ \"c\" : \" \" } ]}]",
              R"({"a":1,"b":[1,{"c":" "}]})"),
  };
}

}  // namespace

PatchRows member_patches() {
  auto rows = changes();
  for (const auto& more : {nulls(), names(), spellings()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
