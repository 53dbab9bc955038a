// Goal: no operation costs, keeps or writes much more than it is large, however a client chose the document
// and the request; or it is told by work() and kept(), by which the writer gives up. Method: documents made
// to be costly, and counters, not clocks.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"
#include "tests/support/counted_memory.hpp"

namespace holdfast::document {
namespace {

constexpr std::size_t kibibyte = 1024;
constexpr std::size_t mebibyte = 1024 * kibibyte;

struct Costs {
  std::uint64_t work = 0;
  std::uint64_t kept = 0;
  std::size_t memory = 0;  // the most that was in use for the edits
  std::size_t bytes = 0;   // of the text afterwards
  bool failed = false;
};

// What edits of a document cost.
template <class Edit>
Costs costs_of(const std::string& text, const Edit& edit, std::size_t bytes_max = 64 * mebibyte) {
  const auto tree = json::parse(text).value();
  Costs costs;
  test::start_peak();
  const auto before = test::memory_in_use();
  Draft draft(text, tree, bytes_max);
  Editor editor(draft, 64);
  costs.failed = !edit(editor);
  costs.work = draft.work();
  costs.kept = draft.kept();
  costs.memory = test::memory_peak() - before;
  costs.bytes = static_cast<std::size_t>(draft.extent().bytes);
  return costs;
}

json::ParsedText value_of(std::string text) {
  return json::parse_owned(std::move(text)).value();
}

Pointer path_of(const std::string& text) {
  return *Pointer::parse(text);
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string all;
  all.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i)
    all += part;
  return all;
}

std::string list_of(const std::string& element, std::size_t count) {
  return "[" + repeated(element + ",", count - 1) + element + "]";
}

std::string members(std::size_t count, const std::string& value) {
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i)
    text += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + value;
  return text + "}";
}

std::string nested(std::size_t levels, const std::string& inside) {
  return repeated("[", levels) + inside + repeated("]", levels);
}

BOOST_AUTO_TEST_SUITE(document_bounds)

BOOST_AUTO_TEST_CASE(one_operation_on_many_children_costs_about_their_size) {
  constexpr std::size_t count = 20'000;
  const auto object = members(count, "1");
  const auto check = [](const Costs& costs, std::size_t size, const char* what) {
    BOOST_TEST(!costs.failed, what);
    BOOST_TEST(costs.work < 60 * size, what << ": work " << costs.work);
    BOOST_TEST(costs.memory < 80 * size, what << ": memory " << costs.memory);
    BOOST_TEST(costs.work > size, what << ": work " << costs.work);
  };
  const auto others = value_of(members(count, "2"));
  check(costs_of(object, [&](Editor& e) { return e.replace({}, others.root()).has_value(); }), object.size(),
        "replace");
  check(costs_of(object, [&](Editor& e) { return e.merge({}, others.root()).has_value(); }), object.size(),
        "merge");
  check(costs_of("{\"a\":1}", [&](Editor& e) { return e.merge({}, others.root()).has_value(); }),
        object.size(), "merge of new ones");
  const auto twos = value_of(list_of("2", count));
  check(costs_of(list_of("1", count), [&](Editor& e) { return e.replace({}, twos.root()).has_value(); }),
        10 * count, "elements");
  check(costs_of("[1,1]", [&](Editor& e) { return e.replace({}, twos.root()).has_value(); }), 10 * count,
        "new elements");
}

