// Goal: only names that lead to a place below the managed directory are document names (RELIABILITY.md 3.3,
// paths 21 to 29). Method: tables of names that must pass and that must not.
#include "daemon/document/document_name.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "daemon/document/content.hpp"

namespace holdfast::document {
namespace {

using namespace std::string_literals;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += text;
  return all;
}

BOOST_AUTO_TEST_SUITE(document_name)

BOOST_AUTO_TEST_CASE(plain_relative_names_are_accepted) {
  const std::vector<std::string> good{
      "servers.json",   "a",         "_",           "0",         "a.b.c",      "a..b", "x@y+z-1.json",
      "network/w.json", "a/b/c/d/e", "tmp",         "a.tmpx",    "conflict-1", "A",    "tmp/x",
      "lock",           "journal",   "a.conflict1", "a.tmp.json"};
  for (const auto& text : good) {
    const auto parsed = DocumentName::parse(text);
    BOOST_TEST_REQUIRE(parsed.has_value(), text << ": " << parsed.error());
    BOOST_TEST(parsed->text() == text);
  }
}

BOOST_AUTO_TEST_CASE(names_that_could_lead_elsewhere_are_refused) {
  const std::vector<std::string> bad{
      "../x", "a/../../x",       "a/..", "..", ".",     "./a",  "a/./b", "/etc/passwd", "/", "a/", "a//b",
      "//",   "/proc/self/fd/3", "~/x",  "~",  "..\\x", "a\\b", "C:x"};
  for (const auto& text : bad)
    BOOST_TEST(!DocumentName::parse(text).has_value(), text << " was accepted");
}

BOOST_AUTO_TEST_CASE(names_of_our_own_files_and_hidden_ones_are_refused) {
  const std::vector<std::string> bad{".holdfast",
                                     ".holdfast/lock",
                                     ".holdfast/journal/0000000000000001",
                                     ".hidden",
                                     "a/.hidden",
                                     ".servers.json.0123456789abcdef.tmp",
                                     "servers.json.tmp",
                                     "a.tmp/b",
                                     "a.conflict-7",
                                     "a.conflict-",
                                     "x.conflict-1/b",
                                     "-rf",
                                     "+a",
                                     "@a"};
  for (const auto& text : bad)
    BOOST_TEST(!DocumentName::parse(text).has_value(), text << " was accepted");
}

BOOST_AUTO_TEST_CASE(every_byte_outside_the_alphabet_is_refused) {
  const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.@+-";
  for (int code = 0; code < 256; ++code) {
    const char byte = static_cast<char>(code);
    if (byte == '/') continue;
    const bool inner = allowed.find(byte) != std::string::npos;
    BOOST_TEST(DocumentName::parse("a"s + byte + "b").has_value() == inner, "byte " << code);
    const bool first = inner && std::string(".@+-").find(byte) == std::string::npos;
    BOOST_TEST(DocumentName::parse(std::string(1, byte) + "b").has_value() == first, "first byte " << code);
  }
}

BOOST_AUTO_TEST_CASE(letters_of_other_scripts_and_marks_that_turn_the_text_are_refused) {
  for (const std::string text : {"caf\xC3\xA9",
                                 "\xE2\x80\xAE"
                                 "gpj.exe",
                                 "a\xE2\x80\x8B"
                                 "b",
                                 "\xCE\x91.json", "a\x1B[31m", "a\nb", "a\rb", "a\tb"})
    BOOST_TEST(!DocumentName::parse(text).has_value());
  BOOST_TEST(!DocumentName::parse("a\0b"s).has_value());
  BOOST_TEST(!DocumentName::parse("a\0"s).has_value());
}

BOOST_AUTO_TEST_CASE(names_that_differ_in_case_are_different_documents) {
  BOOST_TEST((*DocumentName::parse("A.json") != *DocumentName::parse("a.json")));
}

BOOST_AUTO_TEST_CASE(the_empty_name_is_refused) {
  BOOST_TEST(!DocumentName::parse("").has_value());
}

BOOST_AUTO_TEST_CASE(eight_components_are_the_most) {
  BOOST_TEST(DocumentName::parse("a" + repeated("/a", 7)).has_value());
  BOOST_TEST(!DocumentName::parse("a" + repeated("/a", 8)).has_value());
}

BOOST_AUTO_TEST_CASE(two_hundred_bytes_are_the_most) {
  BOOST_TEST(DocumentName::parse(repeated("a", 200)).has_value());
  BOOST_TEST(!DocumentName::parse(repeated("a", 201)).has_value());
  BOOST_TEST(DocumentName::parse(repeated("a", 100) + "/" + repeated("b", 99)).has_value());
  BOOST_TEST(!DocumentName::parse(repeated("a", 100) + "/" + repeated("b", 100)).has_value());
  BOOST_TEST(!DocumentName::parse(repeated("a/", 3000)).has_value());
}

BOOST_AUTO_TEST_CASE(a_refusal_says_what_a_name_is_made_of) {
  BOOST_TEST(DocumentName::parse("a b").error().find("letters, digits") != std::string::npos);
  BOOST_TEST(DocumentName::parse("a.tmp").error().find(".tmp") != std::string::npos);
  BOOST_TEST(DocumentName::parse(repeated("a", 201)).error().find("200") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(directory_and_leaf_put_together_are_the_name) {
  const auto deep = *DocumentName::parse("a/b/c.json");
  BOOST_TEST(deep.directory() == "a/b");
  BOOST_TEST(deep.leaf() == "c.json");
  const auto flat = *DocumentName::parse("c.json");
  BOOST_TEST(flat.directory() == "");
  BOOST_TEST(flat.leaf() == "c.json");
}

BOOST_AUTO_TEST_CASE(only_a_name_ending_in_json_is_a_json_document) {
  BOOST_TEST((DocumentName::parse("a.json")->kind() == DocumentKind::json));
  BOOST_TEST((DocumentName::parse("json")->kind() == DocumentKind::opaque));
  BOOST_TEST((DocumentName::parse("a.JSON")->kind() == DocumentKind::opaque));
  BOOST_TEST((DocumentName::parse("a.json/b")->kind() == DocumentKind::opaque));
}

BOOST_AUTO_TEST_CASE(a_json_document_holds_strict_json_and_others_anything) {
  const auto json = *DocumentName::parse("a.json");
  const auto opaque = *DocumentName::parse("a.conf");
  for (const std::string bad : {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "\xEF\xBB\xBF{}", "NaN", "\xFF"}) {
    BOOST_TEST(Content::make(json, bad, {}).has_error(), "accepted " << bad);
    BOOST_TEST(Content::make(opaque, bad, {}).has_value());
  }
  BOOST_TEST(Content::make(json, " {\"a\": [1.0, 1e3]}\r\n", {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_fault_tells_its_place) {
  const auto content = Content::make(*DocumentName::parse("a.json"), "{\n  \"a\": x\n}", {});
  BOOST_TEST_REQUIRE(content.has_error());
  BOOST_TEST(content.error().line == 2U);
  BOOST_TEST(content.error().column == 8U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
