#include "daemon/commit/edit_operation.hpp"

#include <boost/assert.hpp>

#include "daemon/document/editor.hpp"

namespace holdfast::commit {
namespace {

using document::EditFailure;
using document::Editor;
using document::EditResult;
using document::Pointer;
using Kind = Operation::Kind;
using Edited = std::variant<ResolvedPaths, Refusal>;

// A path may be as long as a message, and escapes would make it longer than one.
std::string told(const Pointer& path) {
  constexpr std::size_t bytes_max = 4096;
  auto text = path.text();
  return text.size() <= bytes_max ? text : json::excerpt(text);
}

Refusal refusal_of(const EditFailure& failure, const Operation& operation, std::size_t bytes_max) {
  Refusal refusal;
  refusal.document = operation.document.text();
  refusal.message = refusal.document + ": " + failure.message;
  refusal.path = told(operation.path);
  switch (failure.kind) {
    case EditFailure::Kind::no_such_from:
      refusal.path = told(operation.from);
      [[fallthrough]];
    case EditFailure::Kind::no_such_path:
      refusal.kind = Refusal::Kind::no_such_path;
      return refusal;
    case EditFailure::Kind::too_large:
      refusal.kind = Refusal::Kind::too_large;
      refusal.limit = "documentBytesMax";
      refusal.limit_max = bytes_max;
      refusal.limit_actual = bytes_max + 1;  // at least: it was not written to its end
      return refusal;
    case EditFailure::Kind::test_failed:
      refusal.kind = Refusal::Kind::test_failed;
      return refusal;
    case EditFailure::Kind::invalid_path:
      refusal.field = "path";
      break;
    case EditFailure::Kind::invalid_from:
      refusal.field = "from";
      break;
    case EditFailure::Kind::too_deep:
      refusal.field = operation.value ? "value" : "path";
      break;
  }
  refusal.kind = Refusal::Kind::invalid_operation;
  return refusal;
}

ResolvedPaths paths_of(Pointer path) {
  return {std::move(path), {}};
}

ResolvedPaths paths_of(Editor::Moved moved) {
  return {std::move(moved.path), std::move(moved.from)};
}

}  // namespace

Edited edit(document::Draft& draft, const Operation& operation, std::size_t depth_max) {
  Editor editor(draft, depth_max);
  const auto outcome_of = [&](auto result) -> Edited {
    if (!result) return refusal_of(result.error(), operation, draft.bytes_max());
    return paths_of(std::move(*result));
  };
  const auto& path = operation.path;
  switch (operation.kind) {
    case Kind::add:
      return outcome_of(editor.add(path, operation.value->root()));
    case Kind::remove:
      return outcome_of(editor.remove(path));
    case Kind::replace:
      return outcome_of(editor.replace(path, operation.value->root()));
    case Kind::test:
      return outcome_of(editor.test(path, operation.value->root()));
    case Kind::merge:
      return outcome_of(editor.merge(path, operation.value->root()));
    case Kind::move:
      return outcome_of(editor.move(operation.from, path));
    case Kind::copy:
      return outcome_of(editor.copy(operation.from, path));
    case Kind::put:
    case Kind::delete_document:
      break;
  }
  BOOST_ASSERT_MSG(false, "put and delete do not act inside a document");
  return ResolvedPaths{};
}

}  // namespace holdfast::commit
