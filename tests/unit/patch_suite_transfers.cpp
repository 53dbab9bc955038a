// Rows on move and copy: between all kinds of places, onto and into each other, and copies that stay apart.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

PatchRows moves() {
  return {
      becomes("move_renames_a_member", R"({"a":1,"b":2})", R"([{"op":"move","from":"/a","path":"/c"}])",
              R"({"b":2,"c":1})"),
      becomes("move_over_a_member", R"({"a":1,"b":2})", R"([{"op":"move","from":"/a","path":"/b"}])",
              R"({"b":1})"),
      stays("move_a_member_to_itself", R"({"a":{"b":1},"c":2})",
            R"([{"op":"move","from":"/a","path":"/a"}])"),
      stays("move_an_element_to_itself", "[1,2,3]", R"([{"op":"move","from":"/1","path":"/1"}])"),
      stays("move_the_last_element_to_the_end", "[1,2,3]", R"([{"op":"move","from":"/2","path":"/-"}])"),
      stays("move_the_last_element_to_its_index", "[1,2,3]", R"([{"op":"move","from":"/2","path":"/2"}])"),
      stays("move_the_root_to_itself", R"({"a":1})", R"([{"op":"move","from":"","path":""}])"),
      stays("move_an_element_to_itself_by_another_token", R"([{"n":"x"},{"n":"y"}])",
            R"([{"op":"move","from":"/n=y","path":"/1"}])"),
      becomes("move_an_element_forward", "[1,2,3,4]", R"([{"op":"move","from":"/0","path":"/2"}])",
              "[2,3,1,4]"),
      becomes("move_an_element_back", "[1,2,3,4]", R"([{"op":"move","from":"/3","path":"/1"}])", "[1,4,2,3]"),
      becomes("move_the_first_to_the_end", "[1,2,3]", R"([{"op":"move","from":"/0","path":"/-"}])",
              "[2,3,1]"),
      becomes("move_the_last_to_the_start", "[1,2,3]", R"([{"op":"move","from":"/2","path":"/0"}])",
              "[3,1,2]"),
      becomes("move_an_element_into_an_object", R"({"a":[1,2],"b":{}})",
              R"([{"op":"move","from":"/a/0","path":"/b/x"}])", R"({"a":[2],"b":{"x":1}})"),
      becomes("move_a_member_into_an_array", R"({"a":[1,2],"b":{"x":3}})",
              R"([{"op":"move","from":"/b/x","path":"/a/1"}])", R"({"a":[1,3,2],"b":{}})"),
      becomes("move_between_arrays", R"([[1,2],[3]])", R"([{"op":"move","from":"/0/1","path":"/1/0"}])",
              "[[1],[2,3]]"),
      becomes("move_an_element_into_what_moves_up", "[1,[2],[3]]",
              R"([{"op":"move","from":"/0","path":"/1/-"}])", "[[2],[3,1]]"),
      becomes("move_a_member_over_its_parent", R"({"a":{"b":{"c":1}},"z":0})",
              R"([{"op":"move","from":"/a/b","path":"/a"}])", R"({"a":{"c":1},"z":0})"),
      becomes("move_a_member_over_the_root", R"({"a":{"b":[1,2]},"z":0})",
              R"([{"op":"move","from":"/a/b","path":""}])", "[1,2]"),
      becomes("move_an_element_before_its_array_s_parent", R"([{"a":[1]}])",
              R"([{"op":"move","from":"/0/a/0","path":"/0"}])", R"([1,{"a":[]}])"),
      becomes("move_a_large_value_up", R"({"a":{"b":{"c":{"d":[1,{"e":2}]}}}})",
              R"([{"op":"move","from":"/a/b/c","path":"/c"}])", R"({"a":{"b":{}},"c":{"d":[1,{"e":2}]}})"),
      becomes("move_to_a_name_that_starts_alike", R"({"a":1})", R"([{"op":"move","from":"/a","path":"/ab"}])",
              R"({"ab":1})"),
      becomes("move_below_a_name_that_starts_alike", R"({"a":1,"ab":{}})",
              R"([{"op":"move","from":"/a","path":"/ab/a"}])", R"({"ab":{"a":1}})"),
      becomes("move_the_only_member_of_each", R"({"a":{"x":1},"b":{"y":2}})",
              R"([{"op":"move","from":"/a/x","path":"/b/x"},{"op":"move","from":"/b/y","path":"/a/y"}])",
              R"({"a":{"y":2},"b":{"x":1}})"),
  };
}

