// Verdicts on bytes beyond ASCII: every length and edge of UTF-8 (RFC 3629), what only looks like it, and
// texts in other encodings.
#include "tests/unit/json_verdict_table.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

VerdictRows well_formed() {
  return {
      must_accept("first_character_of_two_bytes", "\"\xC2\x80\""),
      must_accept("last_character_of_two_bytes", "\"\xDF\xBF\""),
      must_accept("first_character_of_three_bytes", "\"\xE0\xA0\x80\""),
      must_accept("last_character_below_the_surrogates", "\"\xED\x9F\xBF\""),
      must_accept("first_character_above_the_surrogates", "\"\xEE\x80\x80\""),
      must_accept("last_character_of_three_bytes_a_non_character", "\"\xEF\xBF\xBF\""),
      must_accept("non_character_of_the_arabic_block", "\"\xEF\xB7\x90\""),
      must_accept("replacement_character", "\"\xEF\xBF\xBD\""),
      must_accept("byte_order_mark_inside_a_string", "\"\xEF\xBB\xBF\""),
      must_accept("byte_order_mark_inside_a_name", "{\"\xEF\xBB\xBFkey\":4}"),
      must_accept("line_separator", "\"\xE2\x80\xA8\""),
      must_accept("paragraph_separator", "\"\xE2\x80\xA9\""),
      must_accept("character_that_turns_the_direction", "\"\xE2\x80\xAE\""),
      must_accept("first_character_of_four_bytes", "\"\xF0\x90\x80\x80\""),
      must_accept("last_character_of_all_a_non_character", "\"\xF4\x8F\xBF\xBF\""),
      must_accept("letters_of_many_alphabets", "[\"\xC3\xA4\xCE\xBB\xD0\xB6\xE3\x81\x82\xE4\xB8\xAD\"]"),
      must_accept("combining_accent", "[\"e\xCC\x81\"]"),
      must_accept("all_lengths_side_by_side", "[\"a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\xA2\"]"),
      must_accept("name_beyond_ascii", "{\"\xE2\x82\xAC\":4}"),
      must_refuse("letter_beyond_ascii_outside_of_strings", "[\xC3\xA4]", 1, 2),
      must_refuse("place_counts_characters_not_bytes", "[\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\xA2\",]", 1, 8),
  };
}

// Boost.JSON waits for the bytes that a lead byte announces: where the text is too short for them, its end is
// the place.
VerdictRows ill_formed() {
  return {
      we_refuse("lone_continuation_byte", "\"\x80\"", 1, 2),
      we_refuse("highest_lone_continuation_byte", "[\"a\xBF\"]", 1, 4),
      we_refuse("continuation_byte_behind_a_whole_character", "\"\xC3\xA4\xA4\"", 1, 3),
      we_refuse("overlong_zero_byte", "\"\xC0\x80\"", 1, 2),
      we_refuse("overlong_quote", "[\"\xC0\xA2]", 1, 3),
      we_refuse("overlong_slash", "\"\xC0\xAF\"", 1, 2),
      we_refuse("highest_overlong_form_of_two_bytes", "\"\xC1\xBF\"", 1, 2),
      we_refuse("overlong_slash_of_three_bytes", "\"\xE0\x80\xAF\"", 1, 2),
      we_refuse("highest_overlong_form_of_three_bytes", "\"\xE0\x9F\xBF\"", 1, 2),
      we_refuse("overlong_slash_of_four_bytes", "\"\xF0\x80\x80\xAF\"", 1, 2),
      we_refuse("highest_overlong_form_of_four_bytes", "\"\xF0\x8F\xBF\xBF\"", 1, 2),
      we_refuse("overlong_form_of_five_bytes", "\"\xF8\x80\x80\x80\xAF\"", 1, 2),
      we_refuse("overlong_form_of_six_bytes", "\"\xFC\x80\x80\x80\x80\xAF\"", 1, 2),
      we_refuse("lowest_surrogate", "\"\xED\xA0\x80\"", 1, 2),
      we_refuse("highest_surrogate", "\"\xED\xBF\xBF\"", 1, 2),
      we_refuse("pair_of_surrogates_in_utf8", "[\"\xED\xA0\xBD\xED\xB0\xA2\"]", 1, 3),
      we_refuse("surrogate_in_a_name", "{\"\xED\xA0\xBD\":4}", 1, 3),
      we_refuse("one_above_unicode", "\"\xF4\x90\x80\x80\"", 1, 2),
      we_refuse("far_above_unicode", "\"\xF7\xBF\xBF\xBF\"", 1, 2),
      we_refuse("lead_byte_above_unicode", "\"\xF5\x80\x80\x80\"", 1, 2),
      we_refuse("byte_fe", "\"\xFE\"", 1, 2),
      we_refuse("byte_ff", "[\"ab\xFF\"]", 1, 5),
      we_refuse("two_bytes_cut_by_the_quote", "\"\xC3\"", 1, 2),
      we_refuse("three_bytes_cut_by_the_quote", "\"\xE2\x82\"", 1, 2),
      we_refuse("four_bytes_cut_by_the_quote", "\"\xF0\x9F\x90\"", 1, 2),
      we_refuse("lead_byte_of_three_before_the_last_quote", "\"\xE2\"", 1, 4),
      we_refuse("lead_byte_of_four_before_the_last_quote", "[\"\xF0\"]", 1, 6),
      we_refuse("three_bytes_cut_by_a_letter", "[\"\xE2\x82z\"]", 1, 3),
      we_refuse("four_bytes_cut_by_a_letter", "[\"\xF0\x9Fzz\"]", 1, 3),
      we_refuse("two_bytes_cut_by_another_lead_byte", "\"\xC3\xC3\xA4\"", 1, 2),
      we_refuse("two_bytes_cut_by_an_escape", "\"\xC3\\n\"", 1, 2),
      we_refuse("broken_character_behind_an_escape", "\"\\n\xE2\x82\"", 1, 4),
      we_refuse("broken_character_behind_whole_ones", "[\"\xC3\xA4\xE2\x82\xAC\",\n\"\xC3\xA4\xC3\"]", 2, 3),
      we_refuse("broken_character_in_a_name", "{\"a\":1,\"\xE2\x82\":4}", 1, 9),
      we_refuse("broken_character_far_inside", '"' + repeated("x", 1000) + "\xF0\x9F++\"", 1, 1002),
      we_refuse("broken_character_outside_of_strings", "[\xE2\x82]", 1, 2),
      must_refuse("two_bytes_cut_by_the_end", "\"\xC3", 1, 3),
      must_refuse("four_bytes_cut_by_the_end", "[\"\xF0\x9F\x90", 1, 4),
  };
}

