// Goal: the parts below the editor keep their promises: splices redo and undo, a draft can go back to a mark,
// tells its size, and shows values as they are now. Method: small documents.
#include "daemon/document/draft.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {
namespace {

using Splices = std::vector<Splice>;

// A document under edit, by paths and values in words.
class Edited {
 public:
  explicit Edited(const std::string& given, std::size_t depth_max = 64, std::size_t bytes_max = 1'000'000)
      : text(given),
        tree(json::parse(text).value()),
        draft(text, tree, bytes_max),
        editor(draft, depth_max) {}

  void add(const std::string& path, const std::string& value) {
    BOOST_TEST_REQUIRE(editor.add(*Pointer::parse(path), json::parse_owned(value).value().root()).has_value(),
                       path);
  }
  void replace(const std::string& path, const std::string& value) {
    BOOST_TEST_REQUIRE(
        editor.replace(*Pointer::parse(path), json::parse_owned(value).value().root()).has_value(), path);
  }
  void remove(const std::string& path) {
    BOOST_TEST_REQUIRE(editor.remove(*Pointer::parse(path)).has_value(), path);
  }
  [[nodiscard]] std::string now() const { return draft.assemble().text; }

  std::string text;
  json::Tree tree;
  Draft draft;
  Editor editor;
};

BOOST_AUTO_TEST_SUITE(document_draft)

BOOST_AUTO_TEST_CASE(splices_are_done_again_and_undone) {
  const std::string text = "0123456789";
  const std::vector<std::pair<Splices, std::string>> table{
      {{}, "0123456789"},
      {{{0, "", "a"}}, "a0123456789"},
      {{{10, "", "a"}}, "0123456789a"},
      {{{3, "345", ""}}, "0126789"},
      {{{3, "345", "abcdef"}}, "012abcdef6789"},
      {{{0, "0123456789", ""}}, ""},
      {{{1, "1", "a"}, {3, "3", ""}, {9, "9", "bc"}}, "0a245678bc"},
      {{{1, "1", ""}, {2, "2", ""}, {3, "", "x"}}, "0x3456789"}};
  for (const auto& [splices, after] : table) {
    BOOST_TEST(fits(text, splices));
    BOOST_TEST(redo(text, splices) == after);
    BOOST_TEST(undo(after, splices) == text);
  }
}

BOOST_AUTO_TEST_CASE(splices_of_another_text_do_not_fit) {
  const std::string text = "0123456789";
  const std::vector<Splices> table{{{1, "2", ""}},
                                   {{9, "9x", ""}},
                                   {{10, "x", ""}},
                                   {{11, "", "x"}},
                                   {{UINT64_MAX, "", "x"}},
                                   {{5, "5", ""}, {3, "3", ""}},
                                   {{3, "345", ""}, {4, "4", ""}}};
  for (const auto& splices : table)
    BOOST_TEST(!fits(text, splices));
}

BOOST_AUTO_TEST_CASE(a_draft_without_edits_is_the_document) {
  for (const std::string text : {" 1 ", "[]", "\n{ \"a\" : [1, 2] }\r\n"}) {
    const Edited edited(text);
    const auto after = edited.draft.assemble();
    BOOST_TEST(after.text == text);
    BOOST_TEST(after.splices.empty());
    BOOST_TEST(after.tree.nodes().size() == edited.tree.nodes().size());
    BOOST_TEST(edited.draft.extent().bytes == static_cast<std::int64_t>(text.size()));
  }
}

BOOST_AUTO_TEST_CASE(splices_tell_the_least_that_changed) {
  Edited edited("{\n  \"a\": \"one\",\n  \"b\": 2,\n  \"c\": 3\n}\n");
  edited.replace("/a", "\"none\"");
  edited.remove("/b");
  const auto after = edited.draft.assemble();
  BOOST_TEST_REQUIRE(after.splices.size() == 2U);
  BOOST_TEST((after.splices[0] == Splice{10, "", "n"}));
  BOOST_TEST(after.splices[1].removed.size() == std::string("\n  \"b\": 2,").size());
  BOOST_TEST(after.splices[1].inserted.empty());
}

BOOST_AUTO_TEST_CASE(splices_do_not_cut_characters) {
  Edited edited("[\"\xC3\xA9\xC3\xA9\", \"\xE2\x82\xAC\", \"\xF0\x9F\x98\x80\"]");
  edited.replace("/0", "\"\xC3\xA8\xC3\xA9\"");
  edited.replace("/1", "\"\xE2\x82\xAD\"");
  edited.replace("/2", "\"\xF0\x9F\x99\x80\"");
  const auto after = edited.draft.assemble();
  BOOST_TEST_REQUIRE(after.splices.size() == 3U);
  BOOST_TEST((after.splices[0] == Splice{2, "\xC3\xA9", "\xC3\xA8"}));
  BOOST_TEST((after.splices[1] == Splice{10, "\xE2\x82\xAC", "\xE2\x82\xAD"}));
  BOOST_TEST((after.splices[2] == Splice{17, "\xF0\x9F\x98\x80", "\xF0\x9F\x99\x80"}));
}

BOOST_AUTO_TEST_CASE(edits_that_undo_each_other_leave_no_splices) {
  Edited edited("{\"a\": 1, \"b\": [1, 1]}");
  edited.replace("/a", "2");
  edited.replace("/a", "1");
  edited.add("/c", "3");
  edited.remove("/c");
  edited.remove("/b/0");
  edited.add("/b/-", "1");
  BOOST_TEST(edited.draft.assemble().splices.empty());
}

BOOST_AUTO_TEST_CASE(a_draft_goes_back_to_its_marks) {
  Edited edited("{\"a\": {\"x\": 1}, \"b\": 2}");
  edited.replace("/b", "3");
  const auto first_text = edited.now();
  const auto first = edited.draft.mark();
  edited.add("/a/y", "2");
  const auto second_text = edited.now();
  const auto second = edited.draft.mark();
  edited.remove("/a");
  edited.add("/a", "[]");
  edited.draft.roll_back(second);
  BOOST_TEST(edited.now() == second_text);
  edited.replace("/a/y", "7");
  edited.draft.roll_back(second);
  BOOST_TEST(edited.now() == second_text);
  edited.remove("/a/x");
  edited.draft.roll_back(first);
  BOOST_TEST(edited.now() == first_text);
  edited.add("/a/z", "1");
  BOOST_TEST(edited.now() == "{\"a\": {\"x\": 1, \"z\": 1}, \"b\": 3}");
}

BOOST_AUTO_TEST_CASE(a_draft_goes_back_behind_texts_that_were_put_together) {
  std::string text = "[0";
  for (int i = 1; i < 500; ++i)
    text += ", " + std::to_string(i);
  Edited edited(text + "]");
  for (int i = 0; i < 200; ++i)
    edited.replace("/" + std::to_string(2 * i), "-1");
  const auto before = edited.now();
  const auto mark = edited.draft.mark();
  for (int i = 0; i < 450; ++i)
    edited.remove("/0");
  BOOST_TEST(edited.draft.count(edited.draft.root()) == 50U);
  edited.draft.roll_back(mark);
  BOOST_TEST(edited.now() == before);
  edited.replace("/499", "1");
  BOOST_TEST(edited.now() == before.substr(0, before.size() - 4) + "1]");
}

BOOST_AUTO_TEST_CASE(splices_stay_small_however_often_a_container_was_put_together) {
  std::string text = "[1000";
  for (int i = 1001; i < 3000; ++i)
    text += ", " + std::to_string(i);
  Edited edited(text + "]");
  for (int i = 0; i < 500; ++i) {
    if (i % 100 == 50) (void)edited.draft.mark();
    edited.replace("/" + std::to_string(4 * i), "\"x\"");
  }
  const auto after = edited.draft.assemble();
  BOOST_TEST_REQUIRE(after.splices.size() == 500U);
  for (std::size_t i = 0; i < 500; ++i) {
    BOOST_TEST(after.splices[i].offset == 1 + 6 * 4 * i);
    BOOST_TEST(after.splices[i].removed == std::to_string(1000 + 4 * i));
    BOOST_TEST(after.splices[i].inserted == "\"x\"");
  }
}

BOOST_AUTO_TEST_CASE(a_snapshot_shows_a_value_as_it_is_now) {
  Edited edited("{\"a\": {\"x\": 1}, \"b\": 2}");
  edited.add("/a/y", "2");
  const auto root = edited.draft.root();
  const auto position = edited.draft.find_member(root, "a");
  BOOST_TEST_REQUIRE(position.has_value());
  const auto a = edited.draft.child(root, *position);
  BOOST_TEST(edited.draft.snapshot(a).value().raw() == "{\"x\": 1, \"y\": 2}");
  BOOST_TEST(edited.draft.snapshot(edited.draft.child(a, 1)).value().raw() == "2");
}

BOOST_AUTO_TEST_CASE(a_failed_operation_says_why) {
  Edited edited("{\"a\": [1], \"b\": 2}", 3);
  using Kind = EditFailure::Kind;
  const auto one = json::parse_owned("1").value();
  const auto deep = json::parse_owned("[[[1]]]").value();
  const auto path = [](const char* text) { return *Pointer::parse(text); };
  const std::vector<std::pair<EditResult<Pointer>, Kind>> table{
      {edited.editor.remove(path("/c")), Kind::no_such_path},
      {edited.editor.remove(path("")), Kind::invalid_path},
      {edited.editor.replace(path("/a/1"), one.root()), Kind::no_such_path},
      {edited.editor.replace(path("/a/x"), one.root()), Kind::invalid_path},
      {edited.editor.add(path("/a/2"), one.root()), Kind::no_such_path},
      {edited.editor.add(path("/b/x"), one.root()), Kind::no_such_path},
      {edited.editor.add(path("/c"), deep.root()), Kind::too_deep},
      {edited.editor.merge(path("/c/d"), one.root()), Kind::no_such_path},
      {edited.editor.test(path("/b"), one.root()), Kind::test_failed},
      {edited.editor.test(path("/c"), one.root()), Kind::test_failed},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    BOOST_TEST_REQUIRE(!table[i].first.has_value(), "row " << i);
    BOOST_TEST((table[i].first.error().kind == table[i].second),
               "row " << i << ": " << table[i].first.error().message);
    BOOST_TEST(!table[i].first.error().message.empty());
  }
  const auto kind_of = [](const EditResult<Editor::Moved>& result) {
    BOOST_TEST_REQUIRE(!result.has_value());
    return result.error().kind;
  };
  BOOST_TEST((kind_of(edited.editor.move(path("/c"), path("/d"))) == Kind::no_such_from));
  BOOST_TEST((kind_of(edited.editor.copy(path("/a/x"), path("/d"))) == Kind::invalid_from));
  BOOST_TEST((kind_of(edited.editor.move(path("/a"), path("/a/0"))) == Kind::invalid_from));
  BOOST_TEST((kind_of(edited.editor.move(path("/a"), path("/a/0/x/y"))) == Kind::invalid_from));
  BOOST_TEST((kind_of(edited.editor.move(path(""), path("/a"))) == Kind::invalid_from));
  BOOST_TEST(edited.now() == edited.text);
}

BOOST_AUTO_TEST_CASE(an_operation_tells_where_it_acted) {
  Edited edited("{\"l\": [{\"id\": \"x\"}, {\"id\": \"y\"}]}");
  const auto one = json::parse_owned("1").value();
  const auto path = [](const char* text) { return *Pointer::parse(text); };
  BOOST_TEST(edited.editor.add(path("/l/-"), one.root())->text() == "/l/2");
  BOOST_TEST(edited.editor.add(path("/l/id=y/n"), one.root())->text() == "/l/1/n");
  BOOST_TEST(edited.editor.add(path("/l/id=x"), one.root())->text() == "/l/0");
  BOOST_TEST(edited.editor.test(path("/l/id=y/n"), one.root())->text() == "/l/2/n");
  const auto moved = edited.editor.move(path("/l/id=y"), path("/m"));
  BOOST_TEST_REQUIRE(moved.has_value());
  BOOST_TEST(moved->from.text() == "/l/2");
  BOOST_TEST(moved->path.text() == "/m");
  BOOST_TEST(edited.editor.remove(path("/l/id=x"))->text() == "/l/1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
