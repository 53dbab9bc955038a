// Rows on tokens key=value: the element of an array whose member `key` is that string, or another scalar
// spelled so. On an object such a token is a plain name.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

using Kind = EditFailure::Kind;

constexpr std::string_view ports =
    R"({"ports":[{"name":"wan","mtu":1500,"up":true},{"name":"lan","mtu":9000,"up":false},{"name":"lab","mtu":null}]})";

PatchRows found() {
  return {
      becomes("replace_a_member_of_the_element", ports,
              R"([{"op":"replace","path":"/ports/name=lan/mtu","value":1400}])",
              R"({"ports":[{"name":"wan","mtu":1500,"up":true},{"name":"lan","mtu":1400,"up":false},
                           {"name":"lab","mtu":null}]})"),
      becomes("replace_the_element", ports, R"([{"op":"replace","path":"/ports/name=wan","value":0}])",
              R"({"ports":[0,{"name":"lan","mtu":9000,"up":false},{"name":"lab","mtu":null}]})"),
      becomes("remove_the_element", ports, R"([{"op":"remove","path":"/ports/name=lan"}])",
              R"({"ports":[{"name":"wan","mtu":1500,"up":true},{"name":"lab","mtu":null}]})"),
      becomes("add_a_member_to_the_element", ports,
              R"([{"op":"add","path":"/ports/name=lab/up","value":true}])",
              R"({"ports":[{"name":"wan","mtu":1500,"up":true},{"name":"lan","mtu":9000,"up":false},
                           {"name":"lab","mtu":null,"up":true}]})"),
      stays("test_the_element", ports,
            R"([{"op":"test","path":"/ports/name=lab","value":{"mtu":null,"name":"lab"}}])"),
      becomes("add_inserts_before_the_element", R"([{"id":"a"},{"id":"b"}])",
              R"([{"op":"add","path":"/id=b","value":{"id":"c"}}])", R"([{"id":"a"},{"id":"c"},{"id":"b"}])"),
      becomes("add_inserts_before_the_first", R"([{"id":"a"},{"id":"b"}])",
              R"([{"op":"add","path":"/id=a","value":7}])", R"([7,{"id":"a"},{"id":"b"}])"),
      becomes("add_inserts_before_the_only_one", R"([{"id":"a"}])",
              R"([{"op":"add","path":"/id=a","value":[]}])", R"([[],{"id":"a"}])"),
      becomes("two_selectors_on_one_way",
              R"([{"k":"x","in":[{"k":"p"},{"k":"q","v":1}]},{"k":"y","in":[{"k":"q"}]}])",
              R"([{"op":"replace","path":"/k=x/in/k=q/v","value":2}])",
              R"([{"k":"x","in":[{"k":"p"},{"k":"q","v":2}]},{"k":"y","in":[{"k":"q"}]}])"),
      becomes("what_is_no_object_is_passed_over", R"([1,"id=a",null,["id","a"],{},{"id":"a"}])",
              R"([{"op":"remove","path":"/id=a"}])", R"([1,"id=a",null,["id","a"],{}])"),
      becomes("selector_in_the_middle_of_a_long_array",
              R"([{"n":0},{"n":1},{"n":2},{"n":3},{"n":4},{"n":5},{"n":6},{"n":7},{"n":8},{"n":9},{"n":10}])",
              R"([{"op":"replace","path":"/n=10/n","value":"x"},{"op":"remove","path":"/n=1"}])",
              R"([{"n":0},{"n":2},{"n":3},{"n":4},{"n":5},{"n":6},{"n":7},{"n":8},{"n":9},{"n":"x"}])"),
      becomes(
          "merge_into_the_element", ports,
          R"([{"op":"merge","path":"/ports/name=wan","value":{"up":null,"mtu":9}}])",
          R"({"ports":[{"name":"wan","mtu":9},{"name":"lan","mtu":9000,"up":false},{"name":"lab","mtu":null}]})"),
  };
}

