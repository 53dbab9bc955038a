// The examples of the RFCs: 6902 appendix A, 6901 section 5, 7396 appendix A, numbered as there.
#include <iterator>

#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

PatchRows rfc6902() {
  return {
      becomes("a1_adding_an_object_member", R"({"foo":"bar"})",
              R"([{"op":"add","path":"/baz","value":"qux"}])", R"({"baz":"qux","foo":"bar"})"),
      becomes("a2_adding_an_array_element", R"({"foo":["bar","baz"]})",
              R"([{"op":"add","path":"/foo/1","value":"qux"}])", R"({"foo":["bar","qux","baz"]})"),
      becomes("a3_removing_an_object_member", R"({"baz":"qux","foo":"bar"})",
              R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})"),
      becomes("a4_removing_an_array_element", R"({"foo":["bar","qux","baz"]})",
              R"([{"op":"remove","path":"/foo/1"}])", R"({"foo":["bar","baz"]})"),
      becomes("a5_replacing_a_value", R"({"baz":"qux","foo":"bar"})",
              R"([{"op":"replace","path":"/baz","value":"boo"}])", R"({"baz":"boo","foo":"bar"})"),
      becomes("a6_moving_a_value", R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
              R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
              R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"),
      becomes("a7_moving_an_array_element", R"({"foo":["all","grass","cows","eat"]})",
              R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
              R"({"foo":["all","cows","eat","grass"]})"),
      stays("a8_testing_a_value_success", R"({"baz":"qux","foo":["a",2,"c"]})",
            R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])"),
      refuses("a9_testing_a_value_error", R"({"baz":"qux"})",
              R"([{"op":"test","path":"/baz","value":"bar"}])", Kind::test_failed),
      becomes("a10_adding_a_nested_member_object", R"({"foo":"bar"})",
              R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])",
              R"({"foo":"bar","child":{"grandchild":{}}})"),
      becomes("a11_ignoring_unrecognized_elements", R"({"foo":"bar"})",
              R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])", R"({"foo":"bar","baz":"qux"})"),
      refuses("a12_adding_to_a_nonexistent_target", R"({"foo":"bar"})",
              R"([{"op":"add","path":"/baz/bat","value":"qux"}])", Kind::no_such_path),
      stays("a14_tilde_escape_ordering", R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])"),
      refuses("a15_comparing_strings_and_numbers", R"({"/":9,"~1":10})",
              R"([{"op":"test","path":"/~01","value":"10"}])", Kind::test_failed),
      becomes("a16_adding_an_array_value", R"({"foo":["bar"]})",
              R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])", R"({"foo":["bar",["abc","def"]]})"),
  };
}

PatchRows rfc6901() {
  static constexpr std::string_view document =
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})";
  const auto finds = [](std::string_view name, std::string_view pointer, std::string_view value) {
    return stays(
        name, document,
        R"([{"op":"test","path":")" + std::string(pointer) + R"(","value":)" + std::string(value) + "}]");
  };
  return {
      finds("pointer_to_the_whole_document", "", document),
      finds("pointer_to_an_array", "/foo", R"(["bar","baz"])"),
      finds("pointer_to_an_element", "/foo/0", R"("bar")"),
      finds("pointer_to_the_empty_name", "/", "0"),
      finds("pointer_with_a_slash_in_the_name", "/a~1b", "1"),
      finds("pointer_with_a_per_cent_sign", "/c%d", "2"),
      finds("pointer_with_a_circumflex", "/e^f", "3"),
      finds("pointer_with_a_bar", "/g|h", "4"),
      finds("pointer_with_a_backslash", R"(/i\\j)", "5"),
      finds("pointer_with_a_quote", R"(/k\"l)", "6"),
      finds("pointer_to_the_name_of_a_blank", "/ ", "7"),
      finds("pointer_with_a_tilde_in_the_name", "/m~0n", "8"),
  };
}

PatchRows rfc7396() {
  struct Example {
    std::string_view original, patch, result;
  };
  static constexpr Example examples[] = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", "{}"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", "null", "null"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
      {"[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})"},
      {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  PatchRows rows;
  for (const auto& [original, patch, result] : examples) {
    rows.push_back(becomes("merge_example_" + std::to_string(rows.size() + 1), original,
                           R"([{"op":"merge","path":"","value":)" + std::string(patch) + "}]", result));
  }
  return rows;
}

}  // namespace

PatchRows rfc_patches() {
  auto rows = rfc6902();
  for (const auto& more : {rfc6901(), rfc7396()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
