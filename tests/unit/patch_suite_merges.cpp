// Rows on merge (RFC 7396) beyond the RFC's examples: at the root, below members, into and by every kind of
// value.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

PatchRow merges(std::string_view name, std::string_view document, std::string_view patch,
                std::string_view afterwards, std::string_view path = "") {
  return becomes(
      name, document,
      R"([{"op":"merge","path":")" + std::string(path) + R"(","value":)" + std::string(patch) + "}]",
      afterwards);
}

PatchRows nulls() {
  return {
      merges("null_for_a_missing_member", R"({"a":1})", R"({"b":null})", R"({"a":1})"),
      merges("null_for_a_null_member", R"({"a":null,"b":1})", R"({"a":null})", R"({"b":1})"),
      merges("null_for_every_member", R"({"a":1,"b":2,"c":3})", R"({"c":null,"a":null,"b":null})", "{}"),
      merges("null_further_down", R"({"a":{"b":{"c":1,"d":2}}})", R"({"a":{"b":{"c":null}}})",
             R"({"a":{"b":{"d":2}}})"),
      merges("null_for_the_last_member_further_down", R"({"a":{"b":{"c":1}}})", R"({"a":{"b":{"c":null}}})",
             R"({"a":{"b":{}}})"),
      merges("nulls_in_a_new_object_are_left_out", R"({"a":1})", R"({"b":{"c":null,"d":{"e":null,"f":2}}})",
             R"({"a":1,"b":{"d":{"f":2}}})"),
      merges("a_new_object_of_nulls_is_empty", "{}", R"({"a":{"b":null,"c":null}})", R"({"a":{}})"),
      merges("nulls_in_an_array_stay", R"({"a":[1]})", R"({"a":[null,{"b":null},[null]]})",
             R"({"a":[null,{"b":null},[null]]})"),
      merges("nulls_in_a_new_array_stay", "{}", R"({"a":{"b":[null,{"c":null}],"d":null}})",
             R"({"a":{"b":[null,{"c":null}]}})"),
      merges("null_for_the_whole_value", R"({"a":1})", "null", "null"),
      merges("nulls_left_out_where_a_scalar_stood", R"({"a":1})", R"({"a":{"b":null,"c":2}})",
             R"({"a":{"c":2}})"),
      merges("nulls_left_out_where_null_stood", R"({"a":null})", R"({"a":{"b":{"c":null}}})",
             R"({"a":{"b":{}}})"),
      merges("null_beside_a_change", R"({"a":1,"b":2,"c":3})", R"({"a":null,"b":4,"d":5})",
             R"({"b":4,"c":3,"d":5})"),
  };
}

PatchRows kinds() {
  return {
      merges("nothing_into_an_object", R"({"a":{"b":1}})", "{}", R"({"a":{"b":1}})"),
      merges("nothing_into_an_array", "[1,2]", "{}", "{}"),
      merges("nothing_into_a_scalar", "1", "{}", "{}"),
      merges("an_object_into_a_scalar", R"("s")", R"({"a":{"b":null}})", R"({"a":{}})"),
      merges("an_object_into_null", "null", R"({"a":1})", R"({"a":1})"),
      merges("a_scalar_over_a_scalar", "1", "2", "2"),
      merges("an_array_over_an_object", R"({"a":1})", R"([{"a":null}])", R"([{"a":null}])"),
      merges("an_array_replaces_an_array_whole", R"({"a":[{"b":1},2]})", R"({"a":[{"c":3}]})",
             R"({"a":[{"c":3}]})"),
      merges("an_array_replaces_an_array_by_an_empty_one", R"({"a":[1,2]})", R"({"a":[]})", R"({"a":[]})"),
      merges("an_object_where_an_array_stood", R"({"a":[1,2]})", R"({"a":{"0":9}})", R"({"a":{"0":9}})"),
      merges("a_scalar_where_an_object_stood", R"({"a":{"b":1}})", R"({"a":0})", R"({"a":0})"),
      merges("an_empty_object_where_an_object_stood", R"({"a":{"b":1}})", R"({"a":{}})", R"({"a":{"b":1}})"),
      merges("an_empty_object_where_a_scalar_stood", R"({"a":1})", R"({"a":{}})", R"({"a":{}})"),
      merges("new_members_of_every_kind", R"({"z":0})",
             R"({"a":1,"b":"s","c":true,"d":[],"e":{},"f":[{}],"g":{"h":[]}})",
             R"({"z":0,"a":1,"b":"s","c":true,"d":[],"e":{},"f":[{}],"g":{"h":[]}})"),
      merges("the_same_again", R"({"a":{"b":[1,2]},"c":"d"})", R"({"c":"d","a":{"b":[1,2]}})",
             R"({"a":{"b":[1,2]},"c":"d"})"),
      merges("into_an_empty_object", "{}", R"({"a":{"b":1},"c":2})", R"({"a":{"b":1},"c":2})"),
      merges("deep_into_objects", R"({"a":{"b":{"c":{"d":1,"e":2}},"f":3}})",
             R"({"a":{"b":{"c":{"d":9,"g":4}}}})", R"({"a":{"b":{"c":{"d":9,"e":2,"g":4}},"f":3}})"),
  };
}

