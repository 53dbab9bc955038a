// What clients saw of a store, in the terms the checker judges it by: cells that hold tokens, revisions and
// times. Knows neither JSON nor sockets, so that a history can be made up as well as recorded.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::test {

/// What an operation leaves in a cell: nobody else ever writes the same. The tokens that one cell holds one
/// after the other rise.
struct Token {
  std::uint32_t count = 0;  // in a counter: how often it was counted up
  std::uint32_t client = 0;
  std::uint32_t sequence = 0;  // of the client's operations, from 1

  auto operator<=>(const Token&) const = default;
  /// The cell was never written, or does not exist.
  [[nodiscard]] bool none() const { return sequence == 0; }
};
[[nodiscard]] std::string shown(const Token& token);

/// A place in a document that holds one token.
struct Cell {
  std::size_t document = 0;
  std::string name;  // for people
};

struct CellValue {
  std::size_t cell = 0;
  Token value;

  auto operator<=>(const CellValue&) const = default;
};

/// A document as a read found it.
struct DocumentSight {
  std::size_t document = 0;
  std::int64_t revision = 0;
  std::optional<Token>
      last{};  // the operation that changed it last, as it says itself; only where all was read
};

/// One call of one client, and what came of it.
struct HistoryOperation {
  enum class Kind { commit, read_cell, read_document };
  enum class Outcome {
    lost,       // a commit whose reply did not come
    not_made,   // another one, of which Resolve said that it was never applied
    committed,  // with `revision` as its own
    refused,    // by what it expected
    read,       // of the store at `revision`
    absent,     // a read of what did not exist; at which revision is not said
  };
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  Kind kind = Kind::commit;
  Outcome outcome = Outcome::lost;
  Token name;                // its count is 0
  std::size_t target = 0;    // of a read: the cell or the document
  std::int64_t invoked = 0;  // any clock that only rises
  std::int64_t answered = never;
  std::int64_t revision = 0;
  bool asked_again = false;           // the first reply did not come, the second tells the outcome
  std::vector<CellValue> expected{};  // of a commit: it is refused unless the cells hold this
  std::vector<CellValue> written{};   // of a commit
  std::vector<CellValue> seen{};      // of a read
  std::optional<DocumentSight> document{};

  [[nodiscard]] bool is_commit() const { return kind == Kind::commit; }
};

/// From one start of the daemon to the next.
struct HistoryEpoch {
  // The last ones read every document, after the next start and before anybody else is at work.
  std::vector<HistoryOperation> operations;
  // The store's revision when it was started again, before anybody asked what became of a lost request.
  std::int64_t revision_at_start = 0;
  // What the store held when all that was answered:
  std::int64_t revision = 0;
  std::vector<Token> found;  // by cell
};

struct History {
  std::vector<Cell> cells;
  std::int64_t begin = 0;  // the store's revision before, with no token in any cell
  std::vector<HistoryEpoch> epochs;
};

}  // namespace holdfast::test
