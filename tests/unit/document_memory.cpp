// Goal: a document takes at most three times its bytes and 1 MiB, where its values average 10 bytes or more:
// once parsed, while it is parsed, and after edits. Method: capacities, and the bytes that operator new
// handed out.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"
#include "tests/support/counted_memory.hpp"

namespace holdfast::document {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

std::size_t limit_for(std::size_t bytes) {
  return 3 * bytes + mebibyte;
}

std::size_t taken(const std::string& text, const json::Tree& tree) {
  return text.capacity() + tree.nodes().capacity() * sizeof(json::Node);
}

// An array of strings, ten bytes a value with its comma.
std::string ten_bytes_a_value(std::size_t values) {
  std::string text = "[";
  for (std::size_t i = 0; i < values; ++i) {
    if (i > 0) text += ',';
    const auto digits = std::to_string(i);
    text += '"' + std::string(7 - digits.size(), '0') + digits + '"';
  }
  text += ']';
  text.shrink_to_fit();
  return text;
}

BOOST_AUTO_TEST_SUITE(document_memory)

BOOST_AUTO_TEST_CASE(the_tree_has_room_for_its_nodes_and_no_more) {
  for (const std::string text : {"1", "[]", "{}", "[[],{},[ ],{\n}]", "[1,2,3]",
                                 R"({"a":[1,{"b":null}],"c,[{":"x,y[z{\"],"})", R"(["\\",",","[","\"{"])"}) {
    const auto tree = json::parse(text).value();
    BOOST_TEST(tree.nodes().capacity() == tree.nodes().size(), text);
  }
}

BOOST_AUTO_TEST_CASE(parsing_takes_no_more_at_its_peak_than_what_stays) {
  for (const std::size_t values : {std::size_t{1000}, std::size_t{400'000}}) {
    const auto text = ten_bytes_a_value(values);
    test::start_peak();
    const auto before = test::memory_in_use();
    const auto tree = json::parse(text).value();
    const auto peak = test::memory_peak() - before;
    BOOST_TEST(taken(text, tree) <= limit_for(text.size()));
    BOOST_TEST(text.capacity() + peak <= limit_for(text.size()),
               "at its peak " << peak << " bytes beside the text");
    BOOST_TEST(peak <= tree.nodes().size() * sizeof(json::Node) + 64 * 1024);
  }
}

BOOST_AUTO_TEST_CASE(a_document_with_many_names_stays_within_the_limit_at_its_peak) {
  std::string text = "{";
  for (std::size_t i = 0; i < 100'000; ++i)
    text += (i > 0 ? ",\"" : "\"") + std::to_string(1'000'000 + i) + "\":\"0123456789\"";
  text += '}';
  text.shrink_to_fit();
  test::start_peak();
  const auto before = test::memory_in_use();
  const auto tree = json::parse(text).value();
  const auto peak = test::memory_peak() - before;
  BOOST_TEST(taken(text, tree) <= limit_for(text.size()));
  BOOST_TEST(text.capacity() + peak <= limit_for(text.size()),
             "at its peak " << peak << " bytes beside the text");
}

BOOST_AUTO_TEST_CASE(names_with_escapes_take_nothing_once_their_object_is_closed) {
  std::string text = "[";
  for (std::size_t i = 0; i < 100'000; ++i)
    text += std::string(i > 0 ? "," : "") + R"({"a\bé":"0123456789"})";
  text += ']';
  text.shrink_to_fit();
  test::start_peak();
  const auto before = test::memory_in_use();
  const auto tree = json::parse(text).value();
  BOOST_TEST(text.capacity() + test::memory_peak() - before <= limit_for(text.size()));
}

BOOST_AUTO_TEST_CASE(an_edited_document_takes_no_more_than_a_parsed_one) {
  const auto text = ten_bytes_a_value(200'000);
  const auto tree = json::parse(text).value();
  const auto value = json::parse_owned(R"({"name":["x","y"]})").value();
  Draft draft(text, tree);
  Editor editor(draft, 64);
  for (int i = 0; i < 300; ++i) {
    BOOST_TEST_REQUIRE(editor.add(Pointer({std::to_string(i * 600)}), value.root()).has_value());
    BOOST_TEST_REQUIRE(editor.remove(Pointer({std::to_string(i * 600 + 300)})).has_value());
  }
  const auto after = draft.assemble();
  BOOST_TEST(after.text.capacity() == after.text.size());
  BOOST_TEST(after.tree.nodes().capacity() == after.tree.nodes().size());
  BOOST_TEST(taken(after.text, after.tree) <= limit_for(after.text.size()));
}

BOOST_AUTO_TEST_CASE(a_draft_takes_little_beside_the_document) {
  const auto text = ten_bytes_a_value(200'000);
  const auto tree = json::parse(text).value();
  const auto value = json::parse_owned("\"replaced\"").value();
  const auto before = test::memory_in_use();
  Draft draft(text, tree);
  Editor editor(draft, 64);
  for (int i = 0; i < 64; ++i)
    BOOST_TEST_REQUIRE(editor.replace(Pointer({std::to_string(i * 3000)}), value.root()).has_value());
  const auto beside = test::memory_in_use() - before;
  BOOST_TEST(beside < text.size() / 10, beside << " bytes");
  BOOST_TEST(draft.kept() < text.size() / 10, draft.kept() << " bytes told");
}

// Flattened texts of the same container replace each other.
BOOST_AUTO_TEST_CASE(thousands_of_edits_do_not_pile_up) {
  const auto text = ten_bytes_a_value(20'000);
  const auto tree = json::parse(text).value();
  const auto value = json::parse_owned("\"replaced\"").value();
  const auto before = test::memory_in_use();
  Draft draft(text, tree);
  Editor editor(draft, 64);
  std::size_t most = 0;
  for (int i = 0; i < 20'000; ++i) {
    BOOST_TEST_REQUIRE(editor.replace(Pointer({std::to_string(i)}), value.root()).has_value());
    most = std::max(most, test::memory_in_use() - before);
  }
  // Each value that came in is kept: some 200 bytes. A text put together is some 700,000, and there are more
  // than 50.
  BOOST_TEST(most < 12 * mebibyte, most << " bytes");
  BOOST_TEST(draft.kept() > most / 4, draft.kept() << " bytes told of " << most);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
