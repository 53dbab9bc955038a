// What is wrong with a history.
#pragma once

#include <string>
#include <vector>

namespace holdfast::test {

struct HistoryFault {
  enum class Kind {
    against_time,        // an answer came before another was asked for, and has the later revision
    revision_twice,      // two commits were acknowledged with one revision
    revision_lost,       // a revision that was acknowledged, or read, and is gone after the restart
    revision_of_nobody,  // more revisions than operations that can have made them
    no_room,             // an operation shows whose reply was lost, and no revision can be its
    half,                // a commit shows in some of its cells only
    wrong_answer,        // Resolve said that a commit was never applied, and it shows
    wrong_commit,        // a commit that was taken though its cells did not hold what it expected
    wrong_refusal,       // one that was refused though they did
    wrong_read,          // a read of what the cell did not hold at the revision it was answered with
    wrong_document,      // likewise the revision or the last writer of a document
  };
  Kind kind;
  std::string text;
};
using HistoryFaults = std::vector<HistoryFault>;

}  // namespace holdfast::test
