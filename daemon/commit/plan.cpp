#include "daemon/commit/plan.hpp"

#include <algorithm>

#include "daemon/disk/digest.hpp"
#include "ipc/text/unified_diff.hpp"

namespace holdfast::commit {
namespace {

DocumentPointer planned_state(const PlannedChange& change, mode_t new_file_mode) {
  if (!change.after) return nullptr;
  DocumentState state{change.name, {}, {}, {}, nullptr, {}, {}, std::nullopt};
  state.metadata.mode = new_file_mode;
  if (change.before) state = *change.before;
  state.content = change.after;
  state.digest = disk::digest_of(change.after->bytes());
  return std::make_shared<const DocumentState>(std::move(state));
}

std::string diff_of(const PlannedChange& change) {
  const auto& name = change.name.text();
  const text::DiffNames names{change.before ? "a/" + name : "/dev/null",
                              change.after ? "b/" + name : "/dev/null"};
  return text::unified_diff(
      change.before ? std::string_view(change.before->content->bytes()) : std::string_view(),
      change.after ? std::string_view(change.after->bytes()) : std::string_view(), names);
}

}  // namespace

Applied plan(const StoreState& state, const Decision& decision, mode_t new_file_mode) {
  Applied applied{!decision.changes.empty(), false, state.revision, {}, decision.paths, {}};
  for (const auto& name : decision.named) {
    const auto change = std::find_if(decision.changes.begin(), decision.changes.end(),
                                     [&name](const PlannedChange& c) { return c.name == name; });
    if (change == decision.changes.end()) {
      applied.documents.push_back({name, state.find(name)});
    } else {
      applied.documents.push_back({name, planned_state(*change, new_file_mode)});
    }
  }
  for (const auto& change : decision.changes)
    applied.diffs.push_back(diff_of(change));
  return applied;
}

}  // namespace holdfast::commit
