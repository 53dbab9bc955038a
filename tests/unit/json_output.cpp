// Goal: what is written is JSON with the spelling that was given, laid out as promised; base64 is the one of
// RFC 4648. Method: expected texts; formatted texts are parsed again; the RFC's vectors and the forms that
// must be refused.
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <string_view>

#include "ipc/json/base64.hpp"
#include "ipc/json/format.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/writer.hpp"
#include "tests/unit/json_support.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

std::string formatted(const std::string& text) {
  return format_document(parsed(text).root());
}

BOOST_AUTO_TEST_SUITE(json_output)

BOOST_AUTO_TEST_CASE(the_writer_puts_commas_by_itself) {
  Writer writer;
  writer.begin_object()
      .member("s", "x")
      .member("b", false)
      .member("i", -1)
      .name("n")
      .null()
      .name("o")
      .begin_object()
      .end_object()
      .name("l")
      .begin_array()
      .integer(1)
      .begin_array()
      .end_array()
      .boolean(true)
      .string("t")
      .end_array()
      .name("last")
      .raw("1.0")
      .end_object();
  BOOST_TEST(writer.take() == R"({"s":"x","b":false,"i":-1,"n":null,"o":{},"l":[1,[],true,"t"],"last":1.0})");
}

BOOST_AUTO_TEST_CASE(characters_that_look_like_punctuation_do_not_confuse_the_commas) {
  const auto text = Writer()
                        .begin_array()
                        .string(":")
                        .string("{")
                        .string("[")
                        .string(",")
                        .raw("\"[\"")
                        .raw("{}")
                        .raw("[]")
                        .end_array()
                        .take();
  BOOST_TEST(text == R"([":","{","[",",","[",{},[]])");
  BOOST_TEST(Writer().begin_object().member("a:", "b:").member("{", "[").end_object().take() ==
             R"({"a:":"b:","{":"["})");
}

BOOST_AUTO_TEST_CASE(the_writer_escapes_names_and_strings) {
  const auto text = Writer().begin_object().member("a\"\n", "\\\0"sv).end_object().take();
  BOOST_TEST(text == R"({"a\"\n":"\\\u0000"})");
  BOOST_TEST(parsed(text).root().find("a\"\n")->string() == "\\\0"sv);
}

BOOST_AUTO_TEST_CASE(string_literals_are_strings_not_booleans) {
  BOOST_TEST(Writer().begin_object().member("a", "true").end_object().take() == R"({"a":"true"})");
}

BOOST_AUTO_TEST_CASE(the_writer_keeps_the_extremes_of_integers) {
  const auto text = Writer()
                        .begin_array()
                        .integer(std::numeric_limits<std::int64_t>::min())
                        .integer(std::numeric_limits<std::uint64_t>::max())
                        .integer(0)
                        .end_array()
                        .take();
  BOOST_TEST(text == "[-9223372036854775808,18446744073709551615,0]");
}

BOOST_AUTO_TEST_CASE(a_document_is_laid_out_with_two_spaces_and_a_final_newline) {
  BOOST_TEST(formatted(R"({"a":[1,{"b":null}],"c":{},"d":[],"e":"x"})") ==
             "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  "
             "\"e\": \"x\"\n}\n");
  BOOST_TEST(formatted("{ \r\n }") == "{}\n");
  BOOST_TEST(formatted(" [ ] ") == "[]\n");
  BOOST_TEST(formatted("\t1.0 ") == "1.0\n");
  BOOST_TEST(formatted("[\r\n1\r\n]") == "[\n  1\n]\n");
}

BOOST_AUTO_TEST_CASE(the_layout_keeps_every_spelling) {
  BOOST_TEST(formatted(R"(["\u0041\/","é",1.50,1e3,-0,123456789012345678901234567890])") ==
             "[\n  \"\\u0041\\/\",\n  \"é\",\n  1.50,\n  1e3,\n  -0,\n  123456789012345678901234567890\n]\n");
  BOOST_TEST(formatted(R"({"\u006b":1})") == "{\n  \"\\u006b\": 1\n}\n");
}

BOOST_AUTO_TEST_CASE(laying_out_twice_changes_nothing) {
  const auto once = formatted(R"({"a":[[],[{"b":{"c":[1,2]}}]],"d":{"e":{}}})");
  BOOST_TEST(formatted(once) == once);
}

BOOST_AUTO_TEST_CASE(a_part_of_a_text_is_laid_out_from_the_left_margin) {
  const auto document = parsed(R"({"outer":{"inner":[1]}})");
  BOOST_TEST(format_document(*document.root().find("outer")) == "{\n  \"inner\": [\n    1\n  ]\n}\n");
}

BOOST_AUTO_TEST_CASE(the_deepest_text_is_laid_out) {
  const std::string deepest = std::string(64, '[') + std::string(64, ']');
  BOOST_TEST(parse(formatted(deepest)).has_value());
}

BOOST_AUTO_TEST_CASE(base64_is_that_of_rfc_4648) {
  const std::pair<std::string_view, std::string_view> table[] = {{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"},
                                                                 {"\0"sv, "AA=="},
                                                                 {"\0\0\0"sv, "AAAA"},
                                                                 {"\xFF\xFF\xFF", "////"},
                                                                 {"\xFB\xEF\xBE", "++++"}};
  for (const auto& [bytes, text] : table) {
    BOOST_TEST(encode_base64(bytes) == text);
    const auto decoded = decode_base64(text);
    BOOST_TEST_REQUIRE(decoded.has_value(), text);
    BOOST_TEST(*decoded == bytes);
  }
}

BOOST_AUTO_TEST_CASE(other_forms_of_base64_are_refused) {
  for (const auto text : {"Z"sv,
                          "Zg"sv,
                          "Zg="sv,
                          "Zg==="sv,
                          "Zm8"sv,
                          "="sv,
                          "=="sv,
                          "===="sv,
                          "Z==="sv,
                          "Zh=="sv /* stray bits */,
                          "Zm9="sv,
                          " Zm9v"sv,
                          "Zm9v "sv,
                          "Zm9v\n"sv,
                          "Zm 9v"sv,
                          "Zm9v\r\nZm9v"sv,
                          "Zm9v\nYmFy"sv,
                          "Zg==Zg=="sv,
                          "Z=g="sv,
                          "=Zg="sv,
                          "Zm9-"sv,
                          "Zm9_"sv,
                          "Zm9*"sv,
                          "Zm9v\0"sv,
                          "\0\0\0\0"sv,
                          "Zm9v===="sv,
                          "\xC3\xA9"
                          "AA"sv,
                          "Zm9v-"sv}) {
    BOOST_TEST(!decode_base64(text).has_value(), "accepted: '" << text << "'");
  }
}

BOOST_AUTO_TEST_CASE(base64_keeps_every_byte_at_every_length) {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    const auto text = encode_base64(bytes);
    BOOST_TEST_REQUIRE((text.size() == (bytes.size() + 2) / 3 * 4));
    BOOST_TEST_REQUIRE((decode_base64(text) == bytes));
    bytes.push_back(static_cast<char>(i * 7));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
