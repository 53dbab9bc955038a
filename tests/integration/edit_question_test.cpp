// Goal: what `edit` asks, and what it does for each answer: no text is lost, none of somebody else's is
// overwritten unasked. Method: the real command at a pseudo terminal, with scripted editors that also play
// the other person, and with signals.
#include <csignal>

#include "tests/integration/edit_session.hpp"

namespace holdfast::test {
namespace {

const std::string invalid_question = "edit again (e) or quit and keep your text (q)? ";
const std::string conflict_question = "edit again (e), overwrite theirs (o) or quit and keep your text (q)? ";

struct Session : EditSession {
  Session() { client().put("a.json", "1\n"); }

  // The editor writes 3 while somebody else puts 2; the question is on the screen.
  std::unique_ptr<PseudoTerminal> in_conflict(std::vector<std::string> later_rounds = {}) {
    later_rounds.insert(later_rounds.begin(), "echo 2 | store; echo 3 >\"$1\"");
    script(later_rounds);
    auto terminal = edit_at_terminal({"a.json"});
    BOOST_TEST_REQUIRE(terminal->shows(conflict_question), terminal->shown());
    return terminal;
  }
  void check_ends(PseudoTerminal& terminal, int exit_code) {
    const auto code = terminal.finish();
    BOOST_TEST(code.value_or(-1) == exit_code, terminal.shown());
  }
  void check_keeps(PseudoTerminal& terminal, int exit_code, const std::string& text) {
    check_ends(terminal, exit_code);
    BOOST_TEST(kept(terminal.shown()) == text);
  }
};

BOOST_FIXTURE_TEST_SUITE(edit_question, Session)

BOOST_AUTO_TEST_CASE(a_text_that_is_no_json_can_be_corrected) {
  script({"write '[\n  nonsense]'", "grep -q nonsense \"$1\" && write '[\n  7]'"});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(terminal->shows("line 2, column 3: "));
  BOOST_TEST(terminal->shows(invalid_question));
  terminal->type("x\n");
  BOOST_TEST(terminal->shows(invalid_question));
  terminal->type("E\n");
  check_ends(*terminal, 0);
  BOOST_TEST(terminal->shown().ends_with("a.json: revision 2, 6 bytes\n"), terminal->shown());
  BOOST_TEST(file("a.json") == "[\n  7]");
  BOOST_TEST(nothing_kept());
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_json_is_kept_for_who_quits) {
  for (const std::string answer : {"q\n", "\x04"}) {
    script({"write '[nonsense]'"});
    const auto terminal = edit_at_terminal({"a.json"});
    BOOST_TEST(terminal->shows(invalid_question));
    terminal->type(answer);
    check_keeps(*terminal, 1, "[nonsense]");
  }
  BOOST_TEST(file("a.json") == "1\n");
}

BOOST_AUTO_TEST_CASE(a_conflict_shows_what_each_side_changed) {
  const auto terminal = in_conflict();
  const auto& shown = terminal->shown();
  const auto theirs = shown.find("theirs (revision 2):\n");
  const auto yours = shown.find("yours:\n");
  BOOST_TEST_REQUIRE(theirs < yours);
  BOOST_TEST(shown.substr(theirs, yours - theirs).find("@@ -1 +1 @@\n-1\n+2\n") != std::string::npos, shown);
  BOOST_TEST(shown.substr(yours).find("@@ -1 +1 @@\n-1\n+3\n") != std::string::npos, shown);
  terminal->type("q\n");
  check_keeps(*terminal, 1, "3\n");
  BOOST_TEST(file("a.json") == "2\n");
}

BOOST_AUTO_TEST_CASE(theirs_can_be_overwritten) {
  const auto terminal = in_conflict();
  terminal->type("o\n");
  check_ends(*terminal, 0);
  BOOST_TEST(terminal->shown().ends_with("a.json: revision 3, 2 bytes\n"), terminal->shown());
  BOOST_TEST(file("a.json") == "3\n");
  BOOST_TEST(nothing_kept());
}

BOOST_AUTO_TEST_CASE(what_is_saved_while_the_question_stands_is_not_thrown_away) {
  const auto terminal = in_conflict();
  BOOST_TEST_REQUIRE(drafts().size() == 1U);
  const auto path = drafts().begin()->first;
  write_file(path, "saved later\n");
  terminal->type("o\n");
  check_ends(*terminal, 0);
  BOOST_TEST(file("a.json") == "3\n");
  BOOST_TEST(terminal->shown().find("it is kept as " + path + "\n") != std::string::npos, terminal->shown());
  BOOST_TEST(read_file(path) == "saved later\n");
}

BOOST_AUTO_TEST_CASE(both_sides_can_be_brought_together_in_the_editor) {
  const auto terminal = in_conflict({"echo \"[$(cat \"$1.theirs\"), $(cat \"$1\")]\" >\"$1\""});
  terminal->type("e\n");
  BOOST_TEST(terminal->shows("their text is in "));
  BOOST_TEST(terminal->shows("/a.json.theirs\n"));
  check_ends(*terminal, 0);
  BOOST_TEST(file("a.json") == "[2, 3]\n");
  BOOST_TEST(nothing_kept());
}

BOOST_AUTO_TEST_CASE(theirs_can_be_taken_in_the_editor) {
  const auto terminal = in_conflict({"cp \"$1.theirs\" \"$1\""});
  terminal->type("e\n");
  check_ends(*terminal, 0);
  BOOST_TEST(terminal->shown().ends_with("no change\n"), terminal->shown());
  BOOST_TEST(client().get("a.json").document_revision() == 2);
  BOOST_TEST(nothing_kept());
}

BOOST_AUTO_TEST_CASE(leaving_the_editor_as_it_was_is_no_decision_to_overwrite) {
  const auto terminal = in_conflict({"true"});
  terminal->type("e\n");
  BOOST_TEST(terminal->shows("your text is as it was"));
  BOOST_TEST(terminal->shows(conflict_question));
  BOOST_TEST(file("a.json") == "2\n");
  terminal->type("q\n");
  check_keeps(*terminal, 1, "3\n");
}

BOOST_AUTO_TEST_CASE(a_second_conflict_is_asked_about_too) {
  const auto terminal = in_conflict({"echo 4 | store; echo 5 >\"$1\""});
  terminal->type("e\n");
  BOOST_TEST(terminal->shows("theirs (revision 3):\n"));
  BOOST_TEST(terminal->shows("-2\n+4\n"));
  BOOST_TEST(terminal->shows("-2\n+5\n"));
  BOOST_TEST(terminal->shows(conflict_question));
  terminal->type("o\n");
  check_ends(*terminal, 0);
  BOOST_TEST(file("a.json") == "5\n");
}

BOOST_AUTO_TEST_CASE(a_document_that_was_deleted_or_made_meanwhile_is_a_conflict) {
  script({"holdfast delete a.json >/dev/null; echo 3 >\"$1\"", "echo 4 | store; echo 5 >\"$1\""});
  const auto deleted = edit_at_terminal({"a.json"});
  BOOST_TEST(deleted->shows("theirs (deleted):\n"));
  BOOST_TEST(deleted->shows(conflict_question));
  deleted->type("o\n");
  check_ends(*deleted, 0);
  BOOST_TEST(file("a.json") == "3\n");
  const auto made = edit_at_terminal({"new.json"});
  BOOST_TEST(made->shows(conflict_question));
  made->type("q\n");
  check_keeps(*made, 1, "5\n");
  BOOST_TEST(file("new.json") == "4\n");
}

BOOST_AUTO_TEST_CASE(what_was_typed_before_the_question_is_no_answer) {
  script({"echo 2 | store; echo 3 >\"$1\"; while [ ! -e \"$0.go\" ]; do sleep 0.02; done"});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(eventually([&] { return file("a.json") == "2\n"; }));
  terminal->type("o\n");
  write_file(outside("editor.go"), "");
  BOOST_TEST_REQUIRE(terminal->shows(conflict_question), terminal->shown());
  terminal->type("q\n");
  check_keeps(*terminal, 1, "3\n");
  BOOST_TEST(file("a.json") == "2\n");
}

BOOST_AUTO_TEST_CASE(a_daemon_that_stops_before_the_answer_keeps_the_text) {
  const auto terminal = in_conflict();
  daemon().stop();
  terminal->type("o\n");
  check_keeps(*terminal, 3, "3\n");
}

BOOST_AUTO_TEST_CASE(a_signal_at_the_question_keeps_the_text_and_says_where) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    script({"write '[nonsense]'"});
    const auto terminal = edit_at_terminal({"a.json"});
    BOOST_TEST(terminal->shows(invalid_question));
    if (signal == SIGINT) {
      terminal->type("\x03");
    } else {
      terminal->program().send(signal);
    }
    check_keeps(*terminal, 128 + signal, "[nonsense]");
  }
}

