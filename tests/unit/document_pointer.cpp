// Goal: paths are read and written as RFC 6901 says, and its examples lead where it says; tokens key=value
// name one element. Method: the RFC's tables, and tables of what must be refused.
#include "daemon/document/pointer.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {
namespace {

using Tokens = std::vector<std::string>;

Pointer pointer(const std::string& text) {
  auto parsed = Pointer::parse(text);
  BOOST_TEST_REQUIRE(parsed.has_value(), text << " was refused");
  return *parsed;
}

// What a path leads to, as it is spelled; or the kind of the failure.
std::string found(const std::string& document, const std::string& path) {
  const auto tree = json::parse(document).value();
  const auto value = find_value(tree.root(document), pointer(path));
  if (value) return std::string(value->raw());
  return value.error().kind == EditFailure::Kind::no_such_path ? "nothing" : "invalid";
}

BOOST_AUTO_TEST_SUITE(document_pointer)

// RFC 6901 section 5.
BOOST_AUTO_TEST_CASE(the_examples_of_the_rfc_lead_where_it_says) {
  const std::string document =
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})";
  const std::vector<std::pair<std::string, std::string>> table{{"", document},
                                                               {"/foo", R"(["bar","baz"])"},
                                                               {"/foo/0", R"("bar")"},
                                                               {"/", "0"},
                                                               {"/a~1b", "1"},
                                                               {"/c%d", "2"},
                                                               {"/e^f", "3"},
                                                               {"/g|h", "4"},
                                                               {"/i\\j", "5"},
                                                               {"/k\"l", "6"},
                                                               {"/ ", "7"},
                                                               {"/m~0n", "8"}};
  for (const auto& [path, value] : table)
    BOOST_TEST(found(document, path) == value, path);
}

BOOST_AUTO_TEST_CASE(tokens_are_decoded_and_spelled_again_as_they_were) {
  const std::vector<std::pair<std::string, Tokens>> table{{"", {}},
                                                          {"/", {""}},
                                                          {"//", {"", ""}},
                                                          {"/a", {"a"}},
                                                          {"/a/b", {"a", "b"}},
                                                          {"/a/", {"a", ""}},
                                                          {"/~0", {"~"}},
                                                          {"/~1", {"/"}},
                                                          {"/~01", {"~1"}},
                                                          {"/~10", {"/0"}},
                                                          {"/~0~1~0", {"~/~"}},
                                                          {"/\xC3\xA9", {"\xC3\xA9"}},
                                                          {"/id=x~1y/-", {"id=x/y", "-"}}};
  for (const auto& [text, tokens] : table) {
    BOOST_TEST(pointer(text).tokens() == tokens, boost::test_tools::per_element());
    BOOST_TEST(pointer(text).text() == text);
    BOOST_TEST(Pointer(tokens).text() == text);
    BOOST_TEST(pointer(text).is_root() == tokens.empty());
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_pointer_is_refused) {
  for (const std::string text : {"a", "a/b", " /a", "#/a", "/~", "/a~", "/~2", "/~/a", "/a/~a", "~0"}) {
    const auto parsed = Pointer::parse(text);
    BOOST_TEST(!parsed.has_value(), text << " was accepted");
    if (!parsed) BOOST_TEST(!parsed.error().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_pointer_deeper_than_any_document_is_refused) {
  BOOST_TEST(Pointer::parse(std::string(1000, '/')).has_value());
  BOOST_TEST(!Pointer::parse(std::string(2000, '/')).has_value());
}

BOOST_AUTO_TEST_CASE(an_index_is_digits_without_a_leading_zero) {
  const std::vector<std::pair<std::string, std::uint32_t>> good{
      {"0", 0}, {"1", 1}, {"10", 10}, {"4294967293", 4294967293}};
  for (const auto& [token, index] : good)
    BOOST_TEST((array_index(token) == index), token);
  for (const std::string token :
       {"", "00", "01", "-1", "+1", "1.0", "1e0", " 1", "1 ", "a", "-", "0x1", "\xD9\xA1"})
    BOOST_TEST(!array_index(token).has_value(), token);
  // Beyond any array, and beyond 64 bits: an index all the same, so that nothing is there rather than the
  // path being wrong.
  for (const std::string token : {"4294967294", "4294967295", "4294967296", "99999999999999999999999"})
    BOOST_TEST((array_index(token) == 4294967294), token);
}

BOOST_AUTO_TEST_CASE(a_selector_is_parted_at_the_first_equals_sign) {
  const auto both = array_selector("id=a=b");
  BOOST_TEST_REQUIRE(both.has_value());
  BOOST_TEST(both->key == "id");
  BOOST_TEST(both->value == "a=b");
  BOOST_TEST(array_selector("=")->key.empty());
  BOOST_TEST(array_selector("id=")->value.empty());
  BOOST_TEST(!array_selector("id").has_value());
  BOOST_TEST(!array_selector("").has_value());
}

BOOST_AUTO_TEST_CASE(a_pointer_is_within_another_if_that_is_its_start) {
  BOOST_TEST(pointer("/a/b").is_within(pointer("/a")));
  BOOST_TEST(pointer("/a").is_within(pointer("/a")));
  BOOST_TEST(pointer("/a").is_within(pointer("")));
  BOOST_TEST(!pointer("/a").is_within(pointer("/a/b")));
  BOOST_TEST(!pointer("/ab").is_within(pointer("/a")));
  BOOST_TEST(!pointer("/b/a").is_within(pointer("/a")));
}

BOOST_AUTO_TEST_CASE(key_and_value_name_one_element) {
  const std::string document =
      R"({"l":[{"id":"x","n":1},{"id":7},{"id":"7"},{"id":true},{"id":1.0},{"id":null},{"id":{}},{"\u0069d":"\u0079"},"id",{"k":1},{"k":1}],"id=x":5})";
  const std::vector<std::pair<std::string, std::string>> table{{"/l/id=x", R"({"id":"x","n":1})"},
                                                               {"/l/id=x/n", "1"},
                                                               {"/l/id=true", R"({"id":true})"},
                                                               {"/l/id=1.0", R"({"id":1.0})"},
                                                               {"/l/id=null", R"({"id":null})"},
                                                               {"/l/id=y", R"({"\u0069d":"\u0079"})"},
                                                               {"/l/id=1", "nothing"},
                                                               {"/l/id={}", "nothing"},
                                                               {"/l/id=", "nothing"},
                                                               {"/l/none=x", "nothing"},
                                                               {"/l/id=7", "invalid"},
                                                               {"/l/k=1", "invalid"},
                                                               {"/l/x", "invalid"},
                                                               {"/l/01", "invalid"},
                                                               {"/l/-", "nothing"},
                                                               {"/l/11", "nothing"},
                                                               {"/l/8/id", "nothing"},
                                                               {"/id=x", "5"},
                                                               {"/id=y", "nothing"}};
  for (const auto& [path, value] : table)
    BOOST_TEST(found(document, path) == value, path << " leads to " << found(document, path));
}

BOOST_AUTO_TEST_CASE(what_a_failure_tells_is_short_however_long_the_path) {
  const std::string document = "[1]";
  const auto tree = json::parse(document).value();
  for (const std::string& path : {"/" + std::string(1'000'000, 'x'), "/id=" + std::string(1'000'000, 'x')}) {
    const auto value = find_value(tree.root(document), pointer(path));
    BOOST_TEST_REQUIRE(!value.has_value());
    BOOST_TEST(value.error().message.size() < 400U);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
