// Clients that each wait for the answer before they ask again, all driven by the thread that calls. Cheap on
// purpose: it shares the processors with the daemon that is measured. Requests are built ahead; of a reply
// only its end and its outcome are looked at.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/holdfast_bench_entities.hpp"

namespace holdfast::bench {

struct LoadFigures {
  std::chrono::duration<double> time{};  // the part of the round that was counted
  std::uint64_t counted = 0;             // commits answered in it
  std::vector<std::uint32_t> latencies;  // microseconds, of those and of the last ones, which came later
  std::uint64_t commits = 0;             // in the whole round
  std::chrono::duration<double> cpu{};   // what the clients took, in the whole round

  [[nodiscard]] double rate() const { return static_cast<double>(counted) / time.count(); }
};

class Load {
 public:
  /// Connects one client for each request.
  Load(const std::string& socket, std::vector<EntityRequest> requests);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  /// Asks for `duration`, then takes the last replies. The first tenth is not counted. Throws if a reply is
  /// anything but a commit, or does not come.
  [[nodiscard]] LoadFigures run(std::chrono::duration<double> duration);

 private:
  using Clock = std::chrono::steady_clock;
  struct Client {
    int socket;
    EntityRequest request;
    Clock::time_point asked;
    std::string reply;  // as far as it has come
  };

  struct Round {
    Clock::time_point counted_from;
    Clock::time_point end;
    std::size_t waiting;  // clients with a call on its way
    LoadFigures figures;
  };

  void ask(Client& client);
  /// True when the reply is whole.
  [[nodiscard]] bool receive(Client& client);
  void serve(Client& client, Round& round);

  int epoll_;
  std::vector<Client> clients_;
};

}  // namespace holdfast::bench
