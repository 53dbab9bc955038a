// Commits of every kind, each from the same documents, and a store that comes back to those documents as
// often as one wants. What a commit makes of them is seen by making it undisturbed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/integration/store.hpp"

namespace holdfast::test {

/// Bytes by name.
using Documents = std::map<std::string, std::string>;

struct MixedCommit {
  std::string name;
  Documents by_hand;  // written behind the daemon's back before it
  std::vector<std::string> operations;
};

/// Replace, create, create in new directories, delete, several, edits, after an edit by hand, unchanged.
[[nodiscard]] const std::vector<MixedCommit>& mixed_commits();

class MixedStore : public Store {
 public:
  /// Running, with the documents all commits begin with; one has a mode, an owner and an attribute to keep.
  MixedStore();

  /// Brings the documents back, then makes the commit's edits by hand. Throws if the store does not take
  /// that.
  void prepare(const MixedCommit& commit);
  /// The same commit has the same request id until prepare() is called again.
  [[nodiscard]] Reply apply(const MixedCommit& commit);
  /// What Resolve says of the last commit.
  [[nodiscard]] std::string resolution();
  [[nodiscard]] Documents documents() const { return documents_below(directory()); }

 private:
  std::size_t prepared_ = 0;
};

/// Every document is whole, as `before` or as `after` has it, a line for each that is not.
[[nodiscard]] std::vector<std::string> torn(const Documents& now, const Documents& before,
                                            const Documents& after);

}  // namespace holdfast::test
