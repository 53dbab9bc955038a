#include "tests/unit/patch_runner.hpp"

#include <algorithm>

#include "ipc/json/equal.hpp"
#include "tests/unit/json_support.hpp"

namespace holdfast::document {
namespace {

using json::Value;

constexpr std::size_t depth_max = 64;

struct Operation {
  std::string op;
  Pointer path;
  Pointer from;
  std::optional<Value> value;
};

// Nothing: a path is no pointer.
std::optional<Operation> read_operation(const Value& object) {
  const auto pointer = [&](std::string_view name) -> std::optional<Pointer> {
    const auto member = object.find(name);
    if (!member) return Pointer();
    auto parsed = Pointer::parse(member->string());
    if (!parsed) return std::nullopt;
    return std::move(*parsed);
  };
  const auto path = pointer("path");
  const auto from = pointer("from");
  if (!path || !from) return std::nullopt;
  return Operation{object.find("op")->string(), *path, *from, object.find("value")};
}

EditResult<Editor::Moved> in_place(EditResult<Pointer> acted) {
  if (!acted) return acted.error();
  return Editor::Moved{{}, std::move(*acted)};
}

EditResult<Editor::Moved> apply(Editor& editor, const Operation& operation) {
  const auto& [op, path, from, value] = operation;
  if (op == "add") return in_place(editor.add(path, *value));
  if (op == "remove") return in_place(editor.remove(path));
  if (op == "replace") return in_place(editor.replace(path, *value));
  if (op == "test") return in_place(editor.test(path, *value));
  if (op == "merge") return in_place(editor.merge(path, *value));
  BOOST_TEST_REQUIRE((op == "move" || op == "copy"), "no operation is called " << op);
  return op == "move" ? editor.move(from, path) : editor.copy(from, path);
}

bool same_nodes(const json::Tree& one, const json::Tree& other) {
  return std::equal(one.nodes().begin(), one.nodes().end(), other.nodes().begin(), other.nodes().end(),
                    [](const json::Node& a, const json::Node& b) {
                      return a.begin == b.begin && a.end == b.end && a.next == b.next && a.key == b.key;
                    });
}

Assembled assembled(const Draft& draft, const std::string& document) {
  auto state = draft.assemble();
  const auto tree = json::parse(state.text);
  BOOST_TEST_REQUIRE(tree.has_value(), "put together it is no JSON: " << state.text);
  BOOST_TEST(same_nodes(*tree, state.tree), "the tree is not that of " << state.text);
  BOOST_TEST(fits(document, state.splices));
  BOOST_TEST(redo(document, state.splices) == state.text);
  BOOST_TEST(undo(state.text, state.splices) == document);
  BOOST_TEST(state.splices.empty() == (state.text == document));
  BOOST_TEST(static_cast<std::size_t>(draft.extent().bytes) == state.text.size());
  BOOST_TEST(static_cast<std::size_t>(draft.extent().nodes) == state.tree.nodes().size());
  return state;
}

// The value at a path that an operation returned, whose tokens are all resolved.
std::optional<Value> value_at(const Value& root, const Pointer& path) {
  Value around = root;
  for (const auto& token : path.tokens()) {
    const auto next = find_value(around, Pointer({token}));
    if (!next) return std::nullopt;
    if (around.is(json::Kind::array)) BOOST_TEST(array_index(token).has_value(), "not an index: " << token);
    around = *next;
  }
  return around;
}

Pointer around(const Pointer& path) {
  return Pointer({path.tokens().begin(), path.tokens().end() - 1});
}

void check_gone(const Value& before, const Value& now, const Pointer& path) {
  const auto container = value_at(now, around(path));
  BOOST_TEST_REQUIRE(container.has_value());
  BOOST_TEST(container->size() + 1 == value_at(before, around(path))->size());
  if (container->is(json::Kind::object)) BOOST_TEST(!container->find(path.tokens().back()));
}

void check_done(const Operation& operation, const Editor::Moved& done, const Value& before,
                const Value& now) {
  const auto& op = operation.op;
  if (op == "remove") return check_gone(before, now, done.path);
  const auto there = value_at(now, done.path);
  BOOST_TEST_REQUIRE(there.has_value(), "nothing at " << done.path.text());
  if (op == "move" || op == "copy") {
    const auto source = value_at(before, done.from);
    BOOST_TEST_REQUIRE(source.has_value(), "nothing was at " << done.from.text());
    BOOST_TEST(json::spelled_alike(*there, *source));
  } else if (op == "test") {
    BOOST_TEST(json::equal(*there, *operation.value));
    BOOST_TEST(now.text() == before.text());
  } else if (op != "merge" || !operation.value->is(json::Kind::object)) {
    BOOST_TEST(json::spelled_alike(*there, *operation.value));
    const auto old = value_at(before, done.path);
    const bool was_there = op == "replace" && old && json::spelled_alike(*old, *operation.value);
    if (was_there) BOOST_TEST(now.text() == before.text());
  }
}

class PatchRun {
 public:
  PatchRun(const std::string& document, Marks marks)
      : document_(json::parsed(document)),
        tree_(json::parse(document).value()),
        draft_(document_.text(), tree_),
        editor_(draft_, depth_max),
        marks_(marks) {}

  std::optional<Refused> apply_all(const Value& operations) {
    const Slot start = draft_.mark();
    std::size_t number = 0;
    for (const Value object : operations) {
      auto refused = apply_next(object, number++);
      if (!refused) continue;
      draft_.roll_back(start);
      return refused;
    }
    return std::nullopt;
  }
  [[nodiscard]] Assembled state() const { return assembled(draft_, document_.text()); }

 private:
  std::optional<Refused> apply_next(const Value& object, std::size_t number) {
    const auto operation = read_operation(object);
    if (!operation) return Refused{number, {}};
    const auto before = state();
    if (marks_ == Marks::each) try_and_take_back(*operation, before.text);
    const auto done = apply(editor_, *operation);
    if (!done) {
      BOOST_TEST(!done.error().message.empty());
      return Refused{number, done.error().kind};
    }
    const auto now = state();
    check_done(*operation, *done, before.tree.root(before.text), now.tree.root(now.text));
    return std::nullopt;
  }
  void try_and_take_back(const Operation& operation, const std::string& before) {
    const Slot start = draft_.mark();
    (void)apply(editor_, operation);
    draft_.roll_back(start);
    BOOST_TEST(state().text == before);
  }

  const json::ParsedText document_;
  const json::Tree tree_;
  Draft draft_;
  Editor editor_;
  const Marks marks_;
};

}  // namespace

PatchOutcome run_patch(const std::string& document, const std::string& operations, Marks marks) {
  // Values that are refused for their depth must be readable here.
  const auto patch = json::parse_owned(operations, {.depth_max = 200});
  BOOST_TEST_REQUIRE(patch.has_value(), "no patch: " << operations);
  PatchRun run(document, marks);
  auto refused = run.apply_all(patch->root());
  return {std::move(refused), run.state()};
}

}  // namespace holdfast::document
