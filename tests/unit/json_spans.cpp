// Goal: every value's span is its exact spelling, whatever blank space stands around it, and the nodes stand
// in preorder. Method: texts assembled from pieces whose spelling is known, in every white space style, and
// at random with a seed.
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/json/parse.hpp"
#include "tests/unit/json_support.hpp"

namespace holdfast::json {
namespace {

using namespace std::string_view_literals;

std::vector<std::string> spellings_below(const Value& value) {
  std::vector<std::string> found;
  for_each_below(value, [&](const Value& child, const Value&) { found.emplace_back(child.raw()); });
  return found;
}

const std::vector<std::string_view> scalars = {"0",
                                               "-0",
                                               "1.0",
                                               "1e3",
                                               "1E+03",
                                               "-12.50e-7",
                                               "1e400",
                                               "true",
                                               "false",
                                               "null",
                                               "\"\"",
                                               "\"a\"",
                                               R"("\"")",
                                               R"("\\")",
                                               R"("\u0041")",
                                               R"("a\/b")",
                                               R"("]},{[")",
                                               R"("\\\"")",
                                               "\"\xF0\x9F\x98\x80\"",
                                               "123456789012345678901234567890",
                                               "[]",
                                               "{}",
                                               "\"//\"",
                                               R"("\ud83d\ude00")"};

BOOST_AUTO_TEST_SUITE(json_spans)