PatchRows spelled() {
  const auto removes_second = [](std::string_view name, std::string_view member, std::string_view token) {
    return becomes(name, R"([{"z":0},{)" + std::string(member) + "}]",
                   R"([{"op":"remove","path":"/)" + std::string(token) + R"("}])", R"([{"z":0}])");
  };
  return {
      removes_second("number_by_its_text", R"("n":1500)", "n=1500"),
      removes_second("negative_number_by_its_text", R"("n":-7)", "n=-7"),
      removes_second("odd_number_by_its_text", R"("n":1.50E+3)", "n=1.50E+3"),
      removes_second("long_number_by_its_text", R"("n":123456789012345678901234567890)",
                     "n=123456789012345678901234567890"),
      removes_second("true_by_its_text", R"("n":true)", "n=true"),
      removes_second("false_by_its_text", R"("n":false)", "n=false"),
      removes_second("null_by_its_text", R"("n":null)", "n=null"),
      removes_second("equals_sign_in_the_value", R"("n":"a=b=c")", "n=a=b=c"),
      removes_second("value_that_starts_with_an_equals_sign", R"("n":"=b")", "n==b"),
      removes_second("empty_key", R"("":"x")", "=x"),
      removes_second("empty_value", R"("n":"")", "n="),
      removes_second("empty_key_and_value", R"("":"")", "="),
      removes_second("value_with_slashes", R"("n":"/etc/hosts")", "n=~1etc~1hosts"),
      removes_second("value_with_a_tilde", R"("n":"~root")", "n=~0root"),
      removes_second("key_with_a_slash", R"("a/b":"x")", "a~1b=x"),
      removes_second("value_with_blanks", R"("n":" a b ")", "n= a b "),
      removes_second("value_with_a_quote", R"("n":"a\"b")", R"(n=a\"b)"),
      removes_second("value_beyond_ascii", R"("n":"grün")", "n=grün"),
      removes_second("value_escaped_in_the_document", R"("n":"\u0067\u0072\u00fcn")", "n=grün"),
      removes_second("value_escaped_in_the_path", R"("n":"grün")", R"(n=gr\u00fcn)"),
      removes_second("key_escaped_in_the_document", R"("\u006e":"x")", "n=x"),
      removes_second("key_of_digits", R"("0":"x")", "0=x"),
      removes_second("key_of_a_dash", R"("-":"x")", "-=x"),
      removes_second("string_of_digits", R"("n":"1500")", "n=1500"),
      removes_second("string_that_says_true", R"("n":"true")", "n=true"),
      removes_second("value_with_a_zero_character", R"("n":"a\u0000b")", R"(n=a\u0000b)"),
      removes_second("string_with_brackets", R"("n":"{}")", "n={}"),
  };
}

