// Histories as a right daemon makes them, without one: the workers of the real clients against a store in
// memory that commits in groups and is killed with replies still under way.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "tests/integration/history_worker.hpp"

namespace holdfast::test {

class HistorySimulation {
 public:
  enum class AskAgain { no, yes };

  /// `ask_again`: most commits whose replies are lost are sent again after the restart, or asked about.
  HistorySimulation(const HistoryCells& cells, std::uint64_t seed, AskAgain ask_again);

  /// Each epoch takes about `events` steps and ends with a kill.
  [[nodiscard]] History run(std::size_t epochs, std::size_t events);

 private:
  struct Client {
    HistoryWorker worker;
    std::optional<HistoryOperation> call{};
    bool decided = false;  // the answer is under way
  };

  void step(HistoryEpoch& epoch);
  void ask(Client& client);
  void decide_commit(HistoryOperation& commit);
  void decide_read(HistoryOperation& read) const;
  void decide_group();
  void answer(Client& client, HistoryEpoch& epoch);
  void kill(HistoryEpoch& epoch);
  void ask_again(HistoryOperation& lost, bool made);
  void look(HistoryEpoch& epoch);

  const HistoryCells& cells_;
  std::mt19937_64 random_;
  AskAgain ask_again_;
  std::vector<Client> clients_;
  std::int64_t time_ = 0;
  std::uint32_t looks_ = 0;
  std::int64_t revision_;
  std::vector<Token> held_;               // by cell
  std::vector<DocumentSight> documents_;  // by document
};

}  // namespace holdfast::test