PatchRows copies() {
  return {
      becomes("copy_a_member", R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/c"}])",
              R"({"a":{"b":1},"c":{"b":1}})"),
      becomes("copy_over_a_member", R"({"a":[1],"b":2})", R"([{"op":"copy","from":"/a","path":"/b"}])",
              R"({"a":[1],"b":[1]})"),
      stays("copy_a_member_over_itself", R"({"a":{"b":[1,2]}})",
            R"([{"op":"copy","from":"/a","path":"/a"}])"),
      becomes("copy_an_element_before_itself", R"([{"a":1},2])", R"([{"op":"copy","from":"/0","path":"/0"}])",
              R"([{"a":1},{"a":1},2])"),
      becomes("copy_an_element_to_the_end", "[1,2,3]", R"([{"op":"copy","from":"/1","path":"/-"}])",
              "[1,2,3,2]"),
      becomes("copy_the_root_into_a_member", R"({"a":1})", R"([{"op":"copy","from":"","path":"/b"}])",
              R"({"a":1,"b":{"a":1}})"),
      becomes("copy_an_array_into_itself", "[1,2]", R"([{"op":"copy","from":"","path":"/1"}])",
              "[1,[1,2],2]"),
      becomes("copy_a_value_into_itself", R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/a/c"}])",
              R"({"a":{"b":1,"c":{"b":1}}})"),
      becomes("copy_a_value_over_its_parent", R"({"a":{"b":[1]},"z":0})",
              R"([{"op":"copy","from":"/a/b","path":"/a"}])", R"({"a":[1],"z":0})"),
      becomes("copy_a_value_over_the_root", R"({"a":{"b":[1]},"z":0})",
              R"([{"op":"copy","from":"/a/b","path":""}])", "[1]"),
      becomes("copy_keeps_the_spelling", R"({"a":[1.50,"\u0061",1E2]})",
              R"([{"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/a"}])",
              R"({"b":[1.50,"a",1E2]})"),
      becomes("copy_an_empty_object_into_itself", R"({"a":{}})",
              R"([{"op":"copy","from":"/a","path":"/a/a"},{"op":"copy","from":"/a","path":"/a/b"}])",
              R"({"a":{"a":{},"b":{"a":{}}}})"),
  };
}

PatchRows copies_stay_apart() {
  return {
      becomes("change_the_copy", R"({"a":{"b":{"c":1}}})",
              R"([{"op":"copy","from":"/a","path":"/d"},{"op":"replace","path":"/d/b/c","value":2}])",
              R"({"a":{"b":{"c":1}},"d":{"b":{"c":2}}})"),
      becomes("change_what_was_copied", R"({"a":{"b":{"c":1}}})",
              R"([{"op":"copy","from":"/a","path":"/d"},{"op":"replace","path":"/a/b/c","value":2}])",
              R"({"a":{"b":{"c":2}},"d":{"b":{"c":1}}})"),
      becomes("remove_what_was_copied", R"({"a":{"b":1}})",
              R"([{"op":"copy","from":"/a","path":"/d"},{"op":"remove","path":"/a"},
                  {"op":"add","path":"/d/e","value":2}])",
              R"({"d":{"b":1,"e":2}})"),
      becomes("change_both", R"([[1,2]])",
              R"([{"op":"copy","from":"/0","path":"/-"},{"op":"remove","path":"/0/0"},
                  {"op":"add","path":"/1/-","value":3}])",
              "[[2],[1,2,3]]"),
      becomes("copy_what_was_changed_before", R"({"a":{"b":1,"c":[1]}})",
              R"([{"op":"add","path":"/a/c/-","value":2},{"op":"remove","path":"/a/b"},
                  {"op":"copy","from":"/a","path":"/d"},{"op":"add","path":"/a/c/-","value":3}])",
              R"({"a":{"c":[1,2,3]},"d":{"c":[1,2]}})"),
      becomes("copy_the_copy", R"({"a":[0]})",
              R"([{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":1},
                  {"op":"copy","from":"/b","path":"/c"},{"op":"add","path":"/c/-","value":2},
                  {"op":"test","path":"/a","value":[0]},{"op":"test","path":"/b","value":[0,1]}])",
              R"({"a":[0],"b":[0,1],"c":[0,1,2]})"),
      becomes("copy_of_the_root_stays_apart", R"({"a":{"x":1}})",
              R"([{"op":"copy","from":"","path":"/b"},{"op":"replace","path":"/a/x","value":2},
                  {"op":"replace","path":"/b/a/x","value":3}])",
              R"({"a":{"x":2},"b":{"a":{"x":3}}})"),
      becomes("what_was_moved_is_changed_there", R"({"a":{"b":{"c":1}},"z":{}})",
              R"([{"op":"move","from":"/a/b","path":"/z/b"},{"op":"replace","path":"/z/b/c","value":2},
                  {"op":"add","path":"/a/b","value":0}])",
              R"({"a":{"b":0},"z":{"b":{"c":2}}})"),
  };
}

}  // namespace

PatchRows transfer_patches() {
  auto rows = moves();
  for (const auto& more : {copies(), copies_stay_apart()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
