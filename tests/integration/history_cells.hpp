// Which cells the clients of a history work on: each has a value, a pair in two documents and a document of
// its own that comes and goes; all share some counters.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/integration/history.hpp"

namespace holdfast::test {

class HistoryCells {
 public:
  enum class Kind { value, left, right, own_document, counter };

  HistoryCells(std::size_t clients, std::size_t counters) : clients_(clients), counters_(counters) {}

  [[nodiscard]] std::size_t clients() const { return clients_; }
  [[nodiscard]] std::size_t counters() const { return counters_; }
  /// `number` is a client's, or a counter's.
  [[nodiscard]] std::size_t cell(Kind kind, std::size_t number) const;
  [[nodiscard]] Kind kind_of(std::size_t cell) const;
  [[nodiscard]] std::size_t number_of(std::size_t cell) const {
    return cell - static_cast<std::size_t>(kind_of(cell)) * clients_;
  }
  [[nodiscard]] std::size_t size() const { return 4 * clients_ + counters_; }

  /// Values, left, right, counters: these always exist. Then the clients' own ones.
  static constexpr std::size_t shared_documents = 4;
  [[nodiscard]] std::size_t documents() const { return shared_documents + clients_; }
  [[nodiscard]] std::size_t document_of(std::size_t cell) const;
  [[nodiscard]] std::vector<std::size_t> cells_of(std::size_t document) const;
  /// All of them, for a History.
  [[nodiscard]] std::vector<Cell> described() const;

 private:
  std::size_t clients_;
  std::size_t counters_;
};

}  // namespace holdfast::test
