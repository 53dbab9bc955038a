#include "tests/integration/history_client.hpp"

#include <chrono>
#include <stdexcept>

namespace holdfast::test {

std::int64_t history_time() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

// Nothing if the connection broke. Whatever else goes wrong is not what a kill does.
std::optional<Reply> HistoryClient::call(client::Connection& connection, HistoryOperation& operation) const {
  const auto method = HistoryWire::method_of(operation);
  const auto parameters = wire_.parameters_of(operation);
  if (operation.invoked == 0) operation.invoked = history_time();
  auto reply = connection.call(method, parameters);
  const auto answered = history_time();
  if (!reply) {
    if (reply.error().kind == client::Failure::Kind::connection_lost) return std::nullopt;
    throw std::runtime_error("a call of the history failed: " + reply.error().message);
  }
  operation.answered = answered;
  return Reply(method, std::move(*reply));
}

std::vector<HistoryOperation> HistoryClient::run(const std::function<bool()>& may_go_on) {
  std::vector<HistoryOperation> done;
  auto connection = client::Connection::open(socket_);
  cut_off_ = !connection;
  while (!cut_off_ && may_go_on()) {
    auto operation = worker_.next();
    if (const auto reply = call(*connection, operation)) {
      wire_.take(operation, *reply);
      worker_.learn(operation);
    } else {
      cut_off_ = true;
      if (!operation.is_commit()) break;
    }
    done.push_back(std::move(operation));
  }
  return done;
}

void HistoryClient::ask_again(HistoryOperation& lost) {
  auto connection = client::Connection::open(socket_).value();
  lost.asked_again = true;
  if (random_() % 2 == 0) {
    const auto reply = call(connection, lost);
    if (!reply) throw std::runtime_error("a commit that was sent again got no reply");
    return wire_.take(lost, *reply);
  }
  auto reply = connection.call(HistoryWire::resolve_method, HistoryWire::resolve_parameters(lost)).value();
  HistoryWire::take_resolved(lost, Reply(HistoryWire::resolve_method, std::move(reply)));
  if (lost.outcome == HistoryOperation::Outcome::committed) lost.answered = history_time();
}

}  // namespace holdfast::test
