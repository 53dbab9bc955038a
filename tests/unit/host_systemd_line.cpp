// Goal: an event as a line of text shows what it has, and whatever a client chose stays within its line.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>

#include "daemon/host/log_line.hpp"

namespace holdfast::host {
namespace {

using service::Event;
using service::EventKind;
using service::Severity;

Event full_event() {
  Event event(EventKind::refused, Severity::error, "refused put");
  event.documents = {"a.json", "b.json"};
  event.operation = "put,delete";
  event.revision = 7;
  event.peer = varlink::Peer{1000, 1001, 42, {}};
  event.duration = std::chrono::microseconds(1234);
  event.error = "StorageFull";
  event.cause = disk::make_failure(ENOSPC, "writing it");
  event.path = "/srv/a.json";
  return event;
}

BOOST_AUTO_TEST_SUITE(host_log_line)

BOOST_AUTO_TEST_CASE(a_plain_line_has_all_that_the_event_has) {
  BOOST_TEST(
      plain_line_of(full_event()) ==
      "<error> refused put document=a.json document=b.json operation=put,delete revision=7 uid=1000 pid=42 "
      "duration=1234us error=StorageFull errno=ENOSPC while=writing it path=/srv/a.json");
}

BOOST_AUTO_TEST_CASE(a_plain_line_has_nothing_else) {
  BOOST_TEST(plain_line_of(Event(EventKind::started, Severity::notice, "serving")) == "<notice> serving");
}

BOOST_AUTO_TEST_CASE(a_coloured_line_is_for_people) {
  BOOST_TEST(coloured_line_of(full_event()) ==
             "\x1b[31merror\x1b[0m refused put\x1b[2m uid 1000\x1b[0m\x1b[2m ENOSPC writing it\x1b[0m");
  BOOST_TEST(coloured_line_of(Event(EventKind::started, Severity::notice, "serving")) ==
             "\x1b[36mnotice\x1b[0m serving");
}

BOOST_AUTO_TEST_CASE(every_severity_has_a_colour_of_its_own) {
  std::vector<std::string> seen;
  for (int i = 0; i <= static_cast<int>(Severity::critical); ++i) {
    const auto line = coloured_line_of(Event(EventKind::started, static_cast<Severity>(i), "x"));
    const auto colour = line.substr(0, line.find('m'));
    BOOST_TEST((std::find(seen.begin(), seen.end(), colour) == seen.end()));
    seen.push_back(colour);
  }
}

BOOST_AUTO_TEST_CASE(client_text_stays_within_its_line) {
  auto event = full_event();
  event.message = "a\nb\x1b[2J\xe2\x80\xae";
  event.documents = {"x\ny"};
  event.error = "\r";
  const auto plain = plain_line_of(event);
  BOOST_TEST((
      std::none_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })));
  BOOST_TEST(plain.starts_with("<error> a\\x0ab\\x1b[2J\\x"));
  const auto coloured = coloured_line_of(event);
  BOOST_TEST(coloured.find('\n') == std::string::npos);
  BOOST_TEST(coloured.find("\x1b[2J") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_errno_is_shown_by_name) {
  auto event = full_event();
  BOOST_TEST(errno_name_of(event) == "ENOSPC");
  event.cause = disk::make_failure(99999, "x");
  BOOST_TEST(errno_name_of(event) == "99999");
  event.cause.reset();
  BOOST_TEST(errno_name_of(event).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
