// Rows on what is refused, by kind of error and operation. A refused patch leaves the document as it was, to
// the byte.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

constexpr std::string_view thing =
    R"({"list":[1,2],"sub":{"a":1},"text":"abc","zero":0,"on":true,"no":null})";

PatchRow refuses_thing(std::string_view name, std::string_view operations, Kind kind,
                       std::size_t operation = 0) {
  return refuses(name, thing, operations, kind, operation);
}

PatchRows missing_targets() {
  return {
      refuses_thing("remove_a_missing_member", R"([{"op":"remove","path":"/x"}])", Kind::no_such_path),
      refuses_thing("remove_below_a_missing_member", R"([{"op":"remove","path":"/x/y"}])",
                    Kind::no_such_path),
      refuses_thing("remove_a_member_of_a_string", R"([{"op":"remove","path":"/text/0"}])",
                    Kind::no_such_path),
      refuses_thing("replace_a_missing_member", R"([{"op":"replace","path":"/x","value":1}])",
                    Kind::no_such_path),
      refuses_thing("replace_in_a_missing_member", R"([{"op":"replace","path":"/sub/x/y","value":1}])",
                    Kind::no_such_path),
      refuses_thing("replace_below_null", R"([{"op":"replace","path":"/no/x","value":1}])",
                    Kind::no_such_path),
      refuses_thing("test_a_missing_member", R"([{"op":"test","path":"/x","value":1}])", Kind::test_failed),
      refuses_thing("test_below_a_scalar", R"([{"op":"test","path":"/zero/x","value":0}])",
                    Kind::test_failed),
      refuses_thing("test_behind_the_last_element", R"([{"op":"test","path":"/list/2","value":2}])",
                    Kind::test_failed),
      refuses_thing("test_at_the_dash", R"([{"op":"test","path":"/list/-","value":2}])", Kind::test_failed),
      refuses_thing("move_from_a_missing_member", R"([{"op":"move","from":"/x","path":"/y"}])",
                    Kind::no_such_from),
      refuses_thing("move_from_behind_the_last_element", R"([{"op":"move","from":"/list/2","path":"/y"}])",
                    Kind::no_such_from),
      refuses_thing("move_a_missing_member_to_itself", R"([{"op":"move","from":"/x","path":"/x"}])",
                    Kind::no_such_from),
      refuses_thing("move_from_below_a_scalar", R"([{"op":"move","from":"/on/x","path":"/y"}])",
                    Kind::no_such_from),
      refuses_thing("copy_from_a_missing_member", R"([{"op":"copy","from":"/sub/x","path":"/y"}])",
                    Kind::no_such_from),
      refuses_thing("copy_from_the_dash", R"([{"op":"copy","from":"/list/-","path":"/y"}])",
                    Kind::no_such_from),
      refuses_thing("move_to_a_missing_parent", R"([{"op":"move","from":"/zero","path":"/x/y"}])",
                    Kind::no_such_path),
      refuses_thing("copy_to_a_missing_parent", R"([{"op":"copy","from":"/zero","path":"/x/y"}])",
                    Kind::no_such_path),
      refuses_thing("copy_into_a_scalar", R"([{"op":"copy","from":"/zero","path":"/text/y"}])",
                    Kind::no_such_path),
      refuses_thing("add_to_a_missing_parent", R"([{"op":"add","path":"/x/y","value":1}])",
                    Kind::no_such_path),
      refuses_thing("add_does_not_make_the_way", R"([{"op":"add","path":"/sub/x/y/z","value":1}])",
                    Kind::no_such_path),
      refuses_thing("add_below_a_missing_element", R"([{"op":"add","path":"/list/2/x","value":1}])",
                    Kind::no_such_path),
      refuses_thing("add_to_a_string", R"([{"op":"add","path":"/text/x","value":1}])", Kind::no_such_path),
      refuses_thing("add_behind_a_string", R"([{"op":"add","path":"/text/-","value":"d"}])",
                    Kind::no_such_path),
      refuses_thing("add_to_a_number", R"([{"op":"add","path":"/zero/x","value":1}])", Kind::no_such_path),
      refuses_thing("add_to_true", R"([{"op":"add","path":"/on/x","value":1}])", Kind::no_such_path),
      refuses_thing("add_to_null", R"([{"op":"add","path":"/no/x","value":1}])", Kind::no_such_path),
      refuses("add_to_a_scalar_that_is_the_root", "1", R"([{"op":"add","path":"/x","value":1}])",
              Kind::no_such_path),
      refuses("remove_from_an_empty_object", "{}", R"([{"op":"remove","path":"/"}])", Kind::no_such_path),
      refuses("remove_from_an_empty_array", "[]", R"([{"op":"remove","path":"/0"}])", Kind::no_such_path),
  };
}

