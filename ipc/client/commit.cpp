#include "ipc/client/commit.hpp"

#include <sys/random.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <thread>

#include "ipc/json/writer.hpp"

namespace holdfast::client {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view method = "io.holdfast.config.Commit";
constexpr std::chrono::milliseconds pause_between_tries{50};

std::string with_id(std::string_view parameters) {
  const auto id = json::Writer().begin_object().member("requestId", make_request_id()).end_object().take();
  return id.substr(0, id.size() - 1) + "," + std::string(parameters.substr(1));
}

// What a store that turned read-only says of a call sent again tells nothing of the first one.
bool says_nothing_of_the_first(const varlink::ReplyMessage& reply) {
  return reply.error() == "io.holdfast.config.ReadOnly" || reply.error() == "io.holdfast.config.QueueFull";
}

Result<varlink::ReplyMessage> call_once(const std::string& socket_path, const std::string& parameters,
                                        const ConnectionOptions& options) {
  auto connection = Connection::open(socket_path, options);
  if (!connection) return connection.error();
  return connection->call(method, parameters);
}

}  // namespace

std::string make_request_id() {
  std::array<unsigned char, 16> bytes{};
  // Cannot fail for so few bytes once the kernel's generator is seeded.
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  static constexpr char hex[] = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : bytes) {
    id += hex[byte >> 4U];
    id += hex[byte & 15U];
  }
  return id;
}

Result<varlink::ReplyMessage> commit(const std::string& socket_path, std::string_view parameters,
                                     const CommitOptions& options) {
  const auto call = with_id(parameters);
  const auto end = Clock::now() + options.patience;
  auto connection = options.connection;
  std::optional<Failure> lost;
  for (;;) {
    auto reply = call_once(socket_path, call, connection);
    if (reply && (!lost || !says_nothing_of_the_first(*reply))) return reply;
    if (!reply && !lost && reply.error().kind != Failure::Kind::connection_lost) return reply;
    if (!lost) lost = reply.error();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left <= pause_between_tries) return *lost;
    connection.timeout = left;
    std::this_thread::sleep_for(pause_between_tries);
  }
}

}  // namespace holdfast::client