BOOST_AUTO_TEST_CASE(a_value_is_its_exact_spelling_at_every_place) {
  for (const auto spelling : scalars) {
    const std::string value(spelling);
    const std::string texts[] = {value,
                                 " " + value + "\n",
                                 "[" + value + "]",
                                 "[ " + value + " ]",
                                 "[0," + value + "]",
                                 "[\r\n\t" + value + "\r\n,\r\n0]",
                                 "{\"k\":" + value + "}",
                                 "{ \"k\" : " + value + " }",
                                 "{\"j\":0,\"k\"\t:\t" + value + "\t,\"l\":0}",
                                 "[[[" + value + "]]]"};
    for (const auto& text : texts) {
      BOOST_TEST_CONTEXT("text: " << text) {
        const auto document = parsed(text);
        std::vector<std::string> all = spellings_below(document.root());
        all.emplace_back(document.root().raw());
        BOOST_TEST((std::find(all.begin(), all.end(), value) != all.end()));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(blank_space_around_the_root_is_not_part_of_it) {
  for (const auto blank : {""sv, " "sv, "\t"sv, "\n"sv, "\r\n"sv, " \r\n\t \n"sv}) {
    for (const auto spelling : scalars) {
      const auto document = parsed(std::string(blank) + std::string(spelling) + std::string(blank));
      BOOST_TEST(document.root().raw() == spelling);
    }
  }
}

BOOST_AUTO_TEST_CASE(all_values_of_a_text_come_in_its_order_in_every_white_space_style) {
  const std::vector<std::string_view> tokens = {
      "{", "\"a\"", ":", "[", "1.0", ",",           "{", "\"b,:\"", ":", "\"]\"", "}", ",",  "[", "]",
      ",", "{",     "}", "]", ",",   R"("\u0063")", ":", "null",    ",", "\"d\"", ":", "-0", "}"};
  for (const auto blank : {""sv, " "sv, "\n"sv, "\r\n"sv, "\t"sv, "  \n  "sv, "\n\n"sv, " \t\r\n"sv}) {
    std::string text;
    for (const auto token : tokens)
      text.append(blank).append(token);
    text.append(blank);
    BOOST_TEST_CONTEXT("text: " << text) {
      const auto document = parsed(text);
      const auto without_blank = [&blank](std::string_view raw) {
        std::string out;
        for (const char byte : raw) {
          if (blank.find(byte) == std::string_view::npos) out.push_back(byte);
        }
        return out;
      };
      std::vector<std::string> found;
      std::vector<std::string> keys;
      for_each_below(document.root(), [&](const Value& child, const Value&) {
        found.push_back(without_blank(child.raw()));
        keys.push_back(child.key());
        BOOST_TEST((" \t\r\n"sv.find(child.raw().front()) == std::string_view::npos));
        BOOST_TEST((" \t\r\n"sv.find(child.raw().back()) == std::string_view::npos));
      });
      const std::vector<std::string> expected = {
          R"([1.0,{"b,:":"]"},[],{}])", "1.0", R"({"b,:":"]"})", R"("]")", "[]", "{}", "null", "-0"};
      const std::vector<std::string> expected_keys = {"a", "", "", "b,:", "", "", "c", "d"};
      BOOST_TEST(found == expected, boost::test_tools::per_element());
      BOOST_TEST(keys == expected_keys, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_members_key_offset_is_its_names_quote) {
  const auto document = parsed(" { \"first\" : 1 ,\r\n\t\"sec\\u006fnd\":[2] } ");
  const auto first = document.root().find("first");
  const auto second = document.root().find("second");
  BOOST_TEST_REQUIRE((first && second));
  BOOST_TEST(first->node().key == document.text().find("\"first"));
  BOOST_TEST(second->node().key == document.text().find("\"sec"));
  BOOST_TEST((*second->begin()).node().key == Node::no_key);
  BOOST_TEST(document.root().node().key == Node::no_key);
}

BOOST_AUTO_TEST_CASE(nodes_stand_in_preorder_and_next_jumps_over_the_subtree) {
  const std::string text = R"([[1,2],{"a":{"b":3}},4])";
  const auto tree = parse(text);
  BOOST_TEST_REQUIRE(tree.has_value());
  const std::vector<std::uint32_t> next = {8, 4, 3, 4, 7, 7, 7, 8};
  BOOST_TEST_REQUIRE(tree->nodes().size() == next.size());
  for (std::size_t i = 0; i < next.size(); ++i)
    BOOST_TEST(tree->nodes()[i].next == next[i]);
  for (std::size_t i = 1; i < next.size(); ++i)
    BOOST_TEST(tree->nodes()[i].begin > tree->nodes()[i - 1].begin);
}

// Writes a random value and notes the spelling of every value in it, in preorder.
class RandomText {
 public:
  explicit RandomText(std::uint32_t seed) : random_(seed) {}

  void value(int depth) {
    const auto slot = spans.size();
    const auto begin = text.size();
    spans.emplace_back();
    const auto choice = random_() % 4;
    if (depth == 0 || choice > 1) {
      text += scalars[random_() % scalars.size()];
    } else {
      container(depth, choice == 0);
    }
    spans[slot] = {begin, text.size()};
  }
  void blank() {
    for (auto count = random_() % 3; count > 0; --count)
      text += " \t\r\n"[random_() % 4];
  }

  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> spans;

 private:
  void container(int depth, bool object) {
    text += object ? '{' : '[';
    const auto children = random_() % 5;
    for (unsigned i = 0; i < children; ++i) {
      if (i > 0) text += ',';
      blank();
      if (object) {
        text += "\"k" + std::to_string(i) + (random_() % 2 == 0 ? R"(\n")" : "\"");
        blank();
        text += ':';
        blank();
      }
      value(depth - 1);
      blank();
    }
    if (children == 0) blank();
    text += object ? '}' : ']';
  }

  std::mt19937 random_;
};

// A scalar of the table that is "[]" or "{}" counts as one value, as it does in the tree.
BOOST_AUTO_TEST_CASE(spans_of_random_texts_are_what_was_written) {
  const auto seed = std::random_device{}();
  BOOST_TEST_MESSAGE("seed " << seed << ": put it in place of std::random_device to replay");
  for (std::uint32_t round = 0; round < 500; ++round) {
    RandomText made(seed + round);
    made.blank();
    made.value(6);
    made.blank();
    BOOST_TEST_CONTEXT("seed " << seed << " round " << round << " text " << made.text) {
      const auto tree = parse(made.text);
      BOOST_TEST_REQUIRE(tree.has_value());
      BOOST_TEST_REQUIRE(tree->nodes().size() == made.spans.size());
      for (std::size_t i = 0; i < made.spans.size(); ++i) {
        BOOST_TEST(tree->nodes()[i].begin == made.spans[i].first);
        BOOST_TEST(tree->nodes()[i].end == made.spans[i].second);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::json
