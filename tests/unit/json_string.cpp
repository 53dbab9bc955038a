// Goal: strings keep their characters between spelling and meaning, and UTF-8 is judged as RFC 3629 does.
// Method: tables; all characters below U+10000 and samples of every plane above, against an encoder written
// here.
#include "ipc/json/string.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <string>
#include <string_view>

#include "ipc/json/parse.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

// Apart from the code under test on purpose: UTF-8 by its table of bits.
std::string utf8(std::uint32_t code) {
  const auto tail = [code](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | code >> 18), tail(12), tail(6), tail(0)};
}

std::string unit(std::uint32_t code, bool upper) {
  char out[8];
  std::snprintf(out, sizeof out, upper ? "\\u%04X" : "\\u%04x", code & 0xFFFF);
  return out;
}

std::string escaped(std::uint32_t code, bool upper) {
  if (code < 0x10000) return unit(code, upper);
  return unit(0xD800 + ((code - 0x10000) >> 10), upper) + unit(0xDC00 + ((code - 0x10000) & 0x3FF), upper);
}

std::string in_hex(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes)
    out += unit(static_cast<unsigned char>(byte), false).substr(4) + " ";
  return out;
}

bool is_surrogate(std::uint32_t code) {
  return code >= 0xD800 && code < 0xE000;
}

template <typename Check>
void for_sampled_unicode(const Check& check) {
  for (std::uint32_t code = 0; code < 0x10000; ++code) {
    if (!is_surrogate(code)) check(code);
  }
  for (std::uint32_t plane = 0x10000; plane <= 0x100000; plane += 0x10000) {
    for (std::uint32_t low = 0; low < 0x10000; low += 251)
      check(plane + low);
    check(plane + 0xFFFF);
  }
}

BOOST_AUTO_TEST_SUITE(json_string)

BOOST_AUTO_TEST_CASE(every_escape_means_its_character) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {R"("")", ""},
      {R"("a")", "a"},
      {R"("\"")", "\""},
      {R"("\\")", "\\"},
      {R"("\/")", "/"},
      {R"("\b")", "\b"},
      {R"("\f")", "\f"},
      {R"("\n")", "\n"},
      {R"("\r")", "\r"},
      {R"("\t")", "\t"},
      {R"("\u0041")", "A"},
      {R"("\u0000")", "\0"sv},
      {R"("a\nb\tc")", "a\nb\tc"},
      {R"("\\n")", "\\n"},
      {R"("\\\\")", "\\\\"},
      {R"("\\\"")", "\\\""},
      {R"("\u00e9\u20AC")", "\xC3\xA9\xE2\x82\xAC"},
      {R"("\ud83d\uDE00x")", "\xF0\x9F\x98\x80x"},
      {R"("\u005cn")", "\\n"},
      {R"("\u0022")", "\""},
      {"\"\xC3\xA9\"", "\xC3\xA9"}};
  for (const auto& [token, characters] : table) {
    BOOST_TEST_CONTEXT(token) {
      BOOST_TEST_REQUIRE(parse(token).has_value());
      BOOST_TEST(decode_string(token) == characters);
      BOOST_TEST(string_equals(token, characters));
      BOOST_TEST(starts_with_string(std::string(token) + ": 1", characters));
      BOOST_TEST(!starts_with_string(token, std::string(characters) + "x"));
      BOOST_TEST(!starts_with_string(token, "\x01"));
      BOOST_TEST(!string_equals(token, std::string(characters) + "x"));
      BOOST_TEST(!string_equals(token, "\x01"));
    }
  }
}

BOOST_AUTO_TEST_CASE(all_of_unicode_may_be_written_as_escapes) {
  std::size_t wrong = 0;
  for_sampled_unicode([&](std::uint32_t code) {
    for (const bool upper : {false, true}) {
      const auto token = "\"" + escaped(code, upper) + "\"";
      wrong += decode_string(token) != utf8(code) || !parse(token) ? 1 : 0;
    }
  });
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_encoded_decodes_to_itself_and_parses) {
  std::size_t wrong = 0;
  for_sampled_unicode([&](std::uint32_t code) {
    const auto characters = "<" + utf8(code) + ">";
    std::string token;
    append_string(token, characters);
    wrong += decode_string(token) != characters || !parse(token) ? 1 : 0;
  });
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(only_what_must_be_escaped_is) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"", R"("")"},
      {"a/b", R"("a/b")"},
      {"\"\\", R"("\"\\")"},
      {"\n\r\t", R"("\n\r\t")"},
      {"\b\f\v\x1f", R"("\u0008\u000c\u000b\u001f")"},
      {"\0"sv, R"("\u0000")"},
      {"\x7f", "\"\x7f\""},
      {"\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xE2\x82\xAC\xF0\x9F\x98\x80\""},
      {"a\nb", R"("a\nb")"}};
  for (const auto& [characters, token] : table) {
    std::string out = "before:";
    append_string(out, characters);
    BOOST_TEST(out == "before:" + std::string(token));
  }
}