PatchRows not_found() {
  const auto none = [](std::string_view name, std::string_view elements, std::string_view token) {
    return refuses(name, "[" + std::string(elements) + "]",
                   R"([{"op":"remove","path":"/)" + std::string(token) + R"("}])", Kind::no_such_path);
  };
  return {
      none("no_element_at_all", "", "n=1"),
      none("no_element_has_the_key", R"({"m":1},{"o":1})", "n=1"),
      none("no_element_has_the_value", R"({"n":1},{"n":2})", "n=3"),
      none("the_key_in_another_case", R"({"N":"x"})", "n=x"),
      none("the_value_in_another_case", R"({"n":"X"})", "n=x"),
      none("the_value_goes_on", R"({"n":"abc"})", "n=ab"),
      none("the_value_ends_before", R"({"n":"ab"})", "n=abc"),
      none("an_equal_number_spelled_otherwise", R"({"n":1500})", "n=1500.0"),
      none("an_equal_number_in_the_document_spelled_otherwise", R"({"n":1.5e3})", "n=1500"),
      none("a_string_with_its_quotes", R"({"n":"x"})", R"(n=\"x\")"),
      none("a_string_as_the_document_escapes_it", R"({"n":"\u0078"})", R"(n=\\u0078)"),
      none("an_object_spelled_so", R"({"n":{}})", "n={}"),
      none("an_array_spelled_so", R"({"n":[1]})", "n=[1]"),
      none("the_member_is_one_level_deeper", R"({"a":{"n":"x"}})", "n=x"),
      none("the_elements_are_one_level_deeper", R"([{"n":"x"}])", "n=x"),
      none("a_missing_member_is_not_null", R"({"m":1})", "n=null"),
      refuses("selector_on_a_scalar", R"({"a":"n=x"})", R"([{"op":"remove","path":"/a/n=x"}])",
              Kind::no_such_path),
      refuses("add_before_an_element_that_is_missing", R"([{"n":"x"}])",
              R"([{"op":"add","path":"/n=y","value":1}])", Kind::no_such_path),
      refuses("test_of_an_element_that_is_missing", R"([{"n":"x"}])",
              R"([{"op":"test","path":"/n=y/n","value":"y"}])", Kind::test_failed),
      refuses("copy_from_an_element_that_is_missing", R"({"a":[{"n":"x"}]})",
              R"([{"op":"copy","from":"/a/n=y","path":"/b"}])", Kind::no_such_from),
  };
}

PatchRows two_matches() {
  constexpr std::string_view twins = R"({"a":[{"n":"x"},{"n":"y"},{"n":"x"}]})";
  return {
      refuses("replace_one_of_two", twins, R"([{"op":"replace","path":"/a/n=x","value":1}])",
              Kind::invalid_path),
      refuses("remove_one_of_two", twins, R"([{"op":"remove","path":"/a/n=x"}])", Kind::invalid_path),
      refuses("add_before_one_of_two", twins, R"([{"op":"add","path":"/a/n=x","value":1}])",
              Kind::invalid_path),
      refuses("add_below_one_of_two", twins, R"([{"op":"add","path":"/a/n=x/m","value":1}])",
              Kind::invalid_path),
      refuses("test_one_of_two", twins, R"([{"op":"test","path":"/a/n=x/n","value":"x"}])",
              Kind::invalid_path),
      refuses("merge_one_of_two", twins, R"([{"op":"merge","path":"/a/n=x","value":{}}])",
              Kind::invalid_path),
      refuses("copy_one_of_two", twins, R"([{"op":"copy","from":"/a/n=x","path":"/b"}])", Kind::invalid_from),
      refuses("move_one_of_two", twins, R"([{"op":"move","from":"/a/n=x","path":"/b"}])", Kind::invalid_from),
      refuses("a_string_and_a_number_of_the_same_text", R"([{"n":"1"},{"n":1}])",
              R"([{"op":"remove","path":"/n=1"}])", Kind::invalid_path),
      refuses("a_string_and_null_of_the_same_text", R"([{"n":"null"},{"n":null}])",
              R"([{"op":"remove","path":"/n=null"}])", Kind::invalid_path),
      refuses("two_strings_escaped_differently", R"([{"n":"a"},{"n":"\u0061"}])",
              R"([{"op":"remove","path":"/n=a"}])", Kind::invalid_path),
      refuses("an_added_twin", R"([{"n":"x"}])",
              R"([{"op":"add","path":"/-","value":{"n":"x"}},{"op":"remove","path":"/n=x"}])",
              Kind::invalid_path, 1),
  };
}

PatchRows on_objects() {
  return {
      becomes("plain_name_on_an_object", R"({"a=b":1})", R"([{"op":"replace","path":"/a=b","value":2}])",
              R"({"a=b":2})"),
      becomes("new_plain_name_on_an_object", "{}", R"([{"op":"add","path":"/a=b","value":1}])",
              R"({"a=b":1})"),
      refuses("no_selection_among_members", R"({"x":{"a":"b"}})", R"([{"op":"remove","path":"/a=b"}])",
              Kind::no_such_path),
      becomes("plain_name_within_a_selected_element", R"([{"n":"x","n=x":{}}])",
              R"([{"op":"add","path":"/n=x/n=x/n=x","value":1}])", R"([{"n":"x","n=x":{"n=x":1}}])"),
      becomes("name_of_an_equals_sign", R"({"=":1})", R"([{"op":"remove","path":"/="}])", "{}"),
  };
}

