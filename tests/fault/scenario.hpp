// What the fault and crash tests do to a store, and what its documents hold before and after. Each run starts
// from a fresh copy of one prepared directory, so runs do not touch each other.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {

/// Documents by name.
using Documents = std::map<std::string, std::string>;

struct Scenario {
  std::string name;
  Documents before;         // acknowledged
  Documents hand_edits;     // made behind the running store's back, before the request
  commit::Request request;  // always one that a healthy store applies
  [[nodiscard]] Documents old_version() const;
  [[nodiscard]] Documents new_version() const;
  /// One more request on the same documents, and what they hold then.
  [[nodiscard]] commit::Request follow_up() const;
  [[nodiscard]] Documents followed_up() const;
};

/// Replace, create, create in new directories, delete, several documents in one commit, after a hand edit.
[[nodiscard]] const std::vector<Scenario>& scenarios();
/// The documents after a request.
[[nodiscard]] Documents after(Documents documents, const commit::Request& request);

/// A directory in which the scenario's documents were committed and the store was closed.
class Prepared {
 public:
  explicit Prepared(const Scenario& scenario);
  /// Copies it and gives the first document a mode, an owner and an attribute that need keeping.
  void copy_to(const TemporaryDirectory& directory) const;

 private:
  TemporaryDirectory directory_;
  std::string first_;
};

/// Copies all files of a directory, `.holdfast` included.
void copy_directory(const std::string& from, const TemporaryDirectory& to);

}  // namespace holdfast::test
