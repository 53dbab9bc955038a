// Walks org.varlink.certification with the shipped client Connection and looks at every reply: declared
// types, values, the flag `continues`, nothing unknown. Prints a line a step, stops at the first wrong one;
// exit code 0 only if all were right. What a step returned goes into the next call as it was spelled.
#include <exception>
#include <iostream>
#include <string>

#include "ipc/client/connection.hpp"
#include "ipc/varlink/interface.hpp"
#include "tests/conformance/certification_chain.hpp"
#include "tests/conformance/org_varlink_certification.hpp"
#include "tests/conformance/same_json.hpp"

namespace holdfast::conformance {
namespace {

constexpr std::chrono::seconds reply_timeout{10};

class CertificationClient {
 public:
  explicit CertificationClient(client::Connection connection)
      : connection_(std::move(connection)),
        interface_(*varlink::Interface::parse(std::string(org_varlink_certification_description))) {}

  bool run() {
    if (!start()) return false;
    for (const auto& step : certification_chain()) {
      if (!send(step.method) || !take(step.method, step.reply, false)) return false;
      std::cout << step.method << ": right\n";
    }
    return take_stream() && send_summary() && end();
  }

 private:
  bool wrong(std::string_view method, const std::string& why) {
    std::cout << method << ": wrong: " << why << '\n';
    return false;
  }

  bool start() {
    if (auto sent = connection_.send(full_name("Start"), "{}"); !sent)
      return wrong("Start", sent.error().message);
    if (!take("Start", {}, false)) return false;
    const auto parsed = json::parse_owned(last_reply_);
    client_id_ = parsed->root().find("client_id")->string();
    last_reply_ = "{}";
    std::cout << "Start: " << client_id_ << '\n';
    return client_id_.empty() ? wrong("Start", "an empty client_id") : true;
  }

  bool send(std::string_view method, const varlink::CallFlags& flags = {}) {
    const auto sent = connection_.send(full_name(method), with_client_id(client_id_, last_reply_), flags);
    return sent ? true : wrong(method, sent.error().message);
  }

  // Receives one reply and compares it with its declaration and, unless empty, with `wanted`.
  bool take(std::string_view method, std::string_view wanted, bool continues) {
    const auto reply = connection_.receive();
    if (!reply) return wrong(method, reply.error().message);
    const auto parameters = reply->parameters();
    const std::string got(parameters ? parameters->raw() : "{}");
    if (!reply->error().empty()) return wrong(method, "error " + reply->error() + " " + got);
    if (reply->continues() != continues) return wrong(method, continues ? "ends too early" : "does not end");
    if (!parameters) return wrong(method, "a reply without parameters");
    if (const auto path = interface_.mismatch(interface_.methods().find(method)->second.out, *parameters)) {
      return wrong(method, "field '" + *path + "' is not as declared in " + got);
    }
    if (!wanted.empty() && !same_json(wanted, *parameters)) {
      return wrong(method, "wants " + std::string(wanted) + ", got " + got);
    }
    last_reply_ = got;
    return true;
  }

  bool take_stream() {
    if (!send("Test10", {.more = true})) return false;
    for (std::size_t number = 1; number <= stream_length; ++number) {
      if (!take("Test10", stream_reply(number), number < stream_length)) return false;
    }
    std::cout << "Test10: right\n";
    return true;
  }

  // Should the server answer this after all, then its answer comes in the place of End's and does not fit
  // there.
  bool send_summary() {
    last_reply_ = stream_summary();
    if (!send("Test11", {.oneway = true})) return false;
    std::cout << "Test11: sent\n";
    return true;
  }

  bool end() {
    last_reply_ = "{}";
    if (!send("End") || !take("End", R"({"all_ok":true})", false)) return false;
    std::cout << "End: all_ok\n";
    return true;
  }

  client::Connection connection_;
  varlink::Interface interface_;
  std::string client_id_;
  std::string last_reply_;
};

int certify(const std::string& socket_path) {
  auto connection = client::Connection::open(socket_path, {.timeout = reply_timeout});
  if (!connection) {
    std::cout << connection.error().message << '\n';
    return 1;
  }
  return CertificationClient(std::move(*connection)).run() ? 0 : 1;
}

}  // namespace
}  // namespace holdfast::conformance

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: certification_client SOCKET\n";
    return 2;
  }
  return holdfast::conformance::certify(argv[1]);
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 3;
}
