// Goal: files belong to people too: an edit by hand is neither overwritten unasked nor in the way. Method:
// files are changed behind the daemon's back in the ways editors do it, then changed through it.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

BOOST_FIXTURE_TEST_SUITE(hand_edit, Store)

BOOST_AUTO_TEST_CASE(an_edit_becomes_a_revision_before_the_next_commit) {
  auto store = client();
  store.put("a.json", "1\n");
  replace_file(path("a.json"), "{\"by\": \"hand\"}\n");
  const auto reply = store.put("a.json", "2\n");
  BOOST_TEST(reply.error() == "");
  BOOST_TEST(reply.integer("revision") == 3);
  BOOST_TEST(file("a.json") == "2\n");
}

BOOST_AUTO_TEST_CASE(an_edit_fails_the_precondition_of_who_has_not_seen_it) {
  auto store = client();
  store.put("a.json", "1\n");
  for (const bool in_place : {true, false}) {
    const std::string edit = in_place ? "10\n" : "20\n";
    const auto seen = store.get("a.json").document_revision();
    in_place ? write_file(path("a.json"), edit) : replace_file(path("a.json"), edit);
    const auto refused = store.put("a.json", "2\n", seen);
    BOOST_TEST(refused.error() == "RevisionMismatch");
    BOOST_TEST(refused.integer("actual") == seen + 1);
    BOOST_TEST(file("a.json") == edit);
    const auto now = store.get("a.json");
    BOOST_TEST(now.content() == edit);
    BOOST_TEST(store.remove("a.json", seen).error() == "RevisionMismatch");
  }
  BOOST_TEST(store.put("a.json", "2\n", store.get("a.json").document_revision()).error() == "");
}

BOOST_AUTO_TEST_CASE(an_edit_of_the_same_size_in_the_same_moment_is_seen) {
  auto store = client();
  for (int i = 0; i < 50; ++i) {
    const auto revision = store.put("a.json", "1\n").document_revision();
    write_file(path("a.json"), "2\n");
    BOOST_TEST(store.put("a.json", "3\n", revision).error() == "RevisionMismatch");
    BOOST_TEST(file("a.json") == "2\n");
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_only_touched_is_no_edit) {
  auto store = client();
  store.put("a.json", "1\n");
  ::chmod(path("a.json").c_str(), 0600);
  std::filesystem::last_write_time(path("a.json"), std::filesystem::file_time_type::clock::now());
  BOOST_TEST(store.put("a.json", "2\n", 1).integer("revision") == 2);
}

BOOST_AUTO_TEST_CASE(an_invalid_edit_is_never_overwritten) {
  auto store = client();
  store.put("a.json", "1\n");
  write_file(path("a.json"), "{\n  broken\n");
  const auto refused = store.put("a.json", "2\n");
  BOOST_TEST(refused.error() == "InvalidOnDisk");
  BOOST_TEST(refused.integer("line") == 2);
  BOOST_TEST(store.remove("a.json").error() == "InvalidOnDisk");
  BOOST_TEST(file("a.json") == "{\n  broken\n");
  const auto served = store.get("a.json");
  BOOST_TEST(served.content() == "1\n");
  BOOST_TEST(!served.document().find("valid")->boolean());
  write_file(path("a.json"), "{}\n");
  BOOST_TEST(store.put("a.json", "2\n").error() == "");
  BOOST_TEST(store.get("a.json").document().find("valid")->boolean());
}

BOOST_AUTO_TEST_CASE(a_file_removed_by_hand_is_gone) {
  auto store = client();
  store.put("a.json", "1\n");
  std::filesystem::remove(path("a.json"));
  BOOST_TEST(store.remove("a.json").error() == "NoSuchDocument");
  BOOST_TEST(store.put("a.json", "2\n", 1).error() == "RevisionMismatch");
  BOOST_TEST(store.put("a.json", "2\n", 0).error() == "");
}

BOOST_AUTO_TEST_CASE(a_file_made_by_hand_is_a_document) {
  auto store = client();
  write_file(path("net/wifi.json"), "1\n");
  BOOST_TEST(store.put("net/wifi.json", "2\n", 0).error() == "RevisionMismatch");
  BOOST_TEST(store.get("net/wifi.json").content() == "1\n");
}

BOOST_AUTO_TEST_CASE(edits_made_while_it_was_down_are_taken_in) {
  client().put("a.json", "1\n");
  client().put("b.json", "1\n");
  daemon().stop();
  replace_file(path("a.json"), "2\n");
  std::filesystem::remove(path("b.json"));
  write_file(path("c.json"), "3\n");
  daemon().start();
  auto store = client();
  BOOST_TEST(store.get("a.json").content() == "2\n");
  BOOST_TEST(store.get("a.json").document_revision() == 3);
  BOOST_TEST(store.get("b.json").error() == "NoSuchDocument");
  BOOST_TEST(store.get("c.json").content() == "3\n");
}

BOOST_AUTO_TEST_CASE(files_with_other_names_are_left_alone) {
  daemon().stop();
  const std::map<std::string, std::string> others{{".hidden", "x"},      {"a.json~", "x"},
                                                  {"a.conflict-7", "x"}, {"with space", "x"},
                                                  {"a.tmp", "x"},        {".a.json.swp", "x"}};
  for (const auto& [name, bytes] : others)
    write_file(path(name), bytes);
  daemon().start();
  BOOST_TEST(client().call("Status").integer("documents") == 0);
  for (const auto& [name, bytes] : others)
    BOOST_TEST(std::filesystem::exists(path(name)), name << " is gone");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
