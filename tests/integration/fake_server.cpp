#include "tests/integration/fake_server.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

namespace holdfast::test {

FakeServer::FakeServer(const std::filesystem::path& path, std::vector<std::string> answers)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  BOOST_REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  BOOST_REQUIRE(::listen(socket_, 1) == 0);
  thread_ = std::thread([this, answers = std::move(answers)] {
    for (const auto& answer : answers) {
      const int taken = take_call();
      (void)::send(taken, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(taken);
    }
    unanswered_ = take_call();
  });
}

FakeServer::~FakeServer() {
  ::shutdown(socket_, SHUT_RDWR);
  thread_.join();
  if (unanswered_ >= 0) ::close(unanswered_);
  ::close(socket_);
}

std::vector<std::string> FakeServer::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

int FakeServer::take_call() {
  const int taken = ::accept(socket_, nullptr, nullptr);
  std::string call;
  for (char byte = 'x'; ::recv(taken, &byte, 1, 0) == 1 && byte != '\0';)
    call += byte;
  const std::lock_guard lock(mutex_);
  if (!call.empty()) calls_.push_back(std::move(call));
  return taken;
}

}  // namespace holdfast::test
