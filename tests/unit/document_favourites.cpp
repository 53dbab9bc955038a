// Goal: twenty people's favourite formattings survive 1,000 random edits byte for byte outside of them, and
// look the same afterwards. Method: an invented document each; one edit at a time, the result is the next
// one's base; which lines an edit may touch is worked out from the document, not from the splices.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/unit/edit_twin.hpp"
#include "tests/unit/favourites.hpp"
#include "tests/unit/random_cases.hpp"

namespace holdfast::document {
namespace {

using test::demand;
using Kind = TwinOperation::Kind;

std::size_t line_of(const std::string& text, std::size_t offset) {
  return static_cast<std::size_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    lines.back() += c;
    if (c == '\n') lines.emplace_back();
  }
  return lines;
}

// Lines [first, last] of the document that an edit may change; all others must come out as they were.
struct Lines {
  std::size_t first;
  std::size_t last;
};

void check_untouched(const std::string& before, const std::string& after, const Lines& touched) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  const auto behind = old_lines.size() - std::min(touched.last + 1, old_lines.size());
  demand(new_lines.size() >= touched.first + behind, "lines were lost");
  demand(std::equal(old_lines.begin(), old_lines.begin() + static_cast<std::ptrdiff_t>(touched.first),
                    new_lines.begin()),
         "a line before the edit changed");
  demand(std::equal(old_lines.rbegin(), old_lines.rbegin() + static_cast<std::ptrdiff_t>(behind),
                    new_lines.rbegin()),
         "a line behind the edit changed");
}

// From the end of the child before one to the start of the child behind it, or the brackets.
Lines lines_around(const EditTwin& twin, const Tokens& container_path, std::size_t first,
                   std::size_t behind) {
  const auto container = twin.find(container_path);
  const auto begin = first == 0 ? container.node().begin : EditTwin::child(container, first - 1).node().end;
  const auto end =
      behind == container.size() ? container.node().end - 1 : EditTwin::child(container, behind).start();
  return {line_of(twin.text(), begin), line_of(twin.text(), end)};
}

struct Edit {
  TwinOperation operation;
  Lines touched;
};

// The children of the root stay, so that there is always something to go by.
bool may_go(const Tokens& path) {
  return path.size() >= 2;
}

Edit addition(const EditTwin& twin, Tokens path, RandomValue& random) {
  const auto& parent = RandomValue::at(twin.value(), path);
  const bool object = parent.kind == json::Kind::object;
  const auto place = object ? parent.children.size() : random.below(parent.children.size() + 1);
  auto name = object ? random.name() : std::to_string(place);
  while (object && parent.find(name) < parent.children.size())
    name += '+';
  const auto fresh = random.value(4, 2);
  const auto touched = lines_around(twin, path, place, place);
  path.push_back(name);
  return {{Kind::add, path, {}, fresh, random_text(fresh, random)}, touched};
}

Edit replacement(const EditTwin& twin, const Tokens& path, RandomValue& random) {
  const auto& value = RandomValue::at(twin.value(), path);
  const auto fresh = may_go(path) ? random.variation(value) : random.scalar();
  const auto old = twin.find(path);
  return {{Kind::replace, path, {}, fresh, random_text(fresh, random)},
          {line_of(twin.text(), old.start()), line_of(twin.text(), old.node().end)}};
}

Edit removal(const EditTwin& twin, const Tokens& path) {
  const Tokens parent(path.begin(), path.end() - 1);
  const auto& around = RandomValue::at(twin.value(), parent);
  const auto child = around.kind == json::Kind::object ? around.find(path.back()) : std::stoul(path.back());
  return {{Kind::remove, path, {}, {}, "null"}, lines_around(twin, parent, child, child + 1)};
}

// A child of the root that shows how the document is laid out.
std::string sample_in(const PlainValue& document, RandomValue& random) {
  for (;;) {
    const auto place = random.below(document.children.size());
    const auto& [name, value] = document.children[place];
    if (!value.children.empty()) return document.kind == json::Kind::object ? name : std::to_string(place);
  }
}

// Not in the sample: that must stay as it is.
Edit random_edit(const EditTwin& twin, const std::string& sample, std::size_t nodes_max, RandomValue& random) {
  for (;;) {
    const auto path = random.good_path(twin.value());
    if (!path.empty() && path.front() == sample) continue;
    const bool container = RandomValue::at(twin.value(), path).is_container();
    const bool large = twin.value().nodes() > nodes_max;
    const bool shifts = path.empty() && twin.value().kind == json::Kind::array;
    if (container && !large && !shifts && random.chance(60)) return addition(twin, path, random);
    if (may_go(path) && random.chance(large ? 70 : 30)) return removal(twin, path);
    if (may_go(path) || !container) return replacement(twin, path, random);
  }
}

void edit_often(const Favourite& favourite, std::size_t edits, RandomValue& random) {
  std::string text = favourite.text;
  auto document = plain_of(TestText(text).root());
  const auto sample = sample_in(document, random);
  const auto nodes_max = document.nodes() * 2;
  for (std::size_t i = 0; i < edits; ++i) {
    EditTwin twin(document, text, 64);
    const auto edit = random_edit(twin, sample, nodes_max, random);
    try {
      twin.apply(edit.operation);
      auto after = twin.check();
      check_untouched(text, after.text, edit.touched);
      demand(favourite.looks_right(after.text), "the document does not look as its owner wants it");
      text = std::move(after.text);
    } catch (const test::Mismatch& mismatch) {
      throw test::Mismatch(std::string(mismatch.what()) + ": " + favourite.name + ", edit " +
                           std::to_string(i) + "\n" + twin.story());
    }
    // Members stand in the order of the text, not of the value that was sent.
    document = plain_of(TestText(text).root());
  }
}

BOOST_AUTO_TEST_SUITE(document_favourites)

BOOST_AUTO_TEST_CASE(twenty_favourite_formattings_survive_a_thousand_edits_each) {
  BOOST_TEST(favourites().size() >= 20U);
  test::run_cases("unit_document --run_test=document_favourites", favourites().size(), [](auto seed) {
    RandomValue random(seed);
    for (int round = 0; round < 5; ++round)
      edit_often(favourites()[seed % favourites().size()], 200, random);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