PatchRows names() {
  return {
      merges("names_are_no_paths", R"({"a":{"b":1}})", R"({"a/b":2,"~0":3,"-":4,"0":5,"":6})",
             R"({"a":{"b":1},"a/b":2,"~0":3,"-":4,"0":5,"":6})"),
      merges("a_name_like_a_selector", R"({"a=b":1})", R"({"a=b":null,"c=d":2})", R"({"c=d":2})"),
      merges("a_name_escaped_in_the_patch", R"({"é":1,"a":2})", R"({"\u00e9":3,"\u0061":null})",
             R"({"é":3})"),
      merges("a_name_escaped_in_the_document", R"({"\u0061":1})", R"({"a":2})", R"({"a":2})"),
      merges("a_name_new_and_escaped", "{}", R"({"\n\u0041":1})", R"({"\nA":1})"),
  };
}

PatchRows places() {
  return {
      merges("into_a_member", R"({"a":{"b":1,"c":2},"z":0})", R"({"b":null,"d":3})",
             R"({"a":{"c":2,"d":3},"z":0})", "/a"),
      merges("into_an_element", R"([{"a":1},{"b":2}])", R"({"b":3})", R"([{"a":1},{"b":3}])", "/1"),
      merges("over_an_element_that_is_no_object", R"([1,2])", R"({"a":null})", "[1,{}]", "/1"),
      merges("a_scalar_over_a_member", R"({"a":{"b":1}})", "7", R"({"a":7})", "/a"),
      merges("null_over_a_member", R"({"a":{"b":1},"c":2})", "null", R"({"a":null,"c":2})", "/a"),
      merges("an_object_into_a_missing_member", R"({"a":1})", R"({"c":{"d":null,"e":1}})",
             R"({"a":1,"b":{"c":{"e":1}}})", "/b"),
      merges("a_scalar_into_a_missing_member", "{}", R"("s")", R"({"b":"s"})", "/b"),
      merges("an_array_into_a_missing_member", "{}", "[null,{\"a\":null}]", R"({"b":[null,{"a":null}]})",
             "/b"),
      refuses("merge_below_a_missing_member", "{}", R"([{"op":"merge","path":"/a/b","value":{}}])",
              Kind::no_such_path),
      refuses("merge_behind_the_last_element", "[1]", R"([{"op":"merge","path":"/1","value":{}}])",
              Kind::no_such_path),
      refuses("merge_at_the_dash", "[1]", R"([{"op":"merge","path":"/-","value":{}}])", Kind::no_such_path),
      refuses("merge_below_a_scalar", R"({"a":1})", R"([{"op":"merge","path":"/a/b","value":1}])",
              Kind::no_such_path),
      refuses("merge_at_a_bad_index", "[1]", R"([{"op":"merge","path":"/00","value":1}])",
              Kind::invalid_path),
  };
}

PatchRows in_sequence() {
  return {
      becomes("merge_into_what_was_added", "{}",
              R"([{"op":"add","path":"/a","value":{"b":1,"c":null}},
                  {"op":"merge","path":"/a","value":{"b":null,"d":[1]}}])",
              R"({"a":{"c":null,"d":[1]}})"),
      becomes("merge_twice", R"({"a":1,"b":{"c":2}})",
              R"([{"op":"merge","path":"","value":{"a":null,"b":{"d":3}}},
                  {"op":"merge","path":"","value":{"a":4,"b":{"c":null}}}])",
              R"({"a":4,"b":{"d":3}})"),
      becomes("remove_what_was_merged", R"({"a":{}})",
              R"([{"op":"merge","path":"/a","value":{"b":{"c":1},"d":2}},{"op":"remove","path":"/a/b/c"},
                  {"op":"move","from":"/a/d","path":"/a/b/d"}])",
              R"({"a":{"b":{"d":2}}})"),
      becomes(
          "merge_one_of_two_copies", R"({"a":{"b":{"c":1}}})",
          R"([{"op":"copy","from":"/a","path":"/z"},{"op":"merge","path":"/z","value":{"b":{"c":2,"d":3}}}])",
          R"({"a":{"b":{"c":1}},"z":{"b":{"c":2,"d":3}}})"),
      refuses("a_merge_undone_by_a_later_failure", R"({"a":{"b":1}})",
              R"([{"op":"merge","path":"","value":{"a":{"b":null,"c":1},"d":2}},
                  {"op":"test","path":"/a/b","value":1}])",
              Kind::test_failed, 1),
  };
}

}  // namespace

PatchRows merge_patches() {
  auto rows = nulls();
  for (const auto& more : {kinds(), names(), places(), in_sequence()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