VerdictRows other_encodings() {
  return {
      we_refuse("byte_order_mark", "\xEF\xBB\xBF{}", 1, 1),
      we_refuse("byte_order_mark_and_a_blank", "\xEF\xBB\xBF {}", 1, 1),
      we_refuse("byte_order_mark_alone", "\xEF\xBB\xBF", 1, 1),
      we_refuse("byte_order_mark_twice", "\xEF\xBB\xBF\xEF\xBB\xBF{}", 1, 1),
      must_refuse("byte_order_mark_behind_a_blank", "\n\xEF\xBB\xBF{}", 2, 1),
      must_refuse("byte_order_mark_in_an_array", "[\xEF\xBB\xBF]", 1, 2),
      must_refuse("byte_order_mark_behind_the_value", "{}\xEF\xBB\xBF", 1, 3),
      we_refuse("byte_order_mark_cut_short", "\xEF\xBB{}", 1, 1),
      we_refuse("utf16_little_endian_with_its_mark", "\xFF\xFE[\0]\0"sv, 1, 1),
      we_refuse("utf16_big_endian_with_its_mark", "\xFE\xFF\0[\0]"sv, 1, 1),
      we_refuse("utf16_mark_alone", "\xFF\xFE", 1, 1),
      we_refuse("utf16_little_endian", "[\0]\0"sv, 1, 2),
      we_refuse("utf16_big_endian", "\0[\0]"sv, 1, 1),
      we_refuse("utf16_digit", "4\0"sv, 1, 2),
      we_refuse("utf32_little_endian_with_its_mark", "\xFF\xFE\0\0[\0\0\0]\0\0\0"sv, 1, 1),
      we_refuse("utf32_big_endian_with_its_mark", "\0\0\xFE\xFF\0\0\0[\0\0\0]"sv, 1, 1),
      we_refuse("latin_1_letter", "[\"caf\xE9\"]", 1, 6),
      we_refuse("latin_1_letter_in_a_name",
                "{\"\xFC"
                "ber\":4}",
                1, 3),
      we_refuse("latin_1_no_break_space",
                "[4,\xA0"
                "5]",
                1, 4),
      we_refuse("windows_quotes", "\x93quoted\x94", 1, 1),
      must_refuse("utf7_byte_order_mark", "+/v8-{}", 1, 1),
  };
}

}  // namespace

VerdictRows utf8_verdicts() {
  VerdictRows all;
  for (const auto& rows : {well_formed(), ill_formed(), other_encodings()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace holdfast::json
