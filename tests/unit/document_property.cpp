// Goal: whatever is edited, in whatever layout, the document means what the RFCs say, and nothing but the
// edited place changes. Method: random documents in random layouts, random operations, compared with a naive
// reference; the text's own claims (tree, splices, sizes) are checked after each.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "ipc/json/equal.hpp"
#include "ipc/json/parse.hpp"
#include "tests/unit/edit_twin.hpp"
#include "tests/unit/random_cases.hpp"

namespace holdfast::document {
namespace {

using Kind = TwinOperation::Kind;
using test::demand;
using test::Mismatch;
using test::run_cases;

const std::string program = "unit_document_property --run_test=document_property/";

// Adds what was done to what went wrong.
template <class Work>
void told(const EditTwin& twin, const Work& work) {
  try {
    work();
  } catch (const Mismatch& mismatch) {
    throw Mismatch(std::string(mismatch.what()) + "\n" + twin.story());
  }
}

bool holds_null(const PlainValue& value) {
  return value.kind == json::Kind::null ||
         std::any_of(value.children.begin(), value.children.end(),
                     [](const auto& child) { return holds_null(child.value); });
}

PlainValue many_members(RandomValue& random) {
  PlainValue made{json::Kind::object, {}, {}, {}};
  for (auto count = 100 + random.below(200); count > 0; --count)
    made.children.push_back(
        {"member-" + std::to_string(count), random.chance(80) ? random.scalar() : random.value(5, 2)});
  return made;
}

// On a child of the largest container, or in one.
TwinOperation operation_on_children(const PlainValue& document, RandomValue& random) {
  if (random.chance(2)) return random_operation(document, random);
  Tokens path;
  const PlainValue* at = &document;
  if (at->kind == json::Kind::object && at->children.size() < 10 && !at->children.empty()) {
    const auto& child = at->children[random.below(at->children.size())];
    path.push_back(child.name);
    at = &child.value;
  }
  const auto child_of = [&](const PlainValue& container) {
    if (container.children.empty()) return std::string("-");
    const auto child = random.below(container.children.size());
    return container.kind == json::Kind::object ? container.children[child].name : std::to_string(child);
  };
  TwinOperation operation{static_cast<Kind>(random.below(7)), path, path, random.value(5, 2), {}};
  if (!at->is_container()) return random_operation(document, random);
  operation.path.push_back(random.chance(20) ? "-" : child_of(*at));
  operation.from.push_back(child_of(*at));
  if (operation.kind == Kind::add && at->kind == json::Kind::object)
    operation.path.back() = "fresh-" + random.name();
  if (operation.kind == Kind::add && random.chance(50)) operation.kind = Kind::remove;
  operation.text = random_text(operation.value, random);
  return operation;
}

// Sends what is there already, laid out anew.
TwinOperation idle_operation(const PlainValue& document, RandomValue& random) {
  const auto path = random.good_path(document);
  TwinOperation operation{Kind::replace, path, {}, RandomValue::at(document, path), {}};
  const bool in_array =
      !path.empty() &&
      RandomValue::at(document, Tokens(path.begin(), path.end() - 1)).kind == json::Kind::array;
  const auto choice = random.below(4);
  if (choice == 0) operation.kind = Kind::test;
  if (choice == 1 && !in_array) operation.kind = Kind::add;
  if (choice == 2) {
    operation.kind = Kind::move;
    operation.from = path;
  }
  if (choice == 3 && operation.value.kind == json::Kind::object) {
    operation.kind = Kind::merge;
    std::erase_if(operation.value.children, [](const auto& child) { return holds_null(child.value); });
  }
  operation.text = random_text(operation.value, random);
  return operation;
}

struct Neighbours {
  std::size_t begin;  // behind the child before, or behind the bracket
  std::size_t end;    // where the next one starts, or the closing bracket
  bool has_both;
};

Neighbours neighbours_of(const EditTwin& twin, const Tokens& path) {
  const auto container = twin.find(Tokens(path.begin(), path.end() - 1));
  const auto child = twin.find(path);
  Neighbours around{container.node().begin + 1, container.node().end - 1, false};
  bool before = false;
  for (const json::Value sibling : container) {
    if (sibling.node().next == child.index()) {
      around.begin = sibling.node().end;
      before = true;
    }
    if (sibling.index() == child.node().next) {
      around.end = sibling.start();
      around.has_both = before;
    }
  }
  return around;
}

// The text before `begin` and that behind `end` are still there.
bool kept_outside(const std::string& before, const std::string& after, std::size_t begin, std::size_t end) {
  const auto behind = before.size() - end;
  return after.size() >= begin + behind && after.compare(0, begin, before, 0, begin) == 0 &&
         after.compare(after.size() - behind, behind, before, end, behind) == 0;
}

bool is_blank(const std::string& text, std::ptrdiff_t commas) {
  return std::count(text.begin(), text.end(), ',') == commas &&
         text.find_first_not_of(", \t\r\n") == std::string::npos;
}

BOOST_AUTO_TEST_SUITE(document_property)

BOOST_AUTO_TEST_CASE(any_operations_give_what_the_rfcs_say_and_texts_that_hold_together) {
  run_cases(
      program + "any_operations_give_what_the_rfcs_say_and_texts_that_hold_together", 100'000, [](auto seed) {
        RandomValue random(seed);
        const auto document = random.document();
        EditTwin twin(document, random_text(document, random), random.chance(10) ? document.depth() + 1 : 64);
        told(twin, [&] {
          for (auto operations = 1 + random.below(12); operations > 0; --operations) {
            if (random.chance(15)) twin.mark();
            if (twin.marks() > 0 && random.chance(10)) twin.roll_back(random.below(twin.marks()));
            twin.apply(random_operation(twin.value(), random));
          }
          (void)twin.check();
        });
      });
}

// Hundreds of operations in one container make the draft put it together in between.
BOOST_AUTO_TEST_CASE(hundreds_of_operations_in_one_container_give_the_same) {
  run_cases(program + "hundreds_of_operations_in_one_container_give_the_same", 1'000, [](auto seed) {
    RandomValue random(seed);
    PlainValue document{json::Kind::object, {}, {}, {}};
    document.children.push_back({"a", random.scalar()});
    document.children.push_back({"list", random.records(random.below(300))});
    if (random.chance(50)) document.children.push_back({"settings", many_members(random)});
    if (random.chance(20)) document = PlainValue(document.children[1].value);
    EditTwin twin(document, random_text(document, random), 64);
    told(twin, [&] {
      for (auto operations = 50 + random.below(350); operations > 0; --operations) {
        if (random.chance(1)) twin.mark();
        if (twin.marks() > 0 && random.chance(1)) twin.roll_back(random.below(twin.marks()));
        twin.apply(operation_on_children(twin.value(), random), EditTwin::Look::at_sizes);
        if (random.chance(2)) (void)twin.check();
      }
      (void)twin.check();
    });
  });
}

