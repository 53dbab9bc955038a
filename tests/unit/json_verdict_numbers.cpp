// Verdicts on numbers: each has the spellings of the grammar and no other; what no double holds keeps its
// spelling, up to the exponents that Boost.JSON counts in an int.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

VerdictRows integers() {
  return {
      must_accept("zero", "0"),
      must_accept("minus_zero", "-0"),
      must_accept("one_digit", "[8]"),
      must_accept("a_negative_number", "[-273]"),
      must_accept("a_zero_inside", "[1001]"),
      must_accept("number_before_a_bracket", "[[17],18]"),
      must_accept("number_before_a_brace", R"({"n":17})"),
      must_accept("number_before_a_line_break", "17\n"),
      must_accept("greatest_integer_that_every_double_reader_keeps", "9007199254740991"),
      must_accept("first_integer_that_a_double_loses", "9007199254740993"),
      must_accept("greatest_signed_64_bit_integer", "9223372036854775807"),
      must_accept("one_above_the_signed_64_bit_integers", "9223372036854775808"),
      must_accept("least_signed_64_bit_integer", "-9223372036854775808"),
      must_accept("one_below_the_signed_64_bit_integers", "-9223372036854775809"),
      must_accept("greatest_unsigned_64_bit_integer", "18446744073709551615"),
      must_accept("one_above_the_unsigned_64_bit_integers", "18446744073709551616"),
      we_accept("integer_of_30_digits", "314159265358979323846264338327"),
      we_accept("negative_integer_of_30_digits", "[-314159265358979323846264338327]"),
      we_accept("integer_of_400_digits", repeated("1234567890", 40)),
      we_accept("negative_integer_of_400_digits", "[-" + repeated("9", 400) + "]"),
      we_accept("integer_of_a_hundred_thousand_digits", repeated("7", 100'000)),
      must_refuse("leading_zero", "07", 1, 2),
      must_refuse("leading_zero_in_an_array", "[007]", 1, 3),
      must_refuse("leading_zero_behind_a_minus", "[-07]", 1, 4),
      must_refuse("two_zeros", "00", 1, 2),
      must_refuse("leading_zero_of_a_long_integer", "[0" + repeated("7", 40) + "]", 1, 3),
      must_refuse("plus_sign", "+7", 1, 1),
      must_refuse("plus_sign_in_an_array", "[+7]", 1, 2),
      must_refuse("plus_behind_minus", "-+7", 1, 2),
      must_refuse("two_minus_signs", "[--7]", 1, 3),
      must_refuse("minus_alone", "-", 1, 2),
      must_refuse("minus_alone_in_an_array", "[-]", 1, 3),
      must_refuse("minus_apart_from_its_digits", "[- 7]", 1, 3),
      must_refuse("minus_before_a_word", "-seven", 1, 2),
      must_refuse("minus_behind_the_digits", "[7-]", 1, 3),
      must_refuse("unicode_minus",
                  "\xE2\x88\x92"
                  "7",
                  1, 1),
      must_refuse("hexadecimal", "0x2A", 1, 2),
      must_refuse("hexadecimal_in_an_array", "[0x2A]", 1, 3),
      must_refuse("octal_with_a_letter", "0o17", 1, 2),
      must_refuse("binary", "0b11", 1, 2),
      must_refuse("hexadecimal_letters_alone", "[FF]", 1, 2),
      must_refuse("underscore_between_digits", "10_000", 1, 3),
      must_refuse("apostrophe_between_digits", "[10'000]", 1, 4),
      must_refuse("space_between_digits", "[10 000]", 1, 5),
      must_refuse("comma_between_digits", "10,000", 1, 3),
      must_refuse("suffix_for_a_big_integer", "[7n]", 1, 3),
      must_refuse("suffix_for_a_long", "7L", 1, 2),
      must_refuse("unit_behind_the_number", "[7ms]", 1, 3),
      must_refuse("percent_behind_the_number", "7%", 1, 2),
      must_refuse("sum", "[3+4]", 1, 3),
      must_refuse("difference", "3-4", 1, 2),
      must_refuse("fullwidth_digit", "[\xEF\xBC\x97]", 1, 2),
      must_refuse("fullwidth_digit_behind_a_digit", "7\xEF\xBC\x97", 1, 2),
      must_refuse("arabic_digit", "\xD9\xA7", 1, 1),
      must_refuse("fraction_as_one_character", "\xC2\xBD", 1, 1),
  };
}

VerdictRows fractions() {
  return {
      must_accept("fraction", "2.75"),
      must_accept("fraction_of_zero", "0.125"),
      must_accept("negative_fraction_of_zero", "[-0.125]"),
      must_accept("trailing_zeros", "2.7500"),
      must_accept("zero_point_zero", "0.0"),
      must_accept("minus_zero_point_zero", "-0.0"),
      must_accept("fraction_that_a_double_rounds", "0.1000000000000000055511151231257827"),
      we_accept("fraction_of_400_digits", "0." + repeated("31", 200)),
      we_accept("400_digits_on_both_sides_of_the_point", repeated("8", 400) + "." + repeated("4", 400)),
      we_accept("400_zeros_behind_the_point", "0." + repeated("0", 400) + "1"),
      must_refuse("point_without_digits_behind", "2.", 1, 3),
      must_refuse("point_without_digits_behind_in_an_array", "[2.]", 1, 4),
      must_refuse("zero_and_a_point", "[0.]", 1, 4),
      must_refuse("point_without_digits_behind_a_long_integer", "[" + repeated("2", 40) + ".]", 1, 43),
      must_refuse("point_without_digits_before", ".75", 1, 1),
      must_refuse("point_without_digits_before_in_an_array", "[.75]", 1, 2),
      must_refuse("point_behind_a_minus", "[-.75]", 1, 3),
      must_refuse("point_alone", "[.]", 1, 2),
      must_refuse("two_points_side_by_side", "[2..75]", 1, 4),
      must_refuse("two_points", "[2.7.5]", 1, 5),
      must_refuse("comma_as_the_point", "2,75", 1, 2),
      must_refuse("space_behind_the_point", "[2. 75]", 1, 4),
      must_refuse("minus_behind_the_point", "[2.-75]", 1, 4),
  };
}

VerdictRows exponents() {
  return {
      must_accept("exponent", "6e2"),
      must_accept("exponent_in_capitals", "6E2"),
      must_accept("exponent_with_a_plus", "6e+2"),
      must_accept("exponent_with_a_minus", "6E-2"),
      must_accept("exponent_of_zero", "0e7"),
      must_accept("exponent_of_minus_zero", "[-0E-7]"),
      must_accept("exponent_zero", "6e0"),
      must_accept("exponent_minus_zero", "6e-0"),
      must_accept("exponent_with_leading_zeros", "[6e007]"),
      must_accept("exponent_of_many_zeros", "6e-" + repeated("0", 40)),
      must_accept("exponent_behind_a_fraction", "-6.25E+11"),
      must_accept("exponent_behind_a_point_zero", "[0.0e0]"),
      we_accept("greatest_double", "1.7976931348623157e308"),
      we_accept("above_the_doubles", "1e400"),
      we_accept("below_the_doubles", "[-1e400]"),
      we_accept("nearer_to_zero_than_a_double", "1e-400"),
      we_accept("least_double_above_zero", "4.9e-324"),
      we_accept("exponent_of_nine_digits", "[1e999999999]"),
      we_accept("greatest_exponent", "1e2147483647"),
      we_accept("least_exponent", "1e-2147483647"),
      we_refuse("one_above_the_greatest_exponent", "1e2147483648", 1, 12),
      we_refuse("one_below_the_least_exponent", "1e-2147483648", 1, 13),
      we_refuse("exponent_of_twelve_digits", "[1e123456789012]", 1, 14),
      we_refuse("exponent_of_400_digits", "[1e" + repeated("9", 400) + "]", 1, 13),
      we_refuse("huge_exponent_of_zero", "0e99999999999", 1, 12),
      we_refuse("long_integer_with_the_greatest_exponent", repeated("5", 40) + "e2147483647", 1, 52),
      must_refuse("exponent_without_digits", "6e", 1, 3),
      must_refuse("exponent_without_digits_in_an_array", "[6e]", 1, 4),
      must_refuse("exponent_sign_without_digits", "[6e+]", 1, 5),
      must_refuse("capital_exponent_sign_without_digits", "[6E-]", 1, 5),
      must_refuse("exponent_with_two_signs", "[6e+-2]", 1, 5),
      must_refuse("exponent_twice", "[6ee2]", 1, 4),
      must_refuse("exponent_of_an_exponent", "[6e2e2]", 1, 5),
      must_refuse("exponent_with_a_fraction", "[6e2.5]", 1, 5),
      must_refuse("exponent_right_behind_the_point", "[6.e2]", 1, 4),
      must_refuse("exponent_without_a_number", "[e2]", 1, 2),
      must_refuse("exponent_right_behind_the_minus", "[-e2]", 1, 3),
      must_refuse("space_before_the_exponent", "[6 e2]", 1, 4),
      must_refuse("space_in_the_exponent", "[6e 2]", 1, 4),
      must_refuse("exponent_as_a_power", "[6^2]", 1, 3),
  };
}

VerdictRows not_numbers() {
  return {
      must_refuse("not_a_number", "NaN", 1, 1),
      must_refuse("not_a_number_in_an_array", "[NaN]", 1, 2),
      must_refuse("not_a_number_in_small_letters", "[nan]", 1, 2),
      must_refuse("minus_not_a_number", "[-NaN]", 1, 3),
      must_refuse("infinity", "Infinity", 1, 1),
      must_refuse("minus_infinity", "-Infinity", 1, 2),
      must_refuse("plus_infinity", "[+Infinity]", 1, 2),
      must_refuse("infinity_cut_short", "[inf]", 1, 2),
      must_refuse("infinity_as_its_sign", "\xE2\x88\x9E", 1, 1),
      must_refuse("not_a_number_with_its_payload", R"({"n":nan(0x1)})", 1, 6),
  };
}

}  // namespace

VerdictRows number_verdicts() {
  VerdictRows all;
  for (const auto& rows : {integers(), fractions(), exponents(), not_numbers()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
