#include "tests/integration/history_run.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <stdexcept>
#include <thread>

namespace holdfast::test {

HistoryRun::HistoryRun(std::size_t clients, std::size_t counters, std::uint64_t seed, std::string_view door)
    : cells_(clients, counters), wire_(cells_), random_(seed) {
  std::vector<std::string> steps;
  for (std::size_t i = 0; i < HistoryCells::shared_documents; ++i)
    steps.push_back(put_operation(wire_.name_of(i), wire_.initial_text(i)));
  history_.cells = cells_.described();
  history_.begin = client().commit(steps).integer("revision");
  for (std::size_t i = 0; i < clients; ++i)
    clients_.emplace_back(outside(door).string(), cells_, i, random_());
}

void HistoryRun::run_epoch(std::size_t operations, std::optional<std::size_t> killed_at,
                           const std::function<void()>& while_down) {
  auto& epoch = history_.epochs.emplace_back();
  work(operations, killed_at, epoch);
  if (killed_at) {
    (void)tokens_in_files();
    while_down();
    daemon().start();
  }
  epoch.revision_at_start = client().call("Status").integer("revision");
  if (daemon_keeps_request_ids) ask_again(epoch);
  look_at_store(epoch);
  for (auto& one : clients_)
    one.begin(epoch.found);
}

void HistoryRun::work(std::size_t operations, std::optional<std::size_t> killed_at, HistoryEpoch& epoch) {
  std::vector<std::vector<HistoryOperation>> seen(clients_.size());
  std::vector<std::exception_ptr> failures(clients_.size());
  std::atomic<std::size_t> at_work = clients_.size();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    threads.emplace_back([this, i, operations, &seen, &failures, &at_work] {
      try {
        seen[i] = clients_[i].run([this, operations] { return done_.fetch_add(1) < operations; });
      } catch (...) {
        failures[i] = std::current_exception();
      }
      --at_work;
    });
  }
  if (killed_at) kill_at(*killed_at, at_work);
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const bool cut_off =
      std::any_of(clients_.begin(), clients_.end(), [](const auto& one) { return one.was_cut_off(); });
  if (cut_off && !killed_at) throw std::runtime_error("the daemon went away: " + daemon().log());
  for (auto& one : seen)
    epoch.operations.insert(epoch.operations.end(), one.begin(), one.end());
}

void HistoryRun::kill_at(std::size_t operation, const std::atomic<std::size_t>& at_work) {
  while (done_ < operation && at_work > 0)
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  std::this_thread::sleep_for(std::chrono::microseconds(random_() % 5000));
  daemon().kill();
}

// In any order of the clients: among them some build upon what others lost.
void HistoryRun::ask_again(HistoryEpoch& epoch) {
  std::vector<HistoryOperation*> lost;
  for (auto& operation : epoch.operations) {
    if (operation.outcome == HistoryOperation::Outcome::lost) lost.push_back(&operation);
  }
  std::shuffle(lost.begin(), lost.end(), random_);
  for (auto* operation : lost)
    clients_[operation->name.client].ask_again(*operation);
}

// As one more client, alone with the daemon.
void HistoryRun::look_at_store(HistoryEpoch& epoch) {
  auto store = client();
  epoch.revision = store.call("Status").integer("revision");
  epoch.found.resize(cells_.size());
  for (std::size_t document = 0; document < cells_.documents(); ++document) {
    HistoryOperation read;
    read.kind = HistoryOperation::Kind::read_document;
    read.name = {0, static_cast<std::uint32_t>(cells_.clients()), ++looks_};
    read.target = document;
    read.invoked = history_time();
    wire_.take(read, store.call(HistoryWire::method_of(read), wire_.parameters_of(read)));
    read.answered = history_time();
    for (const auto& [cell, token] : read.seen)
      epoch.found[cell] = token;
    epoch.operations.push_back(std::move(read));
  }
}

std::vector<Token> HistoryRun::tokens_in_files() const {
  std::map<std::string, std::size_t> documents;
  for (std::size_t document = 0; document < cells_.documents(); ++document)
    documents.emplace(wire_.name_of(document), document);
  std::vector<Token> tokens(cells_.size());
  for (const auto& [name, text] : documents_below(directory())) {
    const auto known = documents.find(name);
    if (known == documents.end()) throw std::runtime_error("nobody made " + name);
    for (const auto& [cell, token] : wire_.content_of(known->second, text).cells)
      tokens[cell] = token;
  }
  return tokens;
}

}  // namespace holdfast::test
