#include "daemon/host/service_manager.hpp"

#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <ctime>
#include <stdexcept>

namespace holdfast::host {
namespace {

// A status is one line; it may hold the text of an error.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

void notify(const std::string& state) {
  // Without a manager this returns 0, and a manager that does not listen is no reason to stop serving.
  (void)::sd_notify(0, state.c_str());
}

void free_names(char** names) {
  for (char** name = names; name != nullptr && *name != nullptr; ++name)
    std::free(*name);
  std::free(names);
}

}  // namespace

std::optional<int> ServiceManager::take_socket() {
  char** names = nullptr;
  const int count = ::sd_listen_fds_with_names(1, &names);
  std::optional<int> found;
  for (int i = 0; i < count; ++i) {
    if (std::string(names[i]) == "varlink" || count == 1) found = SD_LISTEN_FDS_START + i;
  }
  free_names(names);
  if (count > 0 && !found) throw std::runtime_error("none of the sockets handed over is named \"varlink\"");
  if (found && ::sd_is_socket(*found, AF_UNIX, SOCK_STREAM, 1) <= 0) {
    throw std::runtime_error("what the service manager handed over is no listening Unix stream socket");
  }
  return found;
}

void ServiceManager::ready(const std::string& status) {
  notify("READY=1\nSTATUS=" + one_line(status));
}

void ServiceManager::status(const std::string& status) {
  notify("STATUS=" + one_line(status));
}

void ServiceManager::reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds = now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds) +
         "\nSTATUS=reading the settings again");
}

void ServiceManager::stopping(const std::string& status) {
  notify("STOPPING=1\nSTATUS=" + one_line(status));
}

std::optional<std::chrono::microseconds> ServiceManager::watchdog_interval() const {
  std::uint64_t interval = 0;
  if (::sd_watchdog_enabled(0, &interval) <= 0) return std::nullopt;
  return std::chrono::microseconds(interval);
}

void ServiceManager::feed_watchdog() {
  notify("WATCHDOG=1");
}

}  // namespace holdfast::host
