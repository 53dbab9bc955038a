#include "tests/integration/history_cells.hpp"

#include <array>

namespace holdfast::test {

std::size_t HistoryCells::cell(Kind kind, std::size_t number) const {
  return static_cast<std::size_t>(kind) * clients_ + number;
}

HistoryCells::Kind HistoryCells::kind_of(std::size_t cell) const {
  // Counters come last, however many they are.
  return cell >= 4 * clients_ ? Kind::counter : static_cast<Kind>(cell / clients_);
}

std::size_t HistoryCells::document_of(std::size_t cell) const {
  switch (kind_of(cell)) {
    case Kind::value:
      return 0;
    case Kind::left:
      return 1;
    case Kind::right:
      return 2;
    case Kind::counter:
      return 3;
    case Kind::own_document:
      break;
  }
  return shared_documents + number_of(cell);
}

std::vector<std::size_t> HistoryCells::cells_of(std::size_t document) const {
  std::vector<std::size_t> cells;
  for (std::size_t cell = 0; cell < size(); ++cell) {
    if (document_of(cell) == document) cells.push_back(cell);
  }
  return cells;
}

std::vector<Cell> HistoryCells::described() const {
  static constexpr std::array names{"value", "left", "right", "document", "counter"};
  std::vector<Cell> all;
  for (std::size_t cell = 0; cell < size(); ++cell) {
    const auto kind = static_cast<std::size_t>(kind_of(cell));
    all.push_back({document_of(cell), std::string(names[kind]) + " " + std::to_string(number_of(cell))});
  }
  return all;
}

}  // namespace holdfast::test