BOOST_AUTO_TEST_CASE(a_change_deep_inside_does_not_cost_the_whole_at_each_level) {
  const auto inner = list_of("[1]", 20'000);
  const auto text = nested(50, inner);
  const auto now = value_of(nested(50, inner.substr(0, inner.size() - 3) + "2]]"));
  const auto costs = costs_of(text, [&](Editor& e) { return e.replace({}, now.root()).has_value(); });
  BOOST_TEST(!costs.failed);
  BOOST_TEST(costs.work < 40 * text.size(), "work " << costs.work);
  BOOST_TEST(costs.memory < 80 * text.size(), "memory " << costs.memory);
}

BOOST_AUTO_TEST_CASE(selectors_by_many_names_keep_few_indexes_and_tell_each_walk) {
  const std::size_t count = 20'000;
  const auto text = "[" + members(200, "0") + repeated(",0", count) + "]";
  const auto zero = value_of("0");
  const auto costs = costs_of(text, [&](Editor& e) {
    for (int i = 0; i < 100; ++i) {
      const auto name = "k" + std::to_string(i);
      if (!e.test(path_of("/" + name + "=0/" + name), zero.root())) return false;
    }
    return true;
  });
  BOOST_TEST(!costs.failed);
  BOOST_TEST(costs.memory < 2 * mebibyte, costs.memory);
  BOOST_TEST(costs.work > 100 * count * sizeof(json::Node), costs.work);
}

BOOST_AUTO_TEST_CASE(what_is_compared_is_told) {
  const auto number = "[1." + std::string(mebibyte, '0') + "]";
  const auto one = value_of("1");
  const auto numbers =
      costs_of(number, [&](Editor& e) { return e.test(path_of("/0"), one.root()).has_value(); });
  BOOST_TEST(!numbers.failed);
  BOOST_TEST(numbers.work > mebibyte);
  BOOST_TEST(numbers.memory < 64 * kibibyte, numbers.memory);
  // An index that leads to a large element, again and again.
  std::string large = members(5000, "1");
  large.replace(large.size() - 1, 1, ",\"id\":\"x\"}");
  const auto by_id = costs_of("[" + large + repeated(",0", 200) + "]", [&](Editor& e) {
    for (int i = 0; i < 50; ++i) {
      if (!e.test(path_of("/id=x/k0"), one.root())) return false;
    }
    return true;
  });
  BOOST_TEST(!by_id.failed);
  BOOST_TEST(by_id.work > 50 * 5000 * sizeof(json::Node), by_id.work);
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_large_container_is_all_that_is_looked_at) {
  const auto text = list_of(R"({"id":"x"})", 20'000);
  const auto one = value_of(R"([{"id":"x"}])");
  const auto x = value_of("\"x\"");
  std::uint64_t work_before = 0;
  const auto tree = json::parse(text).value();
  Draft draft(text, tree);
  Editor editor(draft, 64);
  BOOST_TEST_REQUIRE(editor.replace({}, one.root()).has_value());
  work_before = draft.work();
  for (int i = 0; i < 100; ++i)
    BOOST_TEST_REQUIRE(editor.test(path_of("/id=x/id"), x.root()).has_value());
  BOOST_TEST(draft.work() - work_before < 100 * kibibyte, draft.work() - work_before);
}

BOOST_AUTO_TEST_CASE(blank_space_is_not_multiplied) {
  const std::string blanks(mebibyte, ' ');
  const auto two = value_of("2");
  const auto pairs = costs_of("[1," + blanks + "2]", [&](Editor& e) {
    for (int i = 0; i < 50; ++i) {
      if (!e.add(path_of("/-"), two.root()) || !e.remove(path_of("/2"))) return false;
    }
    return true;
  });
  BOOST_TEST(!pairs.failed);
  BOOST_TEST(pairs.memory < mebibyte, pairs.memory);
  const auto many = value_of(list_of("[2]", 500));
  for (const auto& pattern : {"[[[" + blanks + "1]]]", "[[[1]," + blanks + "[1]]]", "[[[1" + blanks + "]]]",
                              "[[\n" + blanks + "[1]]]"}) {
    const auto costs =
        costs_of(pattern, [&](Editor& e) { return e.add(path_of("/-"), many.root()).has_value(); });
    BOOST_TEST(!costs.failed);
    BOOST_TEST(costs.bytes < pattern.size() + 500 * kibibyte, costs.bytes);
  }
  const auto named = value_of(members(500, "2"));
  const auto colons = costs_of("{\"a\": {\"b\":" + blanks + "1}}",
                               [&](Editor& e) { return e.add(path_of("/c"), named.root()).has_value(); });
  BOOST_TEST(!colons.failed);
  BOOST_TEST(colons.bytes < mebibyte + 500 * kibibyte, colons.bytes);
}

BOOST_AUTO_TEST_CASE(indentation_makes_no_document_larger_than_it_may_be) {
  const auto deep = value_of(nested(60, list_of("0", 20'000)));
  const auto indented = [&](Editor& e) {
    const auto result = e.add(path_of("/b"), deep.root());
    return result.has_value() || result.error().kind != EditFailure::Kind::too_large;
  };
  const auto refused = costs_of("{\n        \"a\": 1\n}", indented, mebibyte);
  BOOST_TEST(refused.failed);
  BOOST_TEST(refused.memory < 4 * mebibyte, refused.memory);
  const auto accepted = costs_of("{\n        \"a\": 1\n}", indented, 64 * mebibyte);
  BOOST_TEST(!accepted.failed);
  BOOST_TEST(accepted.bytes > 5 * mebibyte);
}

BOOST_AUTO_TEST_CASE(gaps_make_no_document_larger_than_it_may_be) {
  const auto many = value_of(list_of("3", 50'000));
  const auto costs = costs_of(
      "[1," + std::string(120, ' ') + "2]",
      [&](Editor& e) {
        const auto result = e.replace({}, many.root());
        return result.has_value() || result.error().kind != EditFailure::Kind::too_large;
      },
      mebibyte);
  BOOST_TEST(costs.failed);
}

// A document that is larger than it may be, since the limit was lowered, can still be made smaller.
BOOST_AUTO_TEST_CASE(what_is_too_large_may_shrink) {
  const auto costs = costs_of(
      list_of("\"0123456789\"", 1000), [](Editor& e) { return e.remove(path_of("/0")).has_value(); }, 5000);
  BOOST_TEST(!costs.failed);
}

BOOST_AUTO_TEST_CASE(what_a_draft_keeps_is_told) {
  const auto text = "{\"l\":" + list_of("1", 10'000) + "}";
  const auto copied = costs_of(text, [](Editor& e) {
    for (int i = 0; i < 50; ++i) {
      if (!e.copy(path_of("/l"), path_of("/m")) || !e.remove(path_of("/m"))) return false;
    }
    return true;
  });
  BOOST_TEST(!copied.failed);
  BOOST_TEST(copied.kept > copied.memory / 2, copied.kept << " of " << copied.memory);
  BOOST_TEST(copied.kept < 2 * copied.memory, copied.kept << " of " << copied.memory);
  BOOST_TEST(copied.work > copied.memory / 2, copied.work << " of " << copied.memory);
}

BOOST_AUTO_TEST_CASE(marks_that_pin_old_texts_are_told) {
  const auto text = list_of("1", 20'000);
  const auto tree = json::parse(text).value();
  const auto two = value_of("2");
  const auto before = test::memory_in_use();
  Draft draft(text, tree);
  Editor editor(draft, 64);
  for (int i = 0; i < 5000; ++i) {
    (void)draft.mark();
    BOOST_TEST_REQUIRE(editor.replace(path_of("/" + std::to_string(i * 3)), two.root()).has_value());
  }
  const auto memory = test::memory_in_use() - before;
  BOOST_TEST(draft.kept() > memory / 2, draft.kept() << " of " << memory);
  BOOST_TEST(draft.work() > memory / 2, draft.work() << " of " << memory);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
