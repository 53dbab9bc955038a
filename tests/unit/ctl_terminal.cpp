// Goal: colours and escapes reach a terminal and nothing else; a diff that is not shown to a person keeps its
// bytes; one that is cannot move the cursor. Method: diffs with each kind of line and with hostile text.
#include "ipc/ctl/terminal.hpp"

#include <boost/test/unit_test.hpp>

#include "ipc/ctl/editor_process.hpp"

namespace holdfast::ctl {
namespace {

constexpr Look plain{false, false};
constexpr Look safe{true, false};
constexpr Look coloured{true, true};

const std::string diff =
    "--- a/servers.json\n"
    "+++ b/servers.json\n"
    "@@ -1,4 +1,4 @@ hosts\n"
    " same\n"
    "--- old\n"
    "+++ new\n"
    "\\ No newline at end of file\n"
    "@@ -9 +9 @@\n"
    "-\n";

BOOST_AUTO_TEST_SUITE(ctl_terminal)

BOOST_AUTO_TEST_CASE(only_a_terminal_that_wants_colours_gets_them) {
  const auto check = [](Look look, bool is_safe, bool is_coloured) {
    BOOST_TEST(look.safe == is_safe);
    BOOST_TEST(look.colour == is_coloured);
  };
  check(look_for(true, nullptr, "xterm"), true, true);
  check(look_for(true, nullptr, nullptr), true, true);
  check(look_for(true, "", "xterm"), true, true);
  check(look_for(true, "1", "xterm"), true, false);
  check(look_for(true, "0", "xterm"), true, false);
  check(look_for(true, nullptr, "dumb"), true, false);
  check(look_for(false, nullptr, "xterm"), false, false);
}

BOOST_AUTO_TEST_CASE(a_diff_looks_as_git_shows_it) {
  BOOST_TEST(dress_diff(diff, coloured) ==
             "\x1b[1m--- a/servers.json\x1b[m\n"
             "\x1b[1m+++ b/servers.json\x1b[m\n"
             "\x1b[36m@@ -1,4 +1,4 @@\x1b[m hosts\n"
             " same\n"
             "\x1b[31m--- old\x1b[m\n"
             "\x1b[32m+++ new\x1b[m\n"
             "\\ No newline at end of file\n"
             "\x1b[36m@@ -9 +9 @@\x1b[m\n"
             "\x1b[31m-\x1b[m\n");
}

BOOST_AUTO_TEST_CASE(without_colours_a_harmless_diff_is_shown_as_it_is) {
  BOOST_TEST(dress_diff(diff, safe) == diff);
  BOOST_TEST(dress_diff(diff, plain) == diff);
  BOOST_TEST(dress_diff("", coloured) == "");
  BOOST_TEST(dress_diff("@@ -1 +1 @@\n-a", safe) == "@@ -1 +1 @@\n-a");
}

BOOST_AUTO_TEST_CASE(on_a_terminal_control_characters_are_escaped_and_tabs_and_letters_stay) {
  const std::string hostile =
      "@@ -1 +1 @@\n"
      "+\ta\x1b[2J\rb\x07\xC2\x9B\xE2\x80\xAE caf\xC3\xA9\n"
      "-bad \xFF\tcaf\xC3\xA9\n";
  BOOST_TEST(dress_diff(hostile, safe) ==
             "@@ -1 +1 @@\n"
             "+\ta\\x1b[2J\\x0db\\x07\\xc2\\x9b\\xe2\\x80\\xae caf\xC3\xA9\n"
             "-bad \\xff\tcaf\xC3\xA9\n");
  BOOST_TEST(dress_diff(hostile, plain) == hostile);
  const auto shown = dress_diff("--- \x1b[31m\n", coloured);
  BOOST_TEST(shown == "\x1b[1m--- \\x1b[31m\x1b[m\n");
}

BOOST_AUTO_TEST_CASE(a_name_is_bold_only_with_colours) {
  BOOST_TEST(bold("a.json", coloured) == "\x1b[1ma.json\x1b[m");
  BOOST_TEST(bold("a.json", safe) == "a.json");
  BOOST_TEST(bold("a.json", plain) == "a.json");
}

BOOST_AUTO_TEST_CASE(the_editor_is_visual_then_editor_then_vi) {
  BOOST_TEST(editor_command("code -w", "ed") == "code -w");
  BOOST_TEST(editor_command("", "ed") == "ed");
  BOOST_TEST(editor_command(nullptr, "ed -s") == "ed -s");
  BOOST_TEST(editor_command(nullptr, "") == "vi");
  BOOST_TEST(editor_command(nullptr, nullptr) == "vi");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::ctl