BOOST_AUTO_TEST_CASE(ctrl_c_while_the_editor_runs_is_the_editors) {
  script({"trap 'echo 3 >\"$1\"; exit 0' INT; echo ready; while :; do sleep 0.02; done"});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(terminal->shows("ready"));
  terminal->type("\x03");
  check_ends(*terminal, 0);
  BOOST_TEST(file("a.json") == "3\n");
}

BOOST_AUTO_TEST_CASE(a_signal_while_the_editor_runs_keeps_the_text) {
  script({"echo 3 >\"$1\"; echo ready; while [ ! -e \"$0.go\" ]; do sleep 0.02; done"});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(terminal->shows("ready"));
  terminal->program().send(SIGTERM);
  check_keeps(*terminal, 128 + SIGTERM, "3\n");
  write_file(outside("editor.go"), "");
  BOOST_TEST(file("a.json") == "1\n");
}

BOOST_AUTO_TEST_CASE(a_window_that_is_closed_keeps_the_text) {
  const auto terminal = in_conflict();
  terminal->hang_up();
  const auto code = terminal->program().wait(std::chrono::seconds(30));
  BOOST_TEST(code.has_value());
  BOOST_TEST_REQUIRE(drafts().size() == 1U);
  BOOST_TEST(drafts().begin()->second == "3\n");
  BOOST_TEST(file("a.json") == "2\n");
}

BOOST_AUTO_TEST_CASE(a_document_cannot_move_the_cursor_of_who_is_asked) {
  script({"printf '\"\\033[2J\"' >\"$1\""});
  const auto terminal = edit_at_terminal({"a.json"});
  BOOST_TEST(terminal->shows(invalid_question));
  terminal->type("q\n");
  check_ends(*terminal, 1);
  BOOST_TEST(terminal->shown().find('\x1b') == std::string::npos);
  client().put("a.txt", "old\n");
  script({"printf 'their \\033[2J\\n' | store; printf 'my \\033[2J\\n' >\"$1\""});
  const auto conflict = edit_at_terminal({"a.txt"});
  BOOST_TEST(conflict->shows("+their \\x1b[2J\n"));
  BOOST_TEST(conflict->shows("+my \\x1b[2J\n"));
  BOOST_TEST(conflict->shows(conflict_question));
  conflict->type("q\n");
  check_ends(*conflict, 1);
  BOOST_TEST(conflict->shown().find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
