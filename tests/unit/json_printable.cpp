// Goal: text that somebody else chose cannot end its line, move the cursor or turn the writing direction (log
// spoofing, RELIABILITY.md 3.2). Method: one text of each dangerous kind, and ordinary text that must stay.
#include "ipc/json/printable.hpp"

#include <boost/test/unit_test.hpp>

namespace holdfast::json {
namespace {

BOOST_AUTO_TEST_SUITE(json_printable)

BOOST_AUTO_TEST_CASE(every_control_character_is_escaped) {
  for (int code = 0; code < 0x20; ++code)
    BOOST_TEST(printable(std::string(1, static_cast<char>(code))).size() == 4U, code);
  BOOST_TEST(printable("\x7F") == "\\x7f");
  BOOST_TEST(printable("\xC2\x85") == "\\xc2\\x85");  // U+0085, next line
  BOOST_TEST(printable("\xC2\x9B") == "\\xc2\\x9b");  // U+009B, a terminal's CSI
}

BOOST_AUTO_TEST_CASE(characters_that_turn_or_break_the_line_are_escaped) {
  for (const std::string text : {"\xE2\x80\xAE", "\xE2\x80\xAA", "\xE2\x81\xA6", "\xE2\x81\xA9",
                                 "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    BOOST_TEST(printable(text).starts_with("\\xe2"), text);
}

BOOST_AUTO_TEST_CASE(ordinary_text_of_any_language_stays) {
  const std::string text = "caf\xC3\xA9 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x8D\xB0 \xC2\xA0 \xE2\x82\xAC";
  BOOST_TEST(printable(text) == text);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_escaped_and_the_ascii_among_them_stays) {
  BOOST_TEST(printable("a\xFF"
                       "b\xC3") == "a\\xffb\\xc3");
  BOOST_TEST(printable("\xC3\xA9\xFF") == "\\xc3\\xa9\\xff");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
