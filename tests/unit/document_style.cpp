// Goal: new members and elements follow the style of their neighbours, removal takes its comma and its line
// with it, an empty container opens up in the document's own style, and what stays keeps its bytes. Method:
// tables of golden texts, each also with CRLF line ends, with tabs and with four spaces.
#include "tests/unit/document_style.hpp"

#include <boost/test/unit_test.hpp>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {
namespace {

// An edit in words, as the tables have it.
void apply(Editor& editor, const std::string& edit) {
  const auto first = edit.find(' ');
  const auto second = std::min(edit.find(' ', first + 1), edit.size());
  const auto operation = edit.substr(0, first);
  const auto path = *Pointer::parse(edit.substr(first + 1, second - first - 1));
  const auto rest = second < edit.size() ? edit.substr(second + 1) : std::string("null");
  bool done = false;
  if (operation == "move" || operation == "copy") {
    const auto target = *Pointer::parse(rest);
    done = (operation == "move" ? editor.move(path, target) : editor.copy(path, target)).has_value();
  } else {
    const auto value = json::parse_owned(rest).value();
    const auto result = operation == "add"       ? editor.add(path, value.root())
                        : operation == "remove"  ? editor.remove(path)
                        : operation == "replace" ? editor.replace(path, value.root())
                                                 : editor.merge(path, value.root());
    done = result.has_value();
  }
  BOOST_TEST_REQUIRE(done, edit << " failed");
}

std::string edited(const std::string& before, const std::vector<std::string>& edits) {
  const auto tree = json::parse(before).value();
  Draft draft(before, tree);
  Editor editor(draft, 64);
  for (const auto& edit : edits)
    apply(editor, edit);
  const auto after = draft.assemble();
  BOOST_TEST(undo(after.text, after.splices) == before);
  return after.text;
}

using Change = std::string (*)(const std::string&);

std::string as_it_is(const std::string& text) {
  return text;
}

std::string with_crlf(const std::string& text) {
  std::string changed;
  for (const char c : text)
    changed += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return changed;
}

// The indentation of each line by another one, two spaces at a time.
std::string indented_with(const std::string& text, const std::string& unit) {
  std::string changed;
  std::size_t at = 0;
  while (at < text.size()) {
    while (text.compare(at, 2, "  ") == 0) {
      changed += unit;
      at += 2;
    }
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    changed += text.substr(at, end - at);
    at = end;
  }
  return changed;
}

std::string with_tabs(const std::string& text) {
  return indented_with(text, "\t");
}

std::string with_four_spaces(const std::string& text) {
  return indented_with(text, "    ");
}

void check_all(const std::vector<Golden>& table) {
  for (const auto& [name, before, edits, after] : table) {
    for (const Change change : {as_it_is, with_crlf, with_tabs, with_four_spaces}) {
      // Where the text shows no line end, or no indentation, there is nothing to go by.
      if (change != as_it_is && before.find(change == with_crlf ? "\n" : "\n  ") == std::string::npos)
        continue;
      const auto text = edited(change(before), edits);
      BOOST_TEST(text == change(after), name << ":\n" << text << "\nshould be:\n" << change(after));
      if (text != change(after)) break;
    }
  }
}

BOOST_AUTO_TEST_SUITE(document_style)

BOOST_AUTO_TEST_CASE(a_new_member_looks_like_those_before_it) {
  check_all(insertions());
}

BOOST_AUTO_TEST_CASE(a_new_element_looks_like_its_neighbours) {
  check_all(insertions_into_arrays());
}

BOOST_AUTO_TEST_CASE(a_removal_takes_its_comma_and_its_line_along) {
  check_all(removals());
}

BOOST_AUTO_TEST_CASE(an_empty_container_opens_up_in_the_documents_own_style) {
  check_all(first_children());
}

BOOST_AUTO_TEST_CASE(a_new_container_is_laid_out_like_others_of_its_kind) {
  check_all(new_containers());
}

BOOST_AUTO_TEST_CASE(what_stays_in_a_changed_value_keeps_its_place_and_its_bytes) {
  check_all(rewrites());
}

BOOST_AUTO_TEST_CASE(there_are_enough_of_them) {
  std::size_t count = 0;
  for (const auto& table :
       {insertions(), insertions_into_arrays(), removals(), first_children(), new_containers(), rewrites()})
    count += table.size();
  BOOST_TEST_MESSAGE(count << " golden texts");
  BOOST_TEST(count >= 60U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
