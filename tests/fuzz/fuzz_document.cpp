// Goal: no operations harm the engine that edits inside documents, and they do the same together as one by
// one. Method: the input is a document, a NUL and a JSON array of operations as RFC 6902 spells them, merge
// among them. Between them a number n says "all before it again, n times", null "mark here", false "roll back
// to the mark"; an operation that fails rolls back too. After each one the text put together must parse to
// the nodes that came with it, its splices lead there and back, extent() and find_value() agree; a fresh
// draft on the text before it must come to an equal value, or refuse for the same reason.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/document/editor.hpp"
#include "ipc/json/equal.hpp"
#include "ipc/json/parse.hpp"
#include "tests/fuzz/require.hpp"

namespace holdfast::document {
namespace {

using json::Value;

// Bound the cost of one input: copies double, repetitions multiply.
constexpr std::size_t steps_max = 200;
constexpr std::int64_t document_bytes_max = 32 * 1024;
// So little that some inputs meet the limit.
constexpr std::size_t bytes_max = 16 * 1024;
constexpr std::size_t depth_max = 64;

struct Operation {
  std::string op;
  Pointer path;
  Pointer from;
  std::optional<Value> value;
};

std::optional<Pointer> read_pointer(const Value& object, std::string_view name) {
  const auto member = object.find(name);
  if (!member) return Pointer();
  if (!member->is(json::Kind::string)) return std::nullopt;
  auto pointer = Pointer::parse(member->string());
  if (!pointer) return std::nullopt;
  HOLDFAST_REQUIRE(pointer->text() == member->string());
  return std::move(*pointer);
}

std::optional<Operation> read_operation(const Value& object) {
  const auto op = object.find("op");
  const auto path = read_pointer(object, "path");
  const auto from = read_pointer(object, "from");
  if (!op || !op->is(json::Kind::string) || !path || !from) return std::nullopt;
  return Operation{op->string(), *path, *from, object.find("value")};
}

EditResult<Editor::Moved> at_path(EditResult<Pointer> acted) {
  if (!acted) return acted.error();
  return Editor::Moved{{}, std::move(*acted)};
}

// Nothing: there is no such operation.
std::optional<EditResult<Editor::Moved>> apply(Editor& editor, const Operation& operation) {
  const auto& [op, path, from, value] = operation;
  if (op == "remove") return at_path(editor.remove(path));
  if (op == "move") return editor.move(from, path);
  if (op == "copy") return editor.copy(from, path);
  if (!value) return std::nullopt;
  if (op == "add") return at_path(editor.add(path, *value));
  if (op == "replace") return at_path(editor.replace(path, *value));
  if (op == "test") return at_path(editor.test(path, *value));
  if (op == "merge") return at_path(editor.merge(path, *value));
  return std::nullopt;
}

bool same_nodes(const json::Tree& one, const json::Tree& other) {
  return std::equal(one.nodes().begin(), one.nodes().end(), other.nodes().begin(), other.nodes().end(),
                    [](const json::Node& a, const json::Node& b) {
                      return a.begin == b.begin && a.end == b.end && a.next == b.next && a.key == b.key;
                    });
}

Assembled assembled(const Draft& draft, std::string_view base) {
  auto state = draft.assemble();
  const auto tree = json::parse(state.text);
  HOLDFAST_REQUIRE(tree.has_value());
  HOLDFAST_REQUIRE(same_nodes(*tree, state.tree));
  HOLDFAST_REQUIRE(fits(base, state.splices));
  HOLDFAST_REQUIRE(redo(base, state.splices) == state.text);
  HOLDFAST_REQUIRE(undo(state.text, state.splices) == base);
  HOLDFAST_REQUIRE(draft.extent().bytes == static_cast<std::int64_t>(state.text.size()));
  HOLDFAST_REQUIRE(draft.extent().nodes == static_cast<std::int64_t>(state.tree.nodes().size()));
  return state;
}

// A document and the edits on it, and beside them the same edits one at a time.
class Session {
 public:
  Session(std::string_view text, const json::Tree& tree)
      : text_(text),
        draft_(text, tree, bytes_max),
        editor_(draft_, depth_max),
        now_(assembled(draft_, text)) {
    HOLDFAST_REQUIRE(now_.text == text_ && now_.splices.empty());
    mark();
  }

  void mark() {
    mark_ = draft_.mark();
    marked_ = now_.text;
  }

  void roll_back() {
    HOLDFAST_REQUIRE(is_same_text(draft_.fragments(*mark_), {marked_}));
    draft_.roll_back(*mark_);
    now_ = assembled(draft_, text_);
    HOLDFAST_REQUIRE(now_.text == marked_);
  }