PatchRows bad_indexes() {
  const auto at = [](std::string_view name, std::string_view token, Kind kind) {
    return refuses(name, "[1,2]", R"([{"op":"replace","path":"/)" + std::string(token) + R"(","value":3}])",
                   kind);
  };
  return {
      at("index_behind_the_last", "2", Kind::no_such_path),
      at("index_far_behind_the_last", "1000000", Kind::no_such_path),
      at("index_of_32_bits", "4294967295", Kind::no_such_path),
      at("index_that_wraps_in_32_bits", "4294967296", Kind::no_such_path),
      at("index_that_wraps_in_64_bits", "18446744073709551616", Kind::no_such_path),
      at("index_of_the_dash", "-", Kind::no_such_path),
      at("index_with_a_leading_zero", "01", Kind::invalid_path),
      at("index_of_two_zeros", "00", Kind::invalid_path),
      at("index_below_zero", "-1", Kind::invalid_path),
      at("index_of_minus_zero", "-0", Kind::invalid_path),
      at("index_with_a_plus_sign", "+1", Kind::invalid_path),
      at("index_with_an_exponent", "1e0", Kind::invalid_path),
      at("index_with_a_fraction", "1.0", Kind::invalid_path),
      at("index_behind_a_blank", " 1", Kind::invalid_path),
      at("index_before_a_blank", "1 ", Kind::invalid_path),
      at("index_in_hexadecimal", "0x1", Kind::invalid_path),
      at("index_in_other_digits", "\u0661", Kind::invalid_path),
      at("index_with_a_zero_character", R"(1\u0000)", Kind::invalid_path),
      at("index_of_nothing", "", Kind::invalid_path),
      at("index_in_words", "one", Kind::invalid_path),
      at("index_of_two_dashes", "--", Kind::invalid_path),
      refuses("add_one_behind_the_end", "[1,2]", R"([{"op":"add","path":"/3","value":3}])",
              Kind::no_such_path),
      refuses("add_behind_an_empty_array", "[]", R"([{"op":"add","path":"/1","value":3}])",
              Kind::no_such_path),
      refuses("add_at_an_index_that_wraps", "[1,2]", R"([{"op":"add","path":"/4294967298","value":3}])",
              Kind::no_such_path),
      refuses("add_with_a_leading_zero", "[1,2]", R"([{"op":"add","path":"/01","value":3}])",
              Kind::invalid_path),
      refuses("add_below_zero", "[1,2]", R"([{"op":"add","path":"/-1","value":3}])", Kind::invalid_path),
      refuses("add_by_a_name_in_an_array", "[1,2]", R"([{"op":"add","path":"/a","value":3}])",
              Kind::invalid_path),
      refuses("remove_at_the_dash", "[1,2]", R"([{"op":"remove","path":"/-"}])", Kind::no_such_path),
      refuses("remove_with_a_leading_zero", "[1,2]", R"([{"op":"remove","path":"/00"}])", Kind::invalid_path),
      refuses("test_with_a_leading_zero", "[1,2]", R"([{"op":"test","path":"/00","value":1}])",
              Kind::invalid_path),
      refuses("dash_on_the_way", "[[1],[2]]", R"([{"op":"add","path":"/-/0","value":3}])",
              Kind::no_such_path),
      refuses("bad_index_on_the_way", "[[1],[2]]", R"([{"op":"add","path":"/00/0","value":3}])",
              Kind::invalid_path),
      refuses("move_from_a_bad_index", R"({"a":[1]})", R"([{"op":"move","from":"/a/00","path":"/b"}])",
              Kind::invalid_from),
      refuses("copy_from_a_name_in_an_array", R"({"a":[1]})",
              R"([{"op":"copy","from":"/a/length","path":"/b"}])", Kind::invalid_from),
      refuses("copy_to_a_bad_index", R"({"a":[1],"b":2})", R"([{"op":"copy","from":"/b","path":"/a/1.0"}])",
              Kind::invalid_path),
      refuses("move_behind_what_is_left", "[1,2,3]", R"([{"op":"move","from":"/0","path":"/3"}])",
              Kind::no_such_path),
  };
}

