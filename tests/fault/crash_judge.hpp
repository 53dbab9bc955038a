// Whether what a crash left keeps the promises (RELIABILITY.md 1.1): before recovery every document is one
// whole version, after it all documents together are one version that holds everything acknowledged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/fault/crash_scenario.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {

/// A broken promise.
struct Problem {
  enum class Kind {
    torn,          // before recovery: a document is no whole version
    missing,       // before recovery: a document is absent that always was there
    stray,         // a document that nobody made
    no_start,      // the store does not open
    partial,       // after recovery: the documents are not one version; a transaction in part, or an old one
    not_served,    // what is served is not what lies on disk
    left_behind,   // a temporary file after recovery
    revision,      // one went back, was given out twice, or was forgotten
    not_stable,    // a second recovery changes something
    refused,       // a commit on a healthy disk
    false_answer,  // what was told is not what is there
    lost_edit,     // one by hand
    went_back,     // recovery, from what lay on the disk
    false_alarm,   // what a crash may leave is taken for damage
    not_locked,    // two stores on one directory
  };
  Kind kind;
  std::string text;
};
[[nodiscard]] const char* name_of(Problem::Kind kind);

/// What clients were told last, and what a crash must not take away.
struct Told {
  std::uint64_t revision = 0;
  struct Document {
    std::uint64_t revision;
    std::string digest;
  };
  std::map<std::string, Document> documents;
  std::uint64_t hash = 0;

  [[nodiscard]] static Told of(const commit::StoreState& state);
};

/// What is to be found now.
struct Expectation {
  std::vector<VersionPointer> versions;  // any of them, oldest first
  Told told;
  [[nodiscard]] std::uint64_t hash() const;
};

/// Of names, bytes and looks of documents; what else lies on the disk is the store's own affair.
[[nodiscard]] std::uint64_t hash_of_documents(const DurableImage& image);

/// Nothing if all is well with what lies on a disk before recovery.
[[nodiscard]] std::optional<Problem> problem_in(const DurableImage& image, const Expectation& expectation);

/// The place in `expectation.versions` that a store serves; nothing if it is none of them.
[[nodiscard]] std::optional<std::size_t> served_version(const commit::StoreState& state,
                                                        const Expectation& expectation);

/// The same of what lies on a disk.
[[nodiscard]] std::optional<std::size_t> version_on(const DurableImage& image,
                                                    const Expectation& expectation);

/// Nothing if all is well with a store just opened, and with what lies on its disk.
[[nodiscard]] std::optional<Problem> problem_in(const commit::StoreState& state, const DurableImage& image,
                                                const Expectation& expectation);

}  // namespace holdfast::test
