#include "tests/fault/revision_record.hpp"

#include <algorithm>

namespace holdfast::test {

void RevisionRecord::note(const commit::StoreState& state) {
  const auto number = state.revision.number;
  if (number < highest_) complain("revision went back to " + std::to_string(number));
  highest_ = std::max(highest_, number);
  for (const auto& [name, document] : state.documents) {
    const auto at = document->revision.number;
    if (at > number) complain(name.text() + " is at a revision the store has not reached");
    const auto [known, is_new] = digests_.emplace(std::pair(at, name.text()), document->digest);
    if (!is_new && known->second != document->digest)
      complain("revision " + std::to_string(at) + " stands for two contents of " + name.text());
  }
}

void RevisionRecord::note(const commit::Outcome& outcome, const commit::StoreState& state) {
  const auto* applied = std::get_if<commit::Applied>(&outcome.result);
  if (applied != nullptr && applied->changed && applied->revision.number <= highest_)
    complain("revision " + std::to_string(applied->revision.number) + " was given out before");
  note(state);
}

}  // namespace holdfast::test