  void perform(const Operation& operation) {
    const auto done = apply(editor_, operation);
    if (!done) return;
    check_found(operation, *done);
    const bool comparable = check_alone(operation, *done);
    if (!*done) {
      HOLDFAST_REQUIRE(!done->error().message.empty());
      return roll_back();
    }
    auto next = assembled(draft_, text_);
    HOLDFAST_REQUIRE(is_same_text(draft_.fragments(draft_.root()), {next.text}));
    HOLDFAST_REQUIRE(!comparable || json::equal(next.tree.root(next.text), alone_.tree.root(alone_.text)));
    now_ = std::move(next);
    if (operation.op == "remove") return;
    const auto there = find_value(now_.tree.root(now_.text), (*done)->path);
    HOLDFAST_REQUIRE(there.has_value());
    if (operation.op == "add" || operation.op == "replace" || operation.op == "test")
      HOLDFAST_REQUIRE(json::equal(*there, *operation.value));
  }

  [[nodiscard]] bool is_large() const { return draft_.extent().bytes > document_bytes_max; }

 private:
  // What find_value() sees at the paths of the operation in the text before it.
  void check_found(const Operation& operation, const EditResult<Editor::Moved>& together) const {
    using Kind = EditFailure::Kind;
    const Value before = now_.tree.root(now_.text);
    const bool transfers = operation.op == "move" || operation.op == "copy";
    if (!transfers && operation.op != "remove" && operation.op != "replace" && operation.op != "test") return;
    const auto found = find_value(before, transfers ? operation.from : operation.path);
    if (together) {
      const auto acted = find_value(before, transfers ? together->from : together->path);
      HOLDFAST_REQUIRE(found.has_value() && acted.has_value() && found->index() == acted->index());
      return;
    }
    const auto kind = together.error().kind;
    const auto nothing = transfers ? Kind::no_such_from : Kind::no_such_path;
    HOLDFAST_REQUIRE(kind != nothing || (!found && found.error().kind == Kind::no_such_path));
    if (kind == Kind::invalid_path && !transfers && !operation.path.is_root())
      HOLDFAST_REQUIRE(!found && found.error().kind == Kind::invalid_path);
  }

  // The operation on the text as it stood before, with nothing known of earlier edits. False if it came to
  // nothing that can be compared: layouts, and so what is too large, may depend on what the text was at
  // first.
  bool check_alone(const Operation& operation, const EditResult<Editor::Moved>& together) {
    Draft draft(now_.text, now_.tree, bytes_max);
    Editor editor(draft, depth_max);
    const auto done = apply(editor, operation);
    if (is_too_large(*done) || is_too_large(together)) return false;
    HOLDFAST_REQUIRE(done->has_value() == together.has_value());
    if (!together) {
      HOLDFAST_REQUIRE(done->error().kind == together.error().kind);
      return true;
    }
    HOLDFAST_REQUIRE((*done)->path == together->path && (*done)->from == together->from);
    alone_ = assembled(draft, now_.text);
    return true;
  }
  static bool is_too_large(const EditResult<Editor::Moved>& done) {
    return !done && done.error().kind == EditFailure::Kind::too_large;
  }

  std::string_view text_;
  Draft draft_;
  Editor editor_;
  Assembled now_;
  Assembled alone_;
  std::optional<Slot> mark_;
  std::string marked_;
};

class Script {
 public:
  Script(Session& session, const Value& steps) : session_(session) {
    for (const Value step : steps)
      steps_.push_back(step);
  }

  void run() {
    for (std::size_t i = 0; i < steps_.size() && may_go_on(); ++i) {
      const auto times = steps_[i].integer();
      if (!times) {
        take(steps_[i]);
        continue;
      }
      for (std::int64_t again = 0; again < *times && may_go_on(); ++again) {
        for (std::size_t earlier = 0; earlier < i && may_go_on(); ++earlier)
          take(steps_[earlier]);
      }
    }
  }

 private:
  [[nodiscard]] bool may_go_on() const { return taken_ < steps_max && !session_.is_large(); }

  void take(const Value& step) {
    ++taken_;
    if (step.is(json::Kind::null)) return session_.mark();
    if (step.is(json::Kind::boolean)) return session_.roll_back();
    const auto operation = read_operation(step);
    if (operation) session_.perform(*operation);
  }

  Session& session_;
  std::vector<Value> steps_;
  std::size_t taken_ = 0;
};

}  // namespace
}  // namespace holdfast::document

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto nul = input.find('\0');
  if (nul == std::string_view::npos) return 0;
  const auto text = input.substr(0, nul);
  const auto operations = input.substr(nul + 1);
  const auto tree = json::parse(text);
  const auto steps = json::parse(operations);
  if (!tree || !steps || !steps->root(operations).is(json::Kind::array)) return 0;
  document::Session session(text, *tree);
  document::Script(session, steps->root(operations)).run();
  return 0;
}
