#include "tests/support/daemon_process.hpp"

#include <fstream>
#include <stdexcept>
#include <thread>

#include "ipc/client/connection.hpp"

namespace holdfast::test {
namespace {
constexpr std::chrono::seconds start_patience{60};
}

ChildProcess& DaemonProcess::launch() {
  Launch launch;
  launch.arguments = options_.wrapper;
  launch.arguments.insert(launch.arguments.end(),
                          {options_.program.string(), "--directory", options_.directory.string(), "--socket",
                           options_.socket.string()});
  if (!options_.settings.empty()) {
    const std::string path = options_.socket.string() + ".settings";
    std::ofstream(path, std::ios::binary) << options_.settings;
    launch.arguments.insert(launch.arguments.end(), {"--settings", path});
  }
  launch.prepare = options_.prepare;
  child_ = std::make_unique<ChildProcess>(launch);
  return *child_;
}

bool DaemonProcess::answers() const {
  auto connection = client::Connection::open(options_.socket.string());
  if (!connection) return false;
  return connection->call("org.varlink.service.GetInfo", "{}").has_value();
}

void DaemonProcess::start() {
  launch();
  const auto deadline = std::chrono::steady_clock::now() + start_patience;
  while (!answers()) {
    if (!child_->running()) throw std::runtime_error("holdfastd did not start: " + log());
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("holdfastd does not answer: " + log());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

std::size_t DaemonProcess::open_descriptors() const {
  const std::filesystem::directory_iterator entries("/proc/" + std::to_string(pid()) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace holdfast::test
