// What the tests of decisions share: a state made by hand, and what comes of operations on it. No disk.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "daemon/commit/decision.hpp"
#include "daemon/disk/digest.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {

struct DecisionFixture {
  void give(const std::string& document, const std::string& bytes, std::uint64_t revision) {
    commit::DocumentState made{name(document),
                               {revision},
                               disk::digest_of(bytes),
                               "then",
                               *document::Content::make(name(document), bytes, {}),
                               disk::digest_of(bytes),
                               {},
                               std::nullopt};
    state.documents[made.name] = std::make_shared<const commit::DocumentState>(made);
  }
  [[nodiscard]] commit::Decision decided(std::vector<commit::Operation> operations) const {
    auto result = commit::decide(state, request_of(std::move(operations)), limits);
    BOOST_TEST_REQUIRE(std::holds_alternative<commit::Decision>(result));
    return std::get<commit::Decision>(result);
  }
  [[nodiscard]] commit::Refusal refused(std::vector<commit::Operation> operations) const {
    auto result = commit::decide(state, request_of(std::move(operations)), limits);
    BOOST_TEST_REQUIRE(std::holds_alternative<commit::Refusal>(result));
    return std::get<commit::Refusal>(result);
  }

  commit::StoreState state;
  commit::CommitLimits limits;
};

}  // namespace holdfast::test
