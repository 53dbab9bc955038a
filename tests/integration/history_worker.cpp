#include "tests/integration/history_worker.hpp"

#include <utility>

namespace holdfast::test {

HistoryWorker::HistoryWorker(const HistoryCells& cells, std::size_t client, std::uint64_t seed)
    : cells_(cells), client_(static_cast<std::uint32_t>(client)), random_(seed), known_(cells.size()) {}

HistoryOperation HistoryWorker::next() {
  HistoryOperation operation;
  operation.name = {0, client_, ++sequence_};
  if (const auto cell = std::exchange(stale_, std::nullopt)) {
    operation.kind = HistoryOperation::Kind::read_cell;
    operation.target = *cell;
    return operation;
  }
  const auto choice = random_() % 100;
  if (choice < 60) {
    read(operation);
  } else if (choice < 75) {
    edit_own_value(operation);
  } else if (choice < 87) {
    count_up(operation);
  } else if (choice < 94) {
    write_pair(operation);
  } else {
    make_or_delete(operation);
  }
  return operation;
}

void HistoryWorker::read(HistoryOperation& operation) {
  if (chance(60)) {
    operation.kind = HistoryOperation::Kind::read_cell;
    operation.target = random_() % cells_.size();
  } else {
    operation.kind = HistoryOperation::Kind::read_document;
    operation.target =
        chance(80) ? random_() % HistoryCells::shared_documents : random_() % cells_.documents();
  }
}

void HistoryWorker::edit_own_value(HistoryOperation& operation) {
  const auto cell = own(Kind::value);
  if (chance(50)) operation.expected.push_back({cell, known_[cell]});
  operation.written.push_back({cell, operation.name});
}

void HistoryWorker::count_up(HistoryOperation& operation) {
  const auto cell = cells_.cell(Kind::counter, random_() % cells_.counters());
  operation.expected.push_back({cell, known_[cell]});
  operation.written.push_back({cell, {known_[cell].count + 1, client_, sequence_}});
}

void HistoryWorker::write_pair(HistoryOperation& operation) const {
  operation.written = {{own(Kind::left), operation.name}, {own(Kind::right), operation.name}};
}

void HistoryWorker::make_or_delete(HistoryOperation& operation) {
  const auto cell = own(Kind::own_document);
  const bool exists = !known_[cell].none();
  if (exists && !chance(10)) {
    operation.expected.push_back({cell, known_[cell]});
    operation.written.push_back({cell, {}});
  } else {
    // One that is there already must be refused.
    operation.expected.push_back({cell, {}});
    operation.written.push_back({cell, operation.name});
  }
  if (chance(50)) operation.written.push_back({own(Kind::value), operation.name});
}

void HistoryWorker::learn(const HistoryOperation& operation) {
  switch (operation.outcome) {
    case HistoryOperation::Outcome::committed:
      for (const auto& [cell, value] : operation.written)
        known_[cell] = value;
      break;
    case HistoryOperation::Outcome::read:
      for (const auto& [cell, value] : operation.seen)
        known_[cell] = value;
      break;
    case HistoryOperation::Outcome::refused:
      if (!operation.expected.empty()) stale_ = operation.expected.front().cell;
      break;
    case HistoryOperation::Outcome::absent:
    case HistoryOperation::Outcome::lost:
    case HistoryOperation::Outcome::not_made:
      break;
  }
}

}  // namespace holdfast::test
