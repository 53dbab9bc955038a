// Rows on what `test` takes for equal (RFC 6902 section 4.6): by value, numbers exactly, whatever the
// spelling.
#include "tests/unit/patch_suite.hpp"

namespace holdfast::document {
namespace {

std::string test_of_a(std::string_view value) {
  return R"([{"op":"test","path":"/a","value":)" + std::string(value) + "}]";
}
PatchRow equals(std::string_view name, std::string_view one, std::string_view other) {
  return stays(name, R"({"a":)" + std::string(one) + "}", test_of_a(other));
}
PatchRow differs(std::string_view name, std::string_view one, std::string_view other) {
  return refuses(name, R"({"a":)" + std::string(one) + "}", test_of_a(other), EditFailure::Kind::test_failed);
}

PatchRows equal_values() {
  return {
      equals("equal_with_a_fraction_of_zero", "1", "1.0"),
      equals("equal_without_the_fraction", "1.00", "1"),
      equals("equal_with_an_exponent", "100", "1e2"),
      equals("equal_with_a_negative_exponent", "0.1", "1E-1"),
      equals("equal_with_an_exponent_in_both", "12.5e1", "1.25E+2"),
      equals("equal_zeros", "0", "-0.0e7"),
      equals("equal_long_integers", "1234567890123456789012345678901234567890",
             "123456789012345678901234567890123456789.0e1"),
      equals("equal_beyond_a_double", "1e300", "10e299"),
      equals("equal_with_an_escaped_letter", R"("A")", R"("\u0041")"),
      equals("equal_with_an_escaped_slash", R"("a/b")", R"("a\/b")"),
      equals("equal_with_short_and_long_escapes", R"("\n\t\"")", R"("\u000a\u0009\u0022")"),
      equals("equal_with_hexadecimal_in_both_cases", R"("\u00e9")", R"("\u00E9")"),
      equals("equal_with_a_surrogate_pair", R"("🐢")", R"("\ud83d\udc22")"),
      equals("equal_in_another_order_of_members", R"({"x":1,"y":2,"z":3})", R"({"z":3,"x":1,"y":2})"),
      equals("equal_in_another_order_further_down", R"([{"x":{"p":1,"q":2},"y":0}])",
             R"([{"y":0,"x":{"q":2,"p":1}}])"),
      equals("equal_with_escaped_names", R"({"A":{"b/c":1}})", R"({"\u0041":{"b\/c":1}})"),
      equals("equal_apart_from_blanks", R"({"x":[1,2]})", " { \"x\"\t:[ 1\n, 2 ] } "),
      equals("equal_empty_objects", "{}", "{ }"),
      equals("equal_empty_arrays", "[]", "[\n]"),
      equals("equal_empty_strings", R"("")", R"("")"),
      equals("equal_deep_down", R"([[[[[{"a":[null,true]}]]]]])", R"([[[[[{"a":[null,true]}]]]]])"),
  };
}

PatchRows other_values() {
  return {
      differs("another_number", "1", "2"),
      differs("a_negative_number", "1", "-1"),
      differs("a_tenth_of_it", "100", "1e1"),
      differs("integers_that_doubles_cannot_tell_apart", "9007199254740993", "9007199254740992"),
      differs("fractions_that_doubles_cannot_tell_apart", "0.1", "0.10000000000000000001"),
      differs("number_and_string", "1", R"("1")"),
      differs("string_and_number", R"("1")", "1"),
      differs("zero_and_false", "0", "false"),
      differs("one_and_true", "1", "true"),
      differs("true_and_its_name", "true", R"("true")"),
      differs("true_and_false", "true", "false"),
      differs("null_and_false", "null", "false"),
      differs("null_and_zero", "null", "0"),
      differs("null_and_its_name", "null", R"("null")"),
      differs("empty_string_and_null", R"("")", "null"),
      differs("empty_array_and_null", "[]", "null"),
      differs("empty_array_and_empty_object", "[]", "{}"),
      differs("array_of_one_and_the_one", "[1]", "1"),
      differs("array_in_another_order", "[1,2]", "[2,1]"),
      differs("array_with_one_more", "[1,2]", "[1,2,3]"),
      differs("array_with_one_less", "[1,2]", "[1]"),
      differs("object_with_one_more", R"({"x":1})", R"({"x":1,"y":2})"),
      differs("object_with_one_less", R"({"x":1,"y":2})", R"({"x":1})"),
      differs("object_with_another_name", R"({"x":1})", R"({"y":1})"),
      differs("object_with_values_exchanged", R"({"x":1,"y":2})", R"({"x":2,"y":1})"),
      differs("object_with_a_null_more", R"({"x":1})", R"({"x":1,"y":null})"),
      differs("object_with_indexes_for_an_array", R"(["a"])", R"({"0":"a"})"),
      differs("string_in_another_case", R"("abc")", R"("aBc")"),
      differs("string_that_goes_on", R"("abc")", R"("abcd")"),
      differs("string_behind_a_zero_character", R"("a\u0000b")", R"("a\u0000c")"),
      differs("string_with_a_blank_more", R"("a")", R"("a ")"),
      differs("string_composed_otherwise", R"("\u00e9")", R"("e\u0301")"),
      refuses("null_and_nothing", R"({"b":null})", test_of_a("null"), EditFailure::Kind::test_failed),
      refuses("null_behind_the_last_element", "[null]", R"([{"op":"test","path":"/1","value":null}])",
              EditFailure::Kind::test_failed),
  };
}

}  // namespace

PatchRows equality_patches() {
  auto rows = equal_values();
  const auto more = other_values();
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace holdfast::document
