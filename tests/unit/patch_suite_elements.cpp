// Rows on elements of arrays: at both ends and between, by index and by '-', arrays within arrays, whole
// arrays replaced.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

PatchRows added() {
  return {
      becomes("add_to_an_empty_array_by_index", "[]", R"([{"op":"add","path":"/0","value":1}])", "[1]"),
      becomes("add_to_an_empty_array_by_dash", "[]", R"([{"op":"add","path":"/-","value":1}])", "[1]"),
      becomes("add_before_the_first", "[1,2]", R"([{"op":"add","path":"/0","value":0}])", "[0,1,2]"),
      becomes("add_between", "[1,2]", R"([{"op":"add","path":"/1","value":0}])", "[1,0,2]"),
      becomes("add_at_the_end_by_index", "[1,2]", R"([{"op":"add","path":"/2","value":3}])", "[1,2,3]"),
      becomes("add_at_the_end_by_dash", "[1,2]", R"([{"op":"add","path":"/-","value":3}])", "[1,2,3]"),
      becomes("add_to_the_only_one", "[1]", R"([{"op":"add","path":"/0","value":"a"}])", R"(["a",1])"),
      becomes("add_by_an_index_of_two_digits", "[0,1,2,3,4,5,6,7,8,9,10,11]",
              R"([{"op":"add","path":"/10","value":"x"}])", R"([0,1,2,3,4,5,6,7,8,9,"x",10,11])"),
      becomes("an_added_array_is_one_element", "[1,2]", R"([{"op":"add","path":"/1","value":[3,4]}])",
              "[1,[3,4],2]"),
      becomes("add_an_object_among_objects", R"([{"a":1},{"b":2}])",
              R"([{"op":"add","path":"/1","value":{"c":3}}])", R"([{"a":1},{"c":3},{"b":2}])"),
      becomes("add_null_as_an_element", "[1]", R"([{"op":"add","path":"/-","value":null}])", "[1,null]"),
      becomes("add_within_an_array_within_an_array", "[[1,2],[3,4]]",
              R"([{"op":"add","path":"/1/1","value":9}])", "[[1,2],[3,9,4]]"),
      becomes("add_to_an_empty_array_within_an_array", "[[],[]]",
              R"([{"op":"add","path":"/1/-","value":[]}])", "[[],[[]]]"),
      becomes("add_a_member_to_an_element", R"([{},{"a":[{}]}])",
              R"([{"op":"add","path":"/1/a/0/b","value":1}])", R"([{},{"a":[{"b":1}]}])"),
      becomes("a_member_named_dash_in_an_element", R"([{"-":[1]}])",
              R"([{"op":"add","path":"/0/-/-","value":2}])", R"([{"-":[1,2]}])"),
      becomes("add_equal_elements", "[1,1]", R"([{"op":"add","path":"/1","value":1}])", "[1,1,1]"),
  };
}

PatchRows removed() {
  return {
      becomes("remove_the_only_element", "[1]", R"([{"op":"remove","path":"/0"}])", "[]"),
      becomes("remove_the_first_element", "[1,2,3]", R"([{"op":"remove","path":"/0"}])", "[2,3]"),
      becomes("remove_an_element_between", "[1,2,3]", R"([{"op":"remove","path":"/1"}])", "[1,3]"),
      becomes("remove_the_last_element", "[1,2,3]", R"([{"op":"remove","path":"/2"}])", "[1,2]"),
      becomes("remove_one_of_equal_elements", R"([{"a":1},{"a":1},{"a":2}])",
              R"([{"op":"remove","path":"/1"}])", R"([{"a":1},{"a":2}])"),
      becomes("remove_within_an_element", "[[1,2],[3,4]]", R"([{"op":"remove","path":"/0/0"}])",
              "[[2],[3,4]]"),
      becomes("remove_null_among_elements", "[null,null,1]", R"([{"op":"remove","path":"/1"}])", "[null,1]"),
      becomes("remove_a_member_of_an_element", R"([{"a":1,"b":2}])", R"([{"op":"remove","path":"/0/a"}])",
              R"([{"b":2}])"),
  };
}

PatchRows replaced() {
  return {
      becomes("replace_the_first_element", "[1,2,3]", R"([{"op":"replace","path":"/0","value":9}])",
              "[9,2,3]"),
      becomes("replace_the_last_element", "[1,2,3]", R"([{"op":"replace","path":"/2","value":[]}])",
              "[1,2,[]]"),
      becomes("replace_an_element_by_null", "[1,2]", R"([{"op":"replace","path":"/1","value":null}])",
              "[1,null]"),
      becomes("replace_an_array_by_a_longer_one", R"({"a":[1,2]})",
              R"([{"op":"replace","path":"/a","value":[1,2,3,4]}])", R"({"a":[1,2,3,4]})"),
      becomes("replace_an_array_by_a_shorter_one", R"({"a":[1,2,3,4]})",
              R"([{"op":"replace","path":"/a","value":[1,2]}])", R"({"a":[1,2]})"),
      becomes("replace_an_array_by_one_with_the_same_ends", "[1,2,3,4,5]",
              R"([{"op":"replace","path":"","value":[1,9,5]}])", "[1,9,5]"),
      becomes("replace_an_array_by_one_with_more_between", "[1,5]",
              R"([{"op":"replace","path":"","value":[1,2,3,4,5]}])", "[1,2,3,4,5]"),
      becomes("replace_an_array_by_one_in_another_order", "[1,2,3]",
              R"([{"op":"replace","path":"","value":[3,1,2]}])", "[3,1,2]"),
      becomes("replace_equal_elements_by_fewer", "[7,7,7,7]", R"([{"op":"replace","path":"","value":[7,7]}])",
              "[7,7]"),
      becomes("replace_equal_elements_by_more", "[7,7]", R"([{"op":"replace","path":"","value":[7,7,7,7]}])",
              "[7,7,7,7]"),
      becomes("replace_an_array_by_an_empty_one", "[1,2]", R"([{"op":"replace","path":"","value":[]}])",
              "[]"),
      becomes("replace_an_empty_array", "[]", R"([{"op":"replace","path":"","value":[1,[2]]}])", "[1,[2]]"),
      becomes("replace_objects_in_an_array", R"([{"a":1,"b":[1]},{"c":2}])",
              R"([{"op":"replace","path":"","value":[{"a":1,"b":[2]},{"d":2},{"c":2}]}])",
              R"([{"a":1,"b":[2]},{"d":2},{"c":2}])"),
      becomes("replace_an_object_by_an_array", R"([{"0":1}])",
              R"([{"op":"replace","path":"/0","value":[1]}])", "[[1]]"),
      becomes("replace_between_kinds_at_every_place", R"([1,"a",null,[1],{"a":1}])",
              R"([{"op":"replace","path":"","value":[{"a":1},[1],"a",null,1]}])",
              R"([{"a":1},[1],"a",null,1])"),
      stays("test_each_element", R"([1,[2,{"a":3}]])",
            R"([{"op":"test","path":"/0","value":1},{"op":"test","path":"/1/0","value":2},
                {"op":"test","path":"/1/1/a","value":3},{"op":"test","path":"/1","value":[2,{"a":3}]}])"),
  };
}

}  // namespace

PatchRows element_patches() {
  auto rows = added();
  for (const auto& more : {removed(), replaced()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
