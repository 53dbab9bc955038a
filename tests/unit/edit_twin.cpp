#include "tests/unit/edit_twin.hpp"

#include <algorithm>
#include <array>

#include "ipc/json/equal.hpp"
#include "ipc/json/parse.hpp"
#include "tests/unit/random_cases.hpp"

namespace holdfast::document {
namespace {

using test::demand;
using test::Mismatch;
using Kind = TwinOperation::Kind;

std::string outcome(const ReferenceResult<Tokens>& result) {
  return result ? Pointer(*result).text() : "failure " + std::to_string(static_cast<int>(result.error()));
}
std::string outcome(const EditResult<Pointer>& result) {
  if (result) return result->text();
  return "failure " + std::to_string(static_cast<int>(result.error().kind));
}
std::string outcome(const ReferenceResult<ReferenceEdit::Moved>& result) {
  if (!result) return outcome(ReferenceResult<Tokens>(result.error()));
  return Pointer(result->from).text() + " to " + Pointer(result->path).text();
}
std::string outcome(const EditResult<Editor::Moved>& result) {
  if (!result) return outcome(EditResult<Pointer>(result.error()));
  return result->from.text() + " to " + result->path.text();
}

template <class Ours, class Theirs>
bool agree(const Ours& ours, const Theirs& theirs) {
  if (outcome(ours) != outcome(theirs)) throw Mismatch(outcome(ours) + " instead of " + outcome(theirs));
  return ours.has_value();
}

bool same_node(const json::Node& a, const json::Node& b) {
  return a.begin == b.begin && a.end == b.end && a.next == b.next && a.key == b.key;
}

}  // namespace

TestText::TestText(std::string given) : text(std::move(given)) {
  auto parsed = json::parse(text, {.depth_max = 1000});
  if (!parsed) throw Mismatch("the text is refused: " + parsed.error().message);
  tree = std::move(*parsed);
}

std::string TwinOperation::shown() const {
  static constexpr const char* names[] = {"add", "remove", "replace", "test", "merge", "move", "copy"};
  std::string line = std::string(names[static_cast<std::size_t>(kind)]) + " '" + Pointer(path).text() + "'";
  if (kind == Kind::move || kind == Kind::copy) line += " from '" + Pointer(from).text() + "'";
  return line + " " + text;
}

EditTwin::EditTwin(const PlainValue& value, std::string text, std::size_t depth_max)
    : text_(std::move(text)),
      draft_(text_.text, text_.tree),
      editor_(draft_, depth_max),
      reference_(value, depth_max) {
  demand(is_spelled_as(text_.root(), value), "the random text is not the random value");
}

void EditTwin::compare(const TwinOperation& operation) {
  const Pointer path(operation.path);
  const Pointer from(operation.from);
  const TestText text(operation.text);
  const auto& plain = operation.value;
  switch (operation.kind) {
    case Kind::add:
      return void(agree(editor_.add(path, text.root()), reference_.add(operation.path, plain)));
    case Kind::remove:
      return void(agree(editor_.remove(path), reference_.remove(operation.path)));
    case Kind::replace:
      return void(agree(editor_.replace(path, text.root()), reference_.replace(operation.path, plain)));
    case Kind::test:
      return void(agree(editor_.test(path, text.root()), reference_.test(operation.path, plain)));
    case Kind::merge:
      return void(agree(editor_.merge(path, text.root()), reference_.merge(operation.path, plain)));
    case Kind::copy:
      return void(agree(editor_.copy(from, path), reference_.copy(operation.from, operation.path)));
    case Kind::move: {
      const Mark mark{draft_.mark(), reference_.root()};
      if (agree(editor_.move(from, path), reference_.move(operation.from, operation.path))) return;
      draft_.roll_back(mark.slot);
      reference_.set_root(mark.value);
    }
  }
}

json::Value EditTwin::child(const json::Value& container, std::size_t ordinal) {
  auto child = container.begin();
  while (ordinal-- > 0)
    ++child;
  return *child;
}

void EditTwin::apply(const TwinOperation& operation, Look look) {
  done_.push_back(operation.shown());
  compare(operation);
  const auto extent = draft_.extent();
  if (look == Look::at_sizes) {
    return demand(extent.nodes == static_cast<std::int64_t>(reference_.root().nodes()),
                  "extent() tells another node count");
  }
  const auto after = draft_.assemble();
  demand(extent.bytes == static_cast<std::int64_t>(after.text.size()), "extent() tells another size");
  demand(extent.nodes == static_cast<std::int64_t>(after.tree.nodes().size()),
         "extent() tells another node count");
  demand(is_spelled_as(after.tree.root(after.text), reference_.root()), "the value is another one");
}

void EditTwin::mark() {
  done_.push_back("mark " + std::to_string(marks_.size()));
  marks_.push_back({draft_.mark(), reference_.root()});
}

void EditTwin::roll_back(std::size_t mark) {
  done_.push_back("roll back to " + std::to_string(mark));
  draft_.roll_back(marks_[mark].slot);
  reference_.set_root(marks_[mark].value);
  marks_.erase(marks_.begin() + static_cast<std::ptrdiff_t>(mark), marks_.end());
}

Assembled EditTwin::check() const {
  auto after = draft_.assemble();
  check_assembled(text(), reference_.root(), after);
  return after;
}

std::string EditTwin::story() const {
  std::string lines = "on: " + text() + "\n";
  for (const auto& line : done_)
    lines += line + "\n";
  return lines + "gives: " + draft_.assemble().text + "\nmeans: " + shown(reference_.root());
}

void check_assembled(const std::string& before, const PlainValue& expected, const Assembled& after) {
  const TestText parsed(after.text);
  const auto& nodes = parsed.tree.nodes();
  const auto& ours = after.tree.nodes();
  demand(std::equal(nodes.begin(), nodes.end(), ours.begin(), ours.end(), same_node),
         "the tree is another one");
  demand(is_spelled_as(parsed.root(), expected), "the text means something else");
  demand(fits(before, after.splices), "the splices do not fit");
  demand(redo(before, after.splices) == after.text, "redo gives another text");
  demand(undo(after.text, after.splices) == before, "undo gives another text");
  demand((before == after.text) == after.splices.empty(), "splices that change nothing");
  std::uint64_t end = 0;
  for (const auto& splice : after.splices) {
    demand(splice.removed != splice.inserted, "a splice changes nothing");
    demand(end == 0 || splice.offset > end, "splices touch each other");
    end = splice.offset + splice.removed.size();
  }
}

TwinOperation random_operation(const PlainValue& document, RandomValue& random) {
  static constexpr std::array kinds{Kind::add,    Kind::add,     Kind::add,   Kind::remove,
                                    Kind::remove, Kind::replace, Kind::merge, Kind::merge,
                                    Kind::move,   Kind::copy,    Kind::test,  Kind::replace};
  TwinOperation operation{kinds[random.below(kinds.size())], random.path(document), {}, {}, {}};
  const auto target = random.good_path(document);
  const bool aimed = random.chance(50);
  if (operation.kind == Kind::move || operation.kind == Kind::copy) {
    operation.from = aimed ? target : random.path(document);
  } else if (aimed) {
    operation.path = target;
    const auto& value = RandomValue::at(document, target);
    operation.value = operation.kind == Kind::merge                          ? random.patch(value)
                      : random.chance(operation.kind == Kind::test ? 60 : 5) ? value
                                                                             : random.variation(value);
  } else {
    operation.value = random.value(10, 3);
  }
  operation.text = random_text(operation.value, random);
  return operation;
}

}  // namespace holdfast::document
