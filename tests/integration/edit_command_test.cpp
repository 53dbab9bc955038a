// Goal: `edit` puts what the editor made of a document, and removes its file only then; without a terminal it
// asks nothing and keeps the text. Method: the real command with scripted editors, standard input empty.
#include <sys/resource.h>
#include <sys/stat.h>

#include "ipc/json/parse.hpp"
#include "tests/integration/edit_session.hpp"
#include "tests/integration/fake_server.hpp"

namespace holdfast::test {
namespace {

const std::string no_such_document =
    R"({"error":"io.holdfast.config.NoSuchDocument","parameters":{"document":"a.json","message":"none"}})";

struct Keeping : EditSession {
  using EditSession::EditSession;

  // Ended with this code and one line, and keeps `text`.
  void check_kept(const Finished& finished, int exit_code, const std::string& text) {
    check_stopped(finished, exit_code);
    BOOST_TEST(kept(finished.errors) == text);
  }
};

struct Session : Keeping {
  Session() { client().put("net/a.json", "{\"x\": 1}\n"); }
};

struct NoDaemon : Keeping {
  NoDaemon() : Keeping("", Begin::stopped) {}
};

BOOST_AUTO_TEST_SUITE(edit_command)

BOOST_FIXTURE_TEST_CASE(an_unchanged_text_changes_nothing, Session) {
  script({"cat \"$1\" >\"$0.seen\"; touch \"$1\""});
  const auto finished = edit({"net/a.json"});
  check_done(finished);
  BOOST_TEST(finished.output == "no change\n");
  BOOST_TEST(read_file(outside("editor.seen")) == "{\"x\": 1}\n");
  BOOST_TEST(client().get("net/a.json").document_revision() == 1);
  BOOST_TEST(nothing_kept());
}

BOOST_FIXTURE_TEST_CASE(a_changed_text_is_put_and_its_file_removed, Session) {
  script({"[ \"${1##*/}\" = a.json ] && write '{\"x\": 22}'"});
  const auto finished = edit({"net/a.json", "-m", "by hand"});
  check_done(finished);
  BOOST_TEST(finished.output == "net/a.json: revision 2, 9 bytes\n");
  BOOST_TEST(file("net/a.json") == "{\"x\": 22}");
  BOOST_TEST(eventually([&] { return daemon().log().find("by hand") != std::string::npos; }));
  BOOST_TEST(nothing_kept());
}

BOOST_FIXTURE_TEST_CASE(a_new_document_starts_empty, Session) {
  script({"[ ! -s \"$1\" ] && write '[]'", "true", "write ''", "write 'text'"});
  BOOST_TEST(edit({"new.json"}).output == "new.json: revision 2, 2 bytes\n");
  BOOST_TEST(edit({"other.json"}).output == "no change\n");
  BOOST_TEST(edit({"other.json"}).output == "no change\n");
  BOOST_TEST(!std::filesystem::exists(path("other.json")));
  check_done(edit({"other.txt"}));
  BOOST_TEST(file("other.txt") == "text");
  BOOST_TEST(nothing_kept());
}

BOOST_FIXTURE_TEST_CASE(the_editor_is_a_command_with_options_and_visual_goes_first, Session) {
  script({"true"});
  const auto editor = outside("an editor");
  write_file(editor, "#!/bin/sh\n[ $# = 3 ] && printf '\"%s %s\"' \"$1\" \"$2\" >\"$3\"\n");
  ::chmod(editor.c_str(), 0755);
  check_done(edit({"net/a.json"}, {{"VISUAL", "'" + editor.string() + "' -w 'two words'"}}));
  BOOST_TEST(file("net/a.json") == "\"-w two words\"");
  BOOST_TEST(rounds() == 0);
}

BOOST_FIXTURE_TEST_CASE(bytes_that_are_no_text_come_back_as_they_were, Session) {
  const std::string bytes("\0\xff\x1b\r\n no newline", 17);
  client().put("a.bin", bytes);
  script({"true", "printf more >>\"$1\""});
  BOOST_TEST(edit({"a.bin"}).output == "no change\n");
  check_done(edit({"a.bin"}));
  BOOST_TEST((file("a.bin") == bytes + "more"));
}

BOOST_FIXTURE_TEST_CASE(without_a_terminal_a_text_that_is_no_json_is_kept, Session) {
  script({"write '{\n  \"x\": nonsense}'"});
  const auto finished = edit({"net/a.json"});
  check_kept(finished, 1, "{\n  \"x\": nonsense}");
  BOOST_TEST(finished.errors.starts_with("holdfast: line 2, column 8: "), finished.errors);
  BOOST_TEST(rounds() == 1);
  BOOST_TEST(client().get("net/a.json").document_revision() == 1);
}

BOOST_FIXTURE_TEST_CASE(without_a_terminal_a_text_that_came_too_late_is_kept, Session) {
  client().put("a.json", "1\n");
  script({"echo 2 | store; write 3"});
  const auto finished = edit({"a.json"});
  BOOST_TEST(finished.exit_code == 1);
  BOOST_TEST(std::count(finished.errors.begin(), finished.errors.end(), '\n') == 1, finished.errors);
  BOOST_TEST(kept(finished.errors) == "3");
  BOOST_TEST(finished.output.find("\n-1\n+2\n") != std::string::npos, finished.output);
  BOOST_TEST(finished.output.find("\n-1\n+3\n") != std::string::npos, finished.output);
  BOOST_TEST(file("a.json") == "2\n");
}

BOOST_FIXTURE_TEST_CASE(when_the_editor_fails_a_changed_text_is_kept_and_an_unchanged_one_removed, Session) {
  script({"exit 3", "write 7; exit 1", "write 8; kill -KILL $$", "rm \"$1\"; exit 1"});
  check_stopped(edit({"net/a.json"}), 2);
  BOOST_TEST(nothing_kept());
  check_kept(edit({"net/a.json"}), 2, "7");
  const auto killed = edit({"net/a.json"});
  BOOST_TEST(killed.exit_code == 2);
  BOOST_TEST(kept(killed.errors) == "8");
  check_stopped(edit({"net/a.json"}), 2);
  BOOST_TEST(edit({"new.json"}, {{"EDITOR", outside("none").string()}}).exit_code == 2);
  BOOST_TEST(drafts().size() == 2U);
  BOOST_TEST(client().get("net/a.json").document_revision() == 1);
}

BOOST_FIXTURE_TEST_CASE(what_an_editor_left_beside_the_text_is_not_thrown_away, Session) {
  script({"write 7; echo unsaved >\"${1%/*}/.a.json.swp\""});
  const auto finished = edit({"net/a.json"});
  BOOST_TEST(finished.exit_code == 0);
  BOOST_TEST(finished.errors.starts_with("holdfast: the editor left files in "), finished.errors);
  BOOST_TEST_REQUIRE(drafts().size() == 1U);
  BOOST_TEST(drafts().begin()->second == "unsaved\n");
}

BOOST_FIXTURE_TEST_CASE(when_the_daemon_stops_meanwhile_the_text_is_kept, Session) {
  script({"kill $DAEMON; while holdfast status >/dev/null 2>&1; do sleep 0.02; done; write 7"});
  check_kept(edit({"net/a.json"}, {{"DAEMON", std::to_string(daemon().pid())}}), 3, "7");
}

BOOST_FIXTURE_TEST_CASE(what_the_store_refuses_is_kept, Keeping) {
  daemon().stop();
  daemon().options().settings = R"({"documentBytesMax": 1000, "depthMax": 3})";
  daemon().start();
  script({"head -c 2000 /dev/zero | tr '\\0' x >\"$1\"", "write '[[[[]]]]'"});
  check_kept(edit({"large.txt"}), 1, std::string(2000, 'x'));
  check_kept(edit({"deep.json"}), 1, "[[[[]]]]");
}

BOOST_FIXTURE_TEST_CASE(when_the_disk_takes_no_more_the_text_is_kept, NoDaemon) {
  daemon().options().prepare = [] {
    const rlimit limit{65'536, 65'536};
    (void)::setrlimit(RLIMIT_FSIZE, &limit);
  };
  daemon().options().settings = R"({"journalSegmentBytes": 65536})";
  daemon().start();
  script({"head -c 100000 /dev/zero | tr '\\0' x >\"$1\""});
  check_kept(edit({"a.txt"}), 5, std::string(100'000, 'x'));
}

BOOST_FIXTURE_TEST_CASE(when_the_answer_is_lost_the_text_is_kept, NoDaemon) {
  const FakeServer server(socket(), {no_such_document + '\0', ""});
  script({"write 7"});
  check_kept(edit({"a.json"}), 6, "7");
}

BOOST_FIXTURE_TEST_CASE(an_answer_that_says_nothing_of_the_disk_keeps_the_text, NoDaemon) {
  const std::string planned =
      R"({"parameters":{"outcome":"planned","revision":0,"documents":[],"applied":[]}})";
  const FakeServer server(socket(), {no_such_document + '\0', planned + '\0'});
  script({"write 7"});
  check_kept(edit({"a.json"}), 6, "7");
}

BOOST_FIXTURE_TEST_CASE(rights_that_are_taken_away_meanwhile_keep_the_text, NoDaemon) {
  const std::string denied = R"({"error":"org.varlink.service.PermissionDenied"})";
  const FakeServer server(socket(), {no_such_document + '\0', denied + '\0'});
  script({"write 7"});
  check_kept(edit({"a.json"}), 4, "7");
}

BOOST_FIXTURE_TEST_CASE(a_signal_before_the_answer_says_that_the_outcome_is_not_known, NoDaemon) {
  const FakeServer server(socket(), {no_such_document + '\0'});
  script({"write 7"});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(eventually([&] { return server.calls().size() == 2; }));
  terminal->type("\x03");
  BOOST_TEST(terminal->finish().value_or(-1) == 6);
  BOOST_TEST(terminal->shown().find("may or may not have been made") != std::string::npos, terminal->shown());
  BOOST_TEST(kept(terminal->shown()) == "7");
}

BOOST_FIXTURE_TEST_CASE(nothing_is_opened_for_who_cannot_have_the_document, Session) {
  script({"write 7"});
  check_stopped(edit({"../a.json"}), 1);
  check_stopped(edit({"caf\xe9.json"}), 2);
  check_stopped(edit({}), 2);
  daemon().stop();
  check_stopped(edit({"net/a.json"}), 3);
  BOOST_TEST(rounds() == 0);
  BOOST_TEST(nothing_kept());
}

BOOST_FIXTURE_TEST_CASE(a_place_for_the_text_that_is_not_there_is_passed_over, Session) {
  script({"write 7"});
  const auto finished = edit({"net/a.json"}, {{"TMPDIR", outside("none").string()}});
  check_done(finished);
  BOOST_TEST(file("net/a.json") == "7");
  BOOST_TEST(nothing_kept());
}

BOOST_FIXTURE_TEST_CASE(programs_get_json_also_where_nothing_changed, Session) {
  script({"true", "write 7", "true"});
  for (const auto* document : {"net/a.json", "net/a.json", "new.json"}) {
    const auto finished = edit({document, "--json"});
    check_done(finished);
    const auto reply = json::parse_owned(finished.output);
    BOOST_TEST_REQUIRE(reply.has_value());
    for (const auto* name : {"outcome", "revision", "documents", "applied"})
      BOOST_TEST(reply->root().find(name).has_value(), name);
  }
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_shows_the_diff_and_keeps_the_text, Session) {
  script({"write '{\"x\": 2}\n'", "true"});
  const auto finished = edit({"net/a.json", "--dry-run"});
  BOOST_TEST(finished.exit_code == 0);
  BOOST_TEST(finished.output.find("\n-{\"x\": 1}\n+{\"x\": 2}\n") != std::string::npos, finished.output);
  BOOST_TEST(kept(finished.errors) == "{\"x\": 2}\n");
  BOOST_TEST(client().get("net/a.json").document_revision() == 1);
  BOOST_TEST(edit({"net/a.json", "--dry-run"}).output == "no change\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