BOOST_AUTO_TEST_CASE(what_changes_no_value_changes_no_byte) {
  run_cases(program + "what_changes_no_value_changes_no_byte", 20'000, [](auto seed) {
    RandomValue random(seed);
    const auto document = random.document();
    EditTwin twin(document, random_text(document, random), 64);
    told(twin, [&] {
      for (auto operations = 1 + random.below(3); operations > 0; --operations) {
        twin.apply(idle_operation(document, random));
        const auto after = twin.check();
        demand(after.splices.empty(), "there are splices");
      }
    });
  });
}

BOOST_AUTO_TEST_CASE(a_scalar_in_place_of_another_changes_that_scalar_alone) {
  run_cases(program + "a_scalar_in_place_of_another_changes_that_scalar_alone", 20'000, [](auto seed) {
    RandomValue random(seed);
    const auto document = random.document();
    const auto path = random.good_path(document);
    EditTwin twin(document, random_text(document, random), 64);
    const auto old = twin.find(path);
    if (old.is_container()) return;
    const auto fresh = random.scalar();
    told(twin, [&] {
      twin.apply({random.chance(50) ? Kind::replace : Kind::merge, path, {}, fresh, fresh.spelling});
      const auto after = twin.check();
      const auto& text = twin.text();
      demand(after.text == text.substr(0, old.node().begin) + fresh.spelling + text.substr(old.node().end),
             "other bytes changed");
      demand(after.splices.size() <= 1, "more than one splice");
    });
  });
}

BOOST_AUTO_TEST_CASE(a_removal_takes_the_child_blank_space_and_a_comma) {
  run_cases(program + "a_removal_takes_the_child_blank_space_and_a_comma", 20'000, [](auto seed) {
    RandomValue random(seed);
    const auto document = random.document();
    const auto path = random.good_path(document);
    if (path.empty()) return;
    EditTwin twin(document, random_text(document, random), 64);
    told(twin, [&] {
      const auto around = neighbours_of(twin, path);
      twin.apply({Kind::remove, path, {}, {}, "null"});
      const auto& before = twin.text();
      const auto after = twin.check().text;
      demand(kept_outside(before, after, around.begin, around.end), "bytes beyond the neighbours changed");
      const auto between =
          after.substr(around.begin, after.size() - around.begin - (before.size() - around.end));
      demand(is_blank(between, around.has_both ? 1 : 0),
             "what parts the neighbours is not a comma and blank space");
    });
  });
}

BOOST_AUTO_TEST_CASE(an_insertion_brings_the_child_blank_space_and_a_comma) {
  run_cases(program + "an_insertion_brings_the_child_blank_space_and_a_comma", 20'000, [](auto seed) {
    RandomValue random(seed);
    const auto document = random.document();
    if (!document.is_container()) return;
    EditTwin twin(document, random_text(document, random), 64);
    auto path = random.good_path(document);
    if (!RandomValue::at(document, path).is_container()) path.pop_back();
    const auto container = twin.find(path);
    const bool object = container.is(json::Kind::object);
    const auto count = container.size();
    const auto place = object ? count : random.below(count + 1);
    const auto name = object ? random.name() : std::to_string(place);
    if (object && container.find(name)) return;
    path.push_back(name);
    const auto value = random.value(8, 2);
    told(twin, [&] {
      // A container that opens up may take its brackets to lines of their own.
      const auto begin = count == 0   ? container.start()
                         : place == 0 ? container.node().begin + 1
                                      : twin.child(container, place - 1).node().end;
      const auto end = place == count ? container.node().end - 1 : twin.child(container, place).start();
      twin.apply({Kind::add, path, {}, value, random_text(value, random)});
      const auto after = twin.check();
      demand(kept_outside(twin.text(), after.text, begin, end), "bytes beyond the neighbours changed");
      if (count == 0) return;
      path.back() = object ? name : std::to_string(place);
      const auto fresh = *find_value(after.tree.root(after.text), Pointer(path));
      demand(is_blank(after.text.substr(begin, fresh.start() - begin), place > 0 ? 1 : 0),
             "before the child");
      const auto behind = after.text.size() - (twin.text().size() - end);
      demand(is_blank(after.text.substr(fresh.node().end, behind - fresh.node().end), place < count ? 1 : 0),
             "behind the child");
    });
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::document
