// Goal: what a client puts is what every reader gets, to the last byte. Method: documents of all shapes
// through the command and through the protocol, compared with the file on disk and with what the daemon gives
// back.
#include <boost/test/unit_test.hpp>

#include "ipc/json/base64.hpp"
#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t document_bytes_max = 8 * 1024 * 1024;

struct Command : Store {
  Finished run(std::vector<std::string> arguments, std::string input = {}) {
    arguments.insert(arguments.begin(), {HOLDFAST_PATH, "--socket", socket().string()});
    return run_program({std::move(arguments), std::move(input), {}, {}});
  }
  // Put by FILE, then got: byte for byte the same, on disk too.
  void check_round_trip(const std::string& document, const std::string& bytes) {
    write_file(outside("input"), bytes);
    const auto put = run({"put", document, outside("input").string()});
    BOOST_TEST(put.exit_code == 0, put.errors);
    BOOST_TEST((file(document) == bytes), document + " on disk differs");
    const auto got = run({"get", document});
    BOOST_TEST(got.exit_code == 0, got.errors);
    BOOST_TEST((got.output == bytes), document + " as got differs");
    BOOST_TEST(got.errors == "");
    BOOST_TEST((client().get(document).content() == bytes));
    BOOST_TEST(strays() == "");
  }
};

std::string json_of_size(std::size_t bytes) {
  constexpr std::string_view frame = "{\"filler\":\"\"}\n";
  return "{\"filler\":\"" + std::string(bytes - frame.size(), 'x') + "\"}\n";
}

std::string noise(std::size_t bytes) {
  std::string all;
  std::uint64_t state = 88172645463325252ULL;
  while (all.size() < bytes) {
    state ^= state << 13U, state ^= state >> 7U, state ^= state << 17U;
    all.push_back(static_cast<char>(state >> 24U));
  }
  return all;
}

BOOST_FIXTURE_TEST_SUITE(document_bytes, Command)

BOOST_AUTO_TEST_CASE(a_document_comes_back_as_it_was_put) {
  check_round_trip("servers.json", "{\n  \"servers\": [\n    {\"id\": \"one\", \"port\": 8080}\n  ]\n}\n");
}

BOOST_AUTO_TEST_CASE(odd_formatting_is_kept) {
  check_round_trip(
      "odd.json",
      "\t{ \"b\":1.0 ,\n\n \"a\" : 1e3,\"n\":123456789012345678901234567890,\"u\":\"\\u00e4\\/\"}");
  check_round_trip("scalar.json", " null ");
  check_round_trip("unicode.json", "\"\xf0\x9f\x97\x9d \xc3\xa4 \xe2\x80\xae\"");
}

BOOST_AUTO_TEST_CASE(line_ends_of_other_systems_are_kept) {
  check_round_trip("crlf.json", "{\r\n  \"a\": 1\r\n}\r\n");
  check_round_trip("old-mac.json", "{\r\"a\": 1\r}\r");
}

BOOST_AUTO_TEST_CASE(opaque_bytes_are_kept_whatever_they_are) {
  check_round_trip("all-bytes.bin", noise(100'000));
  check_round_trip("nul.bin", std::string("a\0b", 3));
  check_round_trip("broken-utf8.conf", "caf\xe9\n");
  check_round_trip("not-json.txt", "{\"a\":");
}

BOOST_AUTO_TEST_CASE(an_opaque_document_may_be_empty) {
  check_round_trip("empty.conf", "");
}

BOOST_AUTO_TEST_CASE(a_json_document_may_not_be_empty) {
  const auto put = run({"put", "empty.json"});
  BOOST_TEST(put.exit_code == 1);
  BOOST_TEST(!std::filesystem::exists(path("empty.json")));
}

BOOST_AUTO_TEST_CASE(a_document_may_be_as_large_as_the_limit) {
  check_round_trip("large.json", json_of_size(document_bytes_max));
  check_round_trip("large.bin", noise(document_bytes_max));
  check_round_trip("control.txt", std::string(document_bytes_max, '\x01'));
}

BOOST_AUTO_TEST_CASE(one_byte_more_than_the_limit_is_too_large) {
  for (const auto* name : {"large.json", "large.bin"}) {
    auto client_ = client();
    const auto reply = client_.put(name, json_of_size(document_bytes_max + 1));
    BOOST_TEST(reply.error() == "TooLarge");
    BOOST_TEST(reply.text("limit") == "documentBytesMax");
    BOOST_TEST(reply.integer("maximum") == static_cast<std::int64_t>(document_bytes_max));
    BOOST_TEST(reply.integer("actual") == static_cast<std::int64_t>(document_bytes_max + 1));
    BOOST_TEST(!std::filesystem::exists(path(name)));
  }
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_CASE(value_text_and_base64_are_three_ways_to_the_same_bytes) {
  auto store = client();
  const std::string bytes = "{\n  \"a\": [\n    1.0,\n    \"x\"\n  ]\n}\n";
  BOOST_TEST(store.commit({put_value_operation("a.json", R"({"a":[1.0,"x"]})")}).error() == "");
  BOOST_TEST(file("a.json") == bytes);
  BOOST_TEST(store.put("b.json", bytes).error() == "");
  BOOST_TEST(file("b.json") == bytes);
  const auto base64 = R"({"op":"put","document":"c.json","base64":")" + json::encode_base64(bytes) + "\"}";
  BOOST_TEST(store.commit({base64}).error() == "");
  BOOST_TEST(file("c.json") == bytes);
}

BOOST_AUTO_TEST_CASE(put_takes_exactly_one_content) {
  auto store = client();
  for (const auto* content :
       {"", R"(,"text":"1","value":1)", R"(,"text":"1","base64":"MQ==")", R"(,"base64":"?")"}) {
    const auto reply = store.commit({std::string(R"({"op":"put","document":"a.json")") + content + "}"});
    BOOST_TEST(reply.error() == "InvalidOperation");
  }
  BOOST_TEST(documents_below(directory()).empty());
}

BOOST_AUTO_TEST_CASE(numbers_keep_the_spelling_they_were_sent_in) {
  auto store = client();
  for (const auto* number :
       {"1.0", "-0", "1e400", "9223372036854775808", "123456789012345678901234567890", "1E-7"}) {
    BOOST_TEST(store.commit({put_value_operation("n.json", number)}).error() == "");
    BOOST_TEST(file("n.json") == std::string(number) + "\n");
    BOOST_TEST(store.get("n.json").content() == std::string(number) + "\n");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