PatchRows moves_into_themselves() {
  return {
      refuses("move_into_an_own_member", R"({"a":{"b":{}}})", R"([{"op":"move","from":"/a","path":"/a/c"}])",
              Kind::invalid_from),
      refuses("move_over_an_own_member", R"({"a":{"b":{}}})", R"([{"op":"move","from":"/a","path":"/a/b"}])",
              Kind::invalid_from),
      refuses("move_deep_into_itself", R"({"a":{"b":{"c":{}}}})",
              R"([{"op":"move","from":"/a","path":"/a/b/c/d"}])", Kind::invalid_from),
      refuses("move_into_an_own_member_that_is_missing", R"({"a":{"b":{}}})",
              R"([{"op":"move","from":"/a","path":"/a/x/y"}])", Kind::invalid_from),
      refuses("move_an_element_into_itself", "[[1],[2]]", R"([{"op":"move","from":"/0","path":"/0/0"}])",
              Kind::invalid_from),
      refuses("move_an_array_behind_its_own_elements", R"({"a":[1]})",
              R"([{"op":"move","from":"/a","path":"/a/-"}])", Kind::invalid_from),
      refuses("move_into_itself_by_another_token", R"([{"id":"x","sub":{}}])",
              R"([{"op":"move","from":"/0","path":"/id=x/sub/y"}])", Kind::invalid_from),
      only_whole(refuses("move_the_root_into_a_member", R"({"a":1})",
                         R"([{"op":"move","from":"","path":"/b"}])", Kind::invalid_from)),
      refuses("move_an_element_into_what_moves_up_to_its_index", "[1,[2]]",
              R"([{"op":"move","from":"/0","path":"/0/-"}])", Kind::invalid_from),
      refuses("move_an_element_into_what_stood_at_that_index", "[1,[2]]",
              R"([{"op":"move","from":"/0","path":"/1/-"}])", Kind::no_such_path),
      refuses("move_a_scalar_into_itself", R"({"a":1})", R"([{"op":"move","from":"/a","path":"/a/b"}])",
              Kind::invalid_from),
  };
}

PatchRows about_the_root() {
  return {
      only_whole(
          refuses("remove_the_root", R"({"a":1})", R"([{"op":"remove","path":""}])", Kind::invalid_path)),
      only_whole(refuses("remove_a_root_that_is_null", "null", R"([{"op":"remove","path":""}])",
                         Kind::invalid_path)),
      refuses("test_the_root_against_another_value", R"({"a":1})",
              R"([{"op":"test","path":"","value":{"a":2}}])", Kind::test_failed),
      no_pointer("path_without_a_slash", R"([{"op":"remove","path":"a"}])"),
      no_pointer("path_with_a_blank_before_it", R"([{"op":"remove","path":" /a"}])"),
      no_pointer("path_as_a_fragment", R"([{"op":"test","path":"#/a","value":1}])"),
      no_pointer("path_as_in_scripts", R"([{"op":"replace","path":"a.b","value":1}])"),
      no_pointer("path_with_a_lone_tilde", R"([{"op":"add","path":"/a~","value":1}])"),
      no_pointer("path_with_a_tilde_before_a_slash", R"([{"op":"add","path":"/a~/b","value":1}])"),
      no_pointer("path_with_a_tilde_and_two", R"([{"op":"add","path":"/a~2","value":1}])"),
      no_pointer("path_with_a_tilde_and_a_letter", R"([{"op":"merge","path":"/~a","value":{}}])"),
      no_pointer("path_of_an_escape_alone", R"([{"op":"remove","path":"~0"}])"),
      no_pointer("from_without_a_slash", R"([{"op":"move","from":"a","path":"/b"}])"),
      no_pointer("from_with_a_lone_tilde", R"([{"op":"copy","from":"/~","path":"/b"}])"),
      no_pointer("path_of_the_third_operation",
                 R"([{"op":"remove","path":"/a/b"},{"op":"add","path":"/a/c","value":1},
                     {"op":"add","path":"b","value":1}])",
                 2),
  };
}