PatchRows in_sequence() {
  return {
      becomes("selected_by_a_value_changed_before", R"([{"n":"x"},{"n":"y"}])",
              R"([{"op":"replace","path":"/n=x/n","value":"z"},{"op":"add","path":"/n=z/m","value":1}])",
              R"([{"n":"z","m":1},{"n":"y"}])"),
      refuses("no_longer_selected_by_its_old_value", R"([{"n":"x"},{"n":"y"}])",
              R"([{"op":"replace","path":"/n=x/n","value":"z"},{"op":"remove","path":"/n=x"}])",
              Kind::no_such_path, 1),
      becomes("an_added_element_is_selected", R"([{"n":"x"}])",
              R"([{"op":"add","path":"/0","value":{"n":"y"}},{"op":"replace","path":"/n=y/n","value":"z"}])",
              R"([{"n":"z"},{"n":"x"}])"),
      becomes("unique_once_its_twin_is_removed", R"([{"n":"x","i":0},{"n":"x","i":1}])",
              R"([{"op":"remove","path":"/0"},{"op":"replace","path":"/n=x/i","value":2}])",
              R"([{"n":"x","i":2}])"),
      becomes("unique_once_its_twin_is_changed", R"([{"n":"x","i":0},{"n":"x","i":1},{"n":"w"}])",
              R"([{"op":"replace","path":"/1/n","value":"y"},{"op":"remove","path":"/n=x"}])",
              R"([{"n":"y","i":1},{"n":"w"}])"),
      becomes("a_member_added_makes_it_match", R"([{"i":0},{"i":1}])",
              R"([{"op":"add","path":"/1/n","value":true},{"op":"remove","path":"/n=true"}])",
              R"([{"i":0}])"),
      becomes("a_member_removed_makes_the_other_unique", R"([{"n":"x","i":0},{"n":"x","i":1}])",
              R"([{"op":"remove","path":"/i=0/n"},{"op":"remove","path":"/n=x"}])", R"([{"i":0}])"),
      becomes("an_element_selected_after_it_moved", R"([{"n":"x"},{"n":"y"},{"n":"z"}])",
              R"([{"op":"move","from":"/n=x","path":"/2"},{"op":"add","path":"/n=x/m","value":1},
                  {"op":"move","from":"/n=z","path":"/n=y"}])",
              R"([{"n":"z"},{"n":"y"},{"n":"x","m":1}])"),
      becomes("move_from_and_to_selected_elements", R"({"a":[{"n":"x","v":[1]},{"n":"y","v":[2]}]})",
              R"([{"op":"move","from":"/a/n=x/v/0","path":"/a/n=y/v/-"}])",
              R"({"a":[{"n":"x","v":[]},{"n":"y","v":[2,1]}]})"),
      becomes("copy_from_and_to_selected_elements", R"([{"n":"x","v":{"p":1}},{"n":"y"}])",
              R"([{"op":"copy","from":"/n=x/v","path":"/n=y/v"}])",
              R"([{"n":"x","v":{"p":1}},{"n":"y","v":{"p":1}}])"),
      becomes(
          "the_whole_array_replaced_before", R"({"a":[{"n":"x"}]})",
          R"([{"op":"replace","path":"/a","value":[{"n":"y"},{"n":"z"}]},{"op":"remove","path":"/a/n=y"}])",
          R"({"a":[{"n":"z"}]})"),
  };
}

}  // namespace

PatchRows selector_patches() {
  auto rows = found();
  for (const auto& more : {spelled(), not_found(), two_matches(), on_objects(), in_sequence()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
