// Verdicts on strings: quotes, escapes, surrogate halves, control characters, length.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

VerdictRows quotes() {
  return {
      must_accept("string_of_one_letter", R"(["z"])"),
      must_accept("string_of_punctuation", R"("{[:,]}")"),
      must_accept("string_that_looks_like_a_comment", R"(["/* no */ // none # of it"])"),
      must_accept("string_of_single_quotes", R"("'n'")"),
      must_accept("string_of_blanks", "\"   \""),
      must_refuse("string_not_closed", R"("open)", 1, 6),
      must_refuse("string_not_opened", R"(open")", 1, 1),
      must_refuse("string_of_one_quote", R"(")", 1, 2),
      must_refuse("string_not_closed_in_an_array", R"(["open])", 1, 8),
      must_refuse("string_closed_by_an_escaped_quote", R"("open\")", 1, 8),
      must_refuse("string_cut_behind_a_backslash", R"("open\)", 1, 7),
      must_refuse("string_in_single_quotes", "'single'", 1, 1),
      must_refuse("string_in_single_quotes_in_an_array", "['single']", 1, 2),
      must_refuse("string_in_backticks", "`tick`", 1, 1),
      must_refuse("string_in_typographic_quotes", "\xE2\x80\x9Ctyped\xE2\x80\x9D", 1, 1),
      must_refuse("string_in_three_quotes", R"("""three""")", 1, 3),
      must_refuse("string_opened_by_one_quote_closed_by_the_other", R"(["mixed'])", 1, 10),
      must_refuse("string_without_quotes", "[loose]", 1, 2),
      must_refuse("string_with_a_prefix", R"([u"prefixed"])", 1, 2),
      must_refuse("string_with_a_bare_quote_inside", R"(["a"b"])", 1, 5),
      must_refuse("strings_joined_by_a_plus", R"(["a"+"b"])", 1, 5),
  };
}

VerdictRows escapes() {
  return {
      must_accept("escaped_quote", R"("\"")"),
      must_accept("escaped_backslash", R"("\\")"),
      must_accept("escaped_slash", R"("\/")"),
      must_accept("escaped_backspace", R"("\b")"),
      must_accept("escaped_form_feed", R"("\f")"),
      must_accept("escaped_line_feed", R"("\n")"),
      must_accept("escaped_carriage_return", R"("\r")"),
      must_accept("escaped_tabulator", R"("\t")"),
      must_accept("all_short_escapes_in_a_row", R"(["\"\\\/\b\f\n\r\t"])"),
      must_accept("backslash_before_the_closing_quote", R"(["end\\"])"),
      must_accept("two_backslashes_and_a_letter", R"(["\\u12"])"),
      must_accept("escaped_zero_character", R"("\u0000")"),
      must_accept("escaped_letter", R"("\u007a")"),
      must_accept("escaped_control_character", R"("\u001b")"),
      must_accept("escape_in_capitals", R"("\u00DF")"),
      must_accept("escape_in_small_letters", R"("\u00df")"),
      must_accept("escape_in_mixed_letters", R"("\uAbCd")"),
      must_accept("escape_followed_by_a_digit", R"("\u00417")"),
      must_accept("escaped_byte_order_mark", R"("\uFEFF")"),
      must_accept("escaped_line_separator", R"("\u2028")"),
      must_accept("escaped_non_character", R"("\uFFFF")"),
      must_accept("escaped_non_character_of_the_arabic_block", R"("\uFDD0")"),
      must_accept("escaped_private_character", R"("\uE000")"),
      must_accept("escape_right_below_the_surrogates", R"("\uD7FF")"),
      must_refuse("escaped_x", R"(["\x41"])", 1, 4),
      must_refuse("escaped_single_quote", R"(["\'"])", 1, 4),
      must_refuse("escaped_zero", R"(["\0"])", 1, 4),
      must_refuse("escaped_bell", R"(["\a"])", 1, 4),
      must_refuse("escaped_vertical_tabulator", R"(["\v"])", 1, 4),
      must_refuse("escape_by_its_letter_e", R"(["\e[0m"])", 1, 4),
      must_refuse("escaped_space", R"(["\ "])", 1, 4),
      must_refuse("escaped_capital_n", R"(["\N"])", 1, 4),
      must_refuse("escape_with_a_capital_u", R"(["\U00000041"])", 1, 4),
      must_refuse("escaped_line_break", "[\"\\\n\"]", 1, 4),
      must_refuse("escaped_tabulator_byte", "[\"\\\t\"]", 1, 4),
      must_refuse("escaped_zero_byte", "[\"\\\0\"]"sv, 1, 4),
      must_refuse("escaped_letter_beyond_ascii", "[\"\\\xC3\xA4\"]", 1, 4),
      must_refuse("third_backslash_escapes_a_letter", R"(["\\\q"])", 1, 6),
      must_refuse("unicode_escape_without_digits", R"(["\u"])", 1, 5),
      must_refuse("unicode_escape_of_one_digit", R"(["\u4"])", 1, 6),
      must_refuse("unicode_escape_of_three_digits", R"(["\u004"])", 1, 8),
      must_refuse("unicode_escape_with_a_letter_above_f", R"(["\u00g1"])", 1, 7),
      must_refuse("unicode_escape_with_a_sign", R"(["\u-041"])", 1, 5),
      must_refuse("unicode_escape_with_a_space", R"(["\u 41"])", 1, 5),
      must_refuse("unicode_escape_in_braces", R"(["\u{41}"])", 1, 5),
      must_refuse("unicode_escape_with_a_prefix", R"(["\u0x41"])", 1, 6),
      must_refuse("unicode_escape_of_fullwidth_digits", "[\"\\u\xEF\xBC\x90\xEF\xBC\x90\"]", 1, 5),
      must_refuse("unicode_escape_cut_by_the_end", R"("\u00)", 1, 6),
  };
}

// Boost.JSON points behind the half where fewer than ten bytes are left of the text, else at its 'u'.
VerdictRows surrogates() {
  return {
      must_accept("pair", R"("\uD83D\uDC22")"),
      must_accept("pair_in_small_letters", R"("\ud83d\udc22")"),
      must_accept("lowest_pair", R"("\uD800\uDC00")"),
      must_accept("highest_pair", R"("\uDBFF\uDFFF")"),
      must_accept("pair_of_a_non_character", R"(["\uD83F\uDFFE"])"),
      must_accept("two_pairs_in_a_row", R"(["\uD834\uDD1E\uD834\uDD22"])"),
      must_accept("backslashes_that_only_look_like_a_lone_half", R"(["\\uD83D"])"),
      we_refuse("lone_first_half", R"("\uD83D")", 1, 8),
      we_refuse("lone_first_half_before_a_letter", R"("\uD83Dq")", 1, 8),
      we_refuse("lone_first_half_before_a_short_escape", R"("\uD83D\t")", 1, 9),
      we_refuse("lone_first_half_before_another_character", R"("\uD83D\u0071")", 1, 10),
      we_refuse("lone_first_half_before_raw_utf8", "\"\\uD83D\xF0\x9F\x90\xA2\"", 1, 8),
      we_refuse("lone_second_half", R"("\uDC22")", 1, 8),
      we_refuse("lone_second_half_behind_a_letter", R"(["q\uDC22"])", 1, 10),
      we_refuse("lone_second_half_behind_a_pair", R"("\uD83D\uDC22\uDC22")", 1, 20),
      we_refuse("halves_the_wrong_way_round", R"("\uDC22\uD83D")", 1, 3),
      we_refuse("first_half_twice", R"("\uD83D\uD83D")", 1, 10),
      we_refuse("first_half_twice_then_a_second", R"("\uD83D\uD83D\uDC22")", 1, 10),
      we_refuse("halves_parted_by_a_letter", R"("\uD83D-\uDC22")", 1, 8),
      we_refuse("first_half_and_the_last_character_below_the_second_halves", R"("\uD83D\uDBFF")", 1, 10),
      we_refuse("first_half_and_the_first_character_above_the_second_halves", R"("\uD83D\uE000")", 1, 10),
      we_refuse("lone_first_half_in_a_name", R"({"\uD83D":4})", 1, 9),
      we_refuse("lone_second_half_in_a_name", R"({"\uDC22":4})", 1, 9),
      must_refuse("second_half_with_a_bad_digit", R"("\uD83D\uDC2x")", 1, 13),
      must_refuse("first_half_cut_by_the_end", R"("\uD83D)", 1, 8),
      must_refuse("first_half_and_a_backslash_cut_by_the_end", R"("\uD83D\)", 1, 9),
  };
}

VerdictRows control_characters() {
  return {
      must_accept("delete_character", "\"\x7F\""),
      must_accept("delete_character_in_a_name", "{\"\x7F\":4}"),
      must_accept("control_character_of_latin_1", "\"\xC2\x85\""),
      must_refuse("raw_zero_byte", "\"a\0b\""sv, 1, 3),
      must_refuse("raw_zero_byte_at_the_end_of_a_string", "[\"a\0\"]"sv, 1, 4),
      must_refuse("raw_zero_byte_in_a_name", "{\"\0\":4}"sv, 1, 3),
      must_refuse("raw_start_of_heading", "\"\x01\"", 1, 2),
      must_refuse("raw_backspace", "\"ab\b\"", 1, 4),
      must_refuse("raw_tabulator", "\"a\tb\"", 1, 3),
      must_refuse("raw_line_feed", "\"a\nb\"", 1, 3),
      must_refuse("raw_line_feed_behind_other_lines", "[\n\n\"a\nb\"]", 3, 3),
      must_refuse("raw_carriage_return", "\"a\rb\"", 1, 3),
      must_refuse("raw_escape_character", "\"\x1B[31m\"", 1, 2),
      must_refuse("raw_unit_separator", "\"\x1F\"", 1, 2),
      must_refuse("raw_tabulator_in_a_name", "{\"a\tb\":4}", 1, 4),
      must_refuse("raw_line_feed_behind_an_escape", "\"\\n\n\"", 1, 4),
      must_refuse("raw_control_character_far_inside", '"' + repeated("x", 1000) + "\x02" + '"', 1, 1002),
  };
}

// Boost.JSON takes a string with escapes apart in pieces of 4096 bytes.
VerdictRows long_strings() {
  const auto near_a_piece = repeated("x", 4094);
  return {
      we_accept("string_of_a_mebibyte", '"' + repeated("x", 1 << 20) + '"'),
      we_accept("string_of_a_hundred_thousand_escapes", '"' + repeated(R"(\u00e4)", 100'000) + '"'),
      we_accept("string_of_a_hundred_thousand_pairs", '"' + repeated(R"(\ud83d\udc22)", 100'000) + '"'),
      we_accept("string_of_a_hundred_thousand_backslashes", '"' + repeated(R"(\\)", 100'000) + '"'),
      we_accept("escape_across_the_end_of_a_piece", "[\"" + near_a_piece + R"(\u20ac\n"])"),
      we_accept("pair_across_the_end_of_a_piece", "[\"\\n" + near_a_piece + R"(\ud83d\udc22"])"),
      we_accept("four_bytes_across_the_end_of_a_piece", "[\"\\n" + near_a_piece + "\xF0\x9F\x90\xA2\"]"),
      we_accept("name_longer_than_a_piece", "{\"\\n" + repeated("x", 10'000) + "\":4}"),
      must_refuse("string_of_a_mebibyte_not_closed", '"' + repeated("x", 1 << 20), 1, (1 << 20) + 2),
      must_refuse("bad_escape_behind_a_piece", "\"\\n" + near_a_piece + R"(xxxxxxxx\q")", 1, 4107),
      we_refuse("lone_half_across_the_end_of_a_piece", "\"\\n" + near_a_piece + R"(\udc22")", 1, 4104),
      we_refuse("broken_utf8_behind_a_piece", "\"\\n" + near_a_piece + "xxxxxxxx\xF0\x9F\x90\"", 1, 4106),
  };
}

}  // namespace

VerdictRows string_verdicts() {
  VerdictRows all;
  for (const auto& rows : {quotes(), escapes(), surrogates(), control_characters(), long_strings()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