BOOST_AUTO_TEST_CASE(a_token_ends_at_its_own_closing_quote) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {R"("a":1)", R"("a")"},     {R"("",")", R"("")"},         {R"("\"" x")", R"("\"")"},
      {R"("\\","b")", R"("\\")"}, {R"("\\\"" ")", R"("\\\"")"}, {R"("a\u0022b"])", R"("a\u0022b")"}};
  for (const auto& [text, token] : table)
    BOOST_TEST(string_token(text) == token);
}

BOOST_AUTO_TEST_CASE(well_formed_utf8_is_told_from_ill_formed) {
  for (const auto good : {""sv, "\0"sv, "a"sv, "\x7f"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv,
                          "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv, "\xEF\xBF\xBD"sv, "\xEF\xBF\xBF"sv,
                          "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv, "a\xC3\xA9z"sv}) {
    BOOST_TEST(is_utf8(good));
  }
  for (const auto bad : {"\x80"sv,
                         "\xBF"sv,
                         "\xC0\x80"sv,
                         "\xC1\xBF"sv,
                         "\xC2"sv,
                         "\xC2x"sv,
                         "\xC2\xC2"sv,
                         "\xDF\xFF"sv,
                         "\xE0\x80\x80"sv,
                         "\xE0\x9F\xBF"sv,
                         "\xE2\x82"sv,
                         "\xE2\x82x"sv,
                         "\xE2x\x82"sv,
                         "\xED\xA0\x80"sv,
                         "\xED\xBF\xBF"sv,
                         "\xF0\x80\x80\x80"sv,
                         "\xF0\x8F\xBF\xBF"sv,
                         "\xF0\x9F\x98"sv,
                         "\xF0\x9F\x98x"sv,
                         "\xF0\x9Fx\x80"sv,
                         "\xF4\x90\x80\x80"sv,
                         "\xF5\x80\x80\x80"sv,
                         "\xF8\x88\x80\x80\x80"sv,
                         "\xFE"sv,
                         "\xFF"sv,
                         "ok\xC3"sv,
                         "ok\xC3 ok"sv,
                         "\xC3\xA9\xA9"sv}) {
    BOOST_TEST(!is_utf8(bad), "accepted: " << in_hex(bad));
  }
}

BOOST_AUTO_TEST_CASE(a_character_is_not_completed_by_bytes_behind_the_view) {
  for (const auto whole : {"\xC3\xA9"sv, "\xE2\x82\xAC"sv, "\xF0\x9F\x98\x80"sv}) {
    for (std::size_t kept = 1; kept < whole.size(); ++kept)
      BOOST_TEST(!is_utf8(whole.substr(0, kept)));
  }
}

BOOST_AUTO_TEST_CASE(utf8_of_all_sampled_characters_is_well_formed_and_cut_short_it_is_not) {
  std::size_t wrong = 0;
  for_sampled_unicode([&](std::uint32_t code) {
    const auto bytes = utf8(code);
    wrong += is_utf8(bytes) ? 0 : 1;
    for (std::size_t kept = 1; kept < bytes.size(); ++kept)
      wrong += is_utf8(bytes.substr(0, kept)) ? 1 : 0;
  });
  BOOST_TEST(wrong == 0U);
  for (std::uint32_t code = 0xD800; code < 0xE000; ++code)
    wrong += is_utf8(utf8(code)) ? 1 : 0;
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(the_parser_and_is_utf8_agree_on_all_sequences_of_two_and_samples_of_three_bytes) {
  std::size_t differ = 0;
  for (unsigned first = 0x20; first < 0x100; ++first) {
    for (unsigned second = 0x20; second < 0x100; ++second) {
      for (const unsigned third : {0x41U, 0x80U, 0x9FU, 0xA0U, 0xBFU, 0xC2U}) {
        std::string bytes{static_cast<char>(first), static_cast<char>(second), static_cast<char>(third)};
        if (bytes.find_first_of("\"\\") != std::string::npos) continue;
        differ += parse("\"" + bytes + "\"").has_value() != is_utf8(bytes) ? 1 : 0;
      }
    }
  }
  BOOST_TEST(differ == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
