#include "tests/integration/history_simulation.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {
using Outcome = HistoryOperation::Outcome;
using Kind = HistoryOperation::Kind;
// The documents that are there from the start.
constexpr std::int64_t revision_at_begin = HistoryCells::shared_documents;
}  // namespace

HistorySimulation::HistorySimulation(const HistoryCells& cells, std::uint64_t seed, AskAgain ask_again)
    : cells_(cells), random_(seed), ask_again_(ask_again), revision_(revision_at_begin), held_(cells.size()) {
  for (std::size_t i = 0; i < cells.clients(); ++i)
    clients_.push_back({HistoryWorker(cells, i, random_())});
  for (std::size_t i = 0; i < cells.documents(); ++i)
    documents_.push_back({i, revision_at_begin, Token{}});
}

History HistorySimulation::run(std::size_t epochs, std::size_t events) {
  History history{cells_.described(), revision_at_begin, {}};
  for (std::size_t i = 0; i < epochs; ++i) {
    auto& epoch = history.epochs.emplace_back();
    for (auto& client : clients_)
      client.worker.begin(held_);
    for (auto left = events / 2 + random_() % events; left > 0; --left)
      step(epoch);
    kill(epoch);
    look(epoch);
  }
  return history;
}

void HistorySimulation::step(HistoryEpoch& epoch) {
  ++time_;
  if (random_() % 8 == 0) decide_group();
  auto& client = clients_[random_() % clients_.size()];
  if (!client.call) {
    ask(client);
  } else if (client.decided) {
    answer(client, epoch);
  } else if (!client.call->is_commit()) {
    decide_read(*client.call);
    client.decided = true;
  }
}

void HistorySimulation::ask(Client& client) {
  client.call = client.worker.next();
  client.call->invoked = time_;
  client.decided = false;
}

// Some of the waiting commits, in any order.
void HistorySimulation::decide_group() {
  std::vector<Client*> waiting;
  for (auto& client : clients_) {
    if (client.call && client.call->is_commit() && !client.decided) waiting.push_back(&client);
  }
  std::shuffle(waiting.begin(), waiting.end(), random_);
  if (!waiting.empty()) waiting.resize(1 + random_() % waiting.size());
  for (auto* client : waiting) {
    decide_commit(*client->call);
    client->decided = true;
  }
}

void HistorySimulation::decide_commit(HistoryOperation& commit) {
  const bool fits =
      std::all_of(commit.expected.begin(), commit.expected.end(),
                  [this](const CellValue& expected) { return held_[expected.cell] == expected.value; });
  commit.outcome = fits ? Outcome::committed : Outcome::refused;
  if (!fits) return;
  commit.revision = ++revision_;
  for (const auto& [cell, value] : commit.written) {
    held_[cell] = value;
    const auto document = cells_.document_of(cell);
    documents_[document] = {document, revision_, commit.name};
  }
}

void HistorySimulation::decide_read(HistoryOperation& read) const {
  const bool whole = read.kind == Kind::read_document;
  const auto document = whole ? read.target : cells_.document_of(read.target);
  const auto cells = whole ? cells_.cells_of(document) : std::vector{read.target};
  for (const auto cell : cells)
    read.seen.push_back({cell, held_[cell]});
  if (document >= HistoryCells::shared_documents && read.seen.front().value.none()) {
    read.outcome = Outcome::absent;
    return;
  }
  read.outcome = Outcome::read;
  read.revision = revision_;
  read.document = documents_[document];
  if (!whole) read.document->last.reset();
}

void HistorySimulation::answer(Client& client, HistoryEpoch& epoch) {
  client.call->answered = time_;
  client.worker.learn(*client.call);
  epoch.operations.push_back(std::move(*client.call));
  client.call.reset();
}

void HistorySimulation::kill(HistoryEpoch& epoch) {
  ++time_;
  if (random_() % 2 == 0) decide_group();
  const bool announced =
      random_() % 3 == 0 && std::any_of(clients_.begin(), clients_.end(), [](const Client& client) {
        return client.call && client.call->is_commit() && !client.decided;
      });
  if (announced) ++revision_;
  epoch.revision_at_start = revision_;
  for (auto& client : clients_) {
    if (client.call && client.call->is_commit()) {
      const bool made = client.decided && client.call->outcome == Outcome::committed;
      ask_again(*client.call, made);
      epoch.operations.push_back(std::move(*client.call));
    }
    client.call.reset();
  }
}

// A request that is sent again and was made is answered as it was; one that was not is decided now.
void HistorySimulation::ask_again(HistoryOperation& lost, bool made) {
  const auto choice = ask_again_ == AskAgain::yes ? random_() % 5 : 0;
  lost.asked_again = ask_again_ == AskAgain::yes;
  if (choice == 0) {
    lost.outcome = Outcome::lost;
    lost.revision = 0;
    return;
  }
  if (!made && choice < 3) decide_commit(lost);
  if (!made && choice >= 3) lost.outcome = Outcome::not_made;
  if (lost.outcome != Outcome::not_made) lost.answered = ++time_;
}

void HistorySimulation::look(HistoryEpoch& epoch) {
  epoch.revision = revision_;
  epoch.found = held_;
  for (std::size_t document = 0; document < cells_.documents(); ++document) {
    HistoryOperation read;
    read.kind = Kind::read_document;
    read.name = {0, static_cast<std::uint32_t>(cells_.clients()), ++looks_};
    read.target = document;
    read.invoked = ++time_;
    decide_read(read);
    read.answered = ++time_;
    epoch.operations.push_back(std::move(read));
  }
}

}  // namespace holdfast::test