// The runner allows 64 levels, as the daemon does.
PatchRows deep_values() {
  const std::string closed_60(60, ']');
  const std::string deep_60 = std::string(60, '[') + closed_60;
  std::string path_60;
  for (int i = 0; i < 60; ++i)
    path_60 += "/0";
  const auto put = [](std::string_view op, const std::string& path, const std::string& value) {
    return R"([{"op":")" + std::string(op) + R"(","path":")" + path + R"(","value":)" + value + "}]";
  };
  std::string nested_65(65, '[');
  nested_65 += std::string(65, ']');
  return {
      only_whole(becomes("as_deep_as_allowed", std::string(60, '[') + "0" + closed_60,
                         put("replace", path_60, "[[[[1]]]]"),
                         std::string(60, '[') + "[[[[1]]]]" + closed_60)),
      only_whole(refuses("replace_one_level_too_deep", std::string(60, '[') + "0" + closed_60,
                         put("replace", path_60, "[[[[[1]]]]]"), Kind::too_deep)),
      only_whole(
          refuses("add_one_level_too_deep", deep_60, put("add", path_60, "[[[[[]]]]]"), Kind::too_deep)),
      only_whole(refuses("replace_the_root_too_deep", "0", put("replace", "", nested_65), Kind::too_deep)),
      only_whole(refuses("merge_one_level_too_deep", std::string(60, '[') + "{}" + closed_60,
                         put("merge", path_60, R"({"a":{"a":{"a":{"a":{"a":1}}}}})"), Kind::too_deep)),
      only_whole(refuses("copy_too_deep", R"({"a":)" + deep_60 + R"(,"b":{"c":{"d":{"e":{"f":0}}}}})",
                         R"([{"op":"copy","from":"/a","path":"/b/c/d/e/f"}])", Kind::too_deep)),
      only_whole(refuses("move_too_deep", R"({"a":)" + deep_60 + R"(,"b":{"c":{"d":{"e":{"f":0}}}}})",
                         R"([{"op":"move","from":"/a","path":"/b/c/d/e/f"}])", Kind::too_deep)),
  };
}

PatchRows later_operations() {
  return {
      refuses_thing("nothing_of_the_first_stays_when_the_second_fails",
                    R"([{"op":"add","path":"/x","value":1},{"op":"remove","path":"/y"}])", Kind::no_such_path,
                    1),
      refuses_thing("a_test_at_the_end_undoes_all",
                    R"([{"op":"remove","path":"/list"},{"op":"replace","path":"/sub/a","value":2},
                        {"op":"move","from":"/text","path":"/sub/text"},
                        {"op":"test","path":"/sub/a","value":1}])",
                    Kind::test_failed, 3),
      refuses_thing("what_was_removed_is_gone",
                    R"([{"op":"remove","path":"/sub"},{"op":"add","path":"/sub/b","value":1}])",
                    Kind::no_such_path, 1),
      refuses_thing(
          "what_was_moved_is_gone",
          R"([{"op":"move","from":"/sub","path":"/x"},{"op":"test","path":"/sub","value":{"a":1}}])",
          Kind::test_failed, 1),
      refuses_thing("what_was_replaced_by_a_scalar_has_no_members",
                    R"([{"op":"replace","path":"/sub","value":1},{"op":"remove","path":"/sub/a"}])",
                    Kind::no_such_path, 1),
      refuses_thing("an_index_counts_what_was_removed_before",
                    R"([{"op":"remove","path":"/list/0"},{"op":"remove","path":"/list/1"}])",
                    Kind::no_such_path, 1),
      refuses_thing("the_whole_value_replaced_and_the_next_refused",
                    R"([{"op":"replace","path":"","value":[1]},{"op":"remove","path":"/1"}])",
                    Kind::no_such_path, 1),
      refuses_thing(
          "a_move_that_fails_at_its_second_half",
          R"([{"op":"add","path":"/sub/b","value":2},{"op":"move","from":"/sub/a","path":"/list/9"}])",
          Kind::no_such_path, 1),
  };
}

}  // namespace

PatchRows refused_patches() {
  auto rows = missing_targets();
  for (const auto& more :
       {bad_indexes(), moves_into_themselves(), about_the_root(), deep_values(), later_operations()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
