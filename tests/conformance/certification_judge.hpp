// The server side of org.varlink.certification as handlers of a Service: judges a client strictly. Every step
// has one try, in order; a wrong value, a wrong flag or a step out of turn is told at once where a reply is
// allowed, and makes End say all_ok false. Threads: those of Service.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "ipc/varlink/service.hpp"

namespace holdfast::conformance {

class CertificationJudge {
 public:
  /// `broken_step` ("01" to "11", or "10-short" for a stream of nine) is answered wrongly; empty: none.
  explicit CertificationJudge(std::string broken_step = {}) : broken_step_(std::move(broken_step)) {}

  [[nodiscard]] static bool can_break(const std::string& step);

  /// Adds the interface and its methods. This object must outlive the service.
  void serve(varlink::Service& service);

 private:
  struct Client {
    std::size_t next_step = 1;
    bool failed = false;
  };
  struct Expectation {
    std::size_t step;
    std::string arguments;  // without the client_id
  };

  void start(varlink::Call& call);
  void answer_plain_step(std::size_t step, varlink::Call& call);
  void answer_with_stream(varlink::Call& call);
  void take_summary(varlink::Call& call);
  void end(varlink::Call& call);
  // True if the call is right; else it has been answered.
  bool accept(varlink::Call& call, const Expectation& expected);
  // The client whose turn it is to make this step; if there is none the call has been answered.
  Client* find_client(varlink::Call& call, std::size_t step);

  std::string broken_step_;
  std::map<std::string, Client> clients_;
};

}  // namespace holdfast::conformance
