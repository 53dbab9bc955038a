// Serves org.varlink.certification with the shipped Service, Session and Listener, so that other
// implementations' clients can judge them. Ends on SIGTERM, or with exit code 1 after a minute. `--break
// STEP` answers one step wrongly.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "ipc/varlink/listener.hpp"
#include "tests/conformance/certification_judge.hpp"

namespace holdfast::conformance {
namespace {

namespace asio = boost::asio;
constexpr std::chrono::seconds life_time{60};

struct Options {
  std::string broken_step;
  std::string socket_path;
};

std::optional<Options> parse(const std::vector<std::string>& arguments) {
  if (arguments.size() == 1) return Options{"", arguments[0]};
  const bool breaks =
      arguments.size() == 3 && arguments[0] == "--break" && CertificationJudge::can_break(arguments[1]);
  return breaks ? std::optional(Options{arguments[1], arguments[2]}) : std::nullopt;
}

int serve(const Options& options) {
  asio::io_context io(1);
  CertificationJudge judge(options.broken_step);
  varlink::Service service({"holdfast", "certification server", "1", "https://varlink.org"});
  judge.serve(service);
  const auto log_bad_message = [](const varlink::Peer&, const std::string& why) { std::cerr << why << '\n'; };
  const auto log_refused = [](const std::string& why) { std::cerr << why << '\n'; };
  varlink::Listener listener(io, varlink::listen_on(io, options.socket_path), service, {},
                             {log_bad_message, log_refused});

  int exit_code = 0;
  asio::signal_set signals(io, SIGTERM, SIGINT);
  asio::steady_timer deadline(io, life_time);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    deadline.cancel();
    listener.drain([&] { listener.close(); });
  });
  deadline.async_wait([&](const boost::system::error_code& error) {
    if (error) return;
    std::cerr << "nobody ended this server within a minute\n";
    exit_code = 1;
    signals.cancel();
    listener.close();
  });
  listener.start();
  std::cout << "ready" << std::endl;
  io.run();
  return exit_code;
}

}  // namespace
}  // namespace holdfast::conformance

int main(int argc, char** argv) try {
  const auto options = holdfast::conformance::parse({argv + 1, argv + argc});
  if (!options) {
    std::cerr << "usage: certification_server [--break 01..11|10-short] SOCKET\n";
    return 2;
  }
  return holdfast::conformance::serve(*options);
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
