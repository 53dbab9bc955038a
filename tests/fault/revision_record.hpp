// Every revision that a store ever told of, across restarts: none may go back, and none may stand for two
// contents of one document.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/commit/request.hpp"

namespace holdfast::test {

class RevisionRecord {
 public:
  /// A state that was served.
  void note(const commit::StoreState& state);
  /// What a request was answered with, and the state then served.
  void note(const commit::Outcome& outcome, const commit::StoreState& state);

  /// Empty if all is well.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void complain(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  std::uint64_t highest_ = 0;
  std::map<std::pair<std::uint64_t, std::string>, std::string> digests_;
  std::string problem_;
};

}  // namespace holdfast::test
