// Goal: a journal entry has every field an event has, client text cannot forge one, each kind of event has an
// id of its own that the catalog explains, and the catalog explains nothing else.
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <fstream>
#include <set>
#include <string>

#include "daemon/host/journal_sink.hpp"
#include "daemon/host/message_id.hpp"

namespace holdfast::host {
namespace {

using service::Event;
using service::EventKind;
using service::Severity;
using Texts = std::vector<std::string>;

// The values of a field, in order.
Texts values_of(const Event& event, const std::string& field) {
  Texts values;
  for (const auto& text : journal_fields_of(event)) {
    if (text.starts_with(field + "=")) values.push_back(text.substr(field.size() + 1));
  }
  return values;
}

Event full_event() {
  Event event(EventKind::refused, Severity::error, "a sentence");
  event.documents = {"a.json"};
  event.operation = "put";
  event.revision = 7;
  event.peer = varlink::Peer{1000, 1001, 0, {}};
  event.duration = std::chrono::microseconds(1234);
  event.error = "StorageFull";
  event.cause = disk::make_failure(ENOSPC, "writing");
  event.path = "/var/lib/holdfast/a.json";
  return event;
}

Texts ids_in_catalog() {
  std::ifstream file(HOLDFAST_SOURCE_DIR "/systemd/holdfast.catalog");
  Texts ids;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("-- ")) ids.push_back(line.substr(3));
  }
  return ids;
}

BOOST_AUTO_TEST_SUITE(host_journal)

BOOST_AUTO_TEST_CASE(every_field_is_there) {
  const auto event = full_event();
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"MESSAGE", "a sentence"},
      {"PRIORITY", std::to_string(LOG_ERR)},
      {"MESSAGE_ID", message_id_of(EventKind::refused)},
      {"HOLDFAST_DOCUMENT", "a.json"},
      {"HOLDFAST_OPERATION", "put"},
      {"HOLDFAST_REVISION", "7"},
      {"HOLDFAST_PEER_UID", "1000"},
      {"HOLDFAST_PEER_PID", "0"},
      {"HOLDFAST_DURATION_USEC", "1234"},
      {"HOLDFAST_ERROR", "StorageFull"},
      {"ERRNO", "28"},
      {"HOLDFAST_STEP", "writing"},
      {"HOLDFAST_PATH", "/var/lib/holdfast/a.json"}};
  for (const auto& [field, value] : wanted)
    BOOST_TEST_CONTEXT(field)
  BOOST_TEST(values_of(event, field) == Texts{value}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_an_event_has_not_makes_no_field) {
  const Event event(EventKind::started, Severity::notice, "serving");
  std::set<std::string> fields;
  for (const auto& text : journal_fields_of(event))
    fields.insert(text.substr(0, text.find('=')));
  const std::set<std::string> wanted{"MESSAGE",   "PRIORITY",  "MESSAGE_ID",
                                     "CODE_FILE", "CODE_LINE", "CODE_FUNC"};
  BOOST_TEST(fields == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_place_is_where_the_event_is_made) {
  const Event event(EventKind::started, Severity::notice, "serving");
  const auto line = __LINE__ - 1;
  BOOST_TEST(values_of(event, "CODE_FILE").at(0).ends_with("host_systemd_journal.cpp"));
  BOOST_TEST(values_of(event, "CODE_LINE").at(0) == std::to_string(line));
  BOOST_TEST(values_of(event, "CODE_FUNC").at(0).find("the_place_is_where_the_event_is_made") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(several_documents_give_several_fields) {
  auto event = full_event();
  event.documents = {"a.json", "b/c.json", "d"};
  BOOST_TEST(values_of(event, "HOLDFAST_DOCUMENT") == event.documents, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(severities_are_those_of_syslog) {
  const std::vector<std::pair<Severity, int>> pairs{
      {Severity::debug, LOG_DEBUG},     {Severity::info, LOG_INFO}, {Severity::notice, LOG_NOTICE},
      {Severity::warning, LOG_WARNING}, {Severity::error, LOG_ERR}, {Severity::critical, LOG_CRIT}};
  for (const auto& [severity, priority] : pairs) {
    const Event event(EventKind::started, severity, "x");
    BOOST_TEST(values_of(event, "PRIORITY").at(0) == std::to_string(priority));
  }
}

BOOST_AUTO_TEST_CASE(client_text_cannot_end_its_field_or_move_the_cursor) {
  auto event = full_event();
  event.message = "fine\nPRIORITY=0\n\x1b[2J";
  event.operation = "put\nERRNO=0";
  event.documents = {"a\nMESSAGE=b"};
  event.error = std::string("a\0b", 3);
  for (const auto& text : journal_fields_of(event)) {
    const bool clean =
        std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    BOOST_TEST_CONTEXT(text) BOOST_TEST(clean);
  }
  BOOST_TEST(values_of(event, "MESSAGE").at(0) == "fine\\x0aPRIORITY=0\\x0a\\x1b[2J");
  BOOST_TEST(values_of(event, "PRIORITY").size() == 1U);
  BOOST_TEST(values_of(event, "ERRNO").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_process_that_is_gone_has_no_unit) {
  auto event = full_event();
  event.peer->pid = 0x3fffffff;  // above any pid_max
  BOOST_TEST(values_of(event, "HOLDFAST_PEER_UNIT").empty());
  event.peer->pid = -1;
  BOOST_TEST(values_of(event, "HOLDFAST_PEER_UNIT").empty());
}

BOOST_AUTO_TEST_CASE(every_kind_has_an_id_of_its_own_and_the_catalog_has_the_same) {
  std::set<std::string> ids;
  for (int i = 0; i <= static_cast<int>(EventKind::reload_refused); ++i) {
    const std::string id = message_id_of(static_cast<EventKind>(i));
    BOOST_TEST(id.size() == 32U);
    BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(ids.insert(id).second, "the id " << id << " is used twice");
  }
  const auto listed = ids_in_catalog();
  const std::set<std::string> in_catalog(listed.begin(), listed.end());
  BOOST_TEST(in_catalog.size() == listed.size(), "an id stands twice in the catalog");
  BOOST_TEST(in_catalog == ids, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_operations_guide_has_a_row_for_each_message) {
  std::ifstream file(HOLDFAST_SOURCE_DIR "/docs/OPERATIONS.md");
  Texts rows;
  for (std::string line; std::getline(file, line);) {
    const bool row = line.starts_with("| `") && line.size() > 36 && line.substr(35, 3) == "` |";
    if (row) rows.push_back(line.substr(3, 32));
  }
  auto ids = ids_in_catalog();
  std::sort(ids.begin(), ids.end());
  std::sort(rows.begin(), rows.end());
  BOOST_TEST(rows == ids, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_journal_is_known_by_its_stream) {
  ::unsetenv("JOURNAL_STREAM");
  BOOST_TEST(!stderr_is_the_journal());
  ::setenv("JOURNAL_STREAM", "1:1", 1);
  BOOST_TEST(!stderr_is_the_journal());
  ::unsetenv("JOURNAL_STREAM");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
