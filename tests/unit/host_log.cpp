// Goal: an event is one line whatever a client put into it, and no text can pretend to be another field or
// another line (RELIABILITY.md 3.2, log spoofing). Method: line_of() on events with hostile text.
#include "daemon/host/log.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "ipc/json/printable.hpp"

namespace holdfast::host {
namespace {

using json::printable;
using service::Event;
using service::Severity;

BOOST_AUTO_TEST_SUITE(host_log)

BOOST_AUTO_TEST_CASE(a_line_tells_severity_message_and_what_is_known) {
  Event event;
  event.severity = Severity::warning;
  event.message = "committed revision 7";
  event.document = "a.json,b.json";
  event.operation = "put,delete";
  event.revision = 7;
  event.peer = varlink::Peer{1000, 1000, 42, {}};
  event.duration = std::chrono::microseconds(1500);
  event.error = "StorageFailed";
  event.cause = disk::make_failure(EIO, "fsync of .a.json.x.tmp");
  BOOST_TEST(line_of(event) ==
             "<warning> committed revision 7 document=a.json,b.json operation=put,delete revision=7 uid=1000 "
             "pid=42 duration=1500us error=StorageFailed errno=EIO while=fsync of .a.json.x.tmp");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_out) {
  Event event;
  event.message = "started";
  BOOST_TEST(line_of(event) == "<info> started");
}

BOOST_AUTO_TEST_CASE(no_text_ends_its_line_or_moves_the_cursor) {
  Event event;
  event.message = "why\n<critical> the disk failed\r\x1b[2K\x07";
  event.document = "a\nb";
  event.cause = disk::make_failure(EIO, "reading \x1b]0;title\x07");
  const auto line = line_of(event);
  for (const char byte : line)
    BOOST_TEST((static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7F));
  BOOST_TEST(line.find("why\\x0a<critical>") != std::string::npos);
}

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

BOOST_AUTO_TEST_CASE(an_errno_without_a_name_is_a_number) {
  Event event;
  event.cause = disk::make_failure(99999, "x");
  BOOST_TEST(line_of(event).find("errno=99999") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
