// Goal: a large allocation that fails between the socket and the writer costs a caller at most this one call
// or this one connection, and never a false answer (promises 4 and 11; T7). Method: the session, the service
// and a store in this process; calls with and for large documents through a socket, where the 1st, 2nd, 3rd
// ... allocation above 64 KiB fails until none is left; then the same call is made again.
#include <sys/socket.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>
#include <exception>
#include <iostream>
#include <thread>

#include "daemon/disk/posix_file_system.hpp"
#include "daemon/service/store_service.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/writer.hpp"
#include "ipc/varlink/session.hpp"
#include "tests/support/failing_memory.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t large = 300'000;
constexpr std::size_t reply_bytes_max = 4 * large;

struct NoLog final : service::EventLog {
  void write(const service::Event&) override {}
};

// One operation, or a method's parameters, as a whole message with its NUL.
std::string message(const std::string& method, const std::string& parameters) {
  return R"({"method":"io.holdfast.config.)" + method + R"(","parameters":)" + parameters + "}" + '\0';
}
std::string commit_of(const std::string& content, bool dry_run = false) {
  return message("Commit", R"({"operations":[{)" + content + "}]" + (dry_run ? R"(,"dryRun":true})" : "}"));
}

struct LargeCall {
  std::string name;
  std::string text;
};

std::vector<LargeCall> large_calls() {
  const std::string filler(large, 'b');
  std::string array = "[0";
  while (array.size() < large)
    array += ",\"" + std::string(20, 'c') + "\"";
  array += "]";
  const std::string put = R"("op":"put","document":)";
  return {
      {"put text", commit_of(put + R"("new.conf","text":")" + filler + "\"")},
      {"put base64",
       commit_of(put + R"("new.bin","base64":")" + json::encode_base64(filler + '\xff') + "\"")},
      {"put value", commit_of(put + R"("new.json","value":)" + array)},
      {"replace a value", commit_of(R"("op":"replace","document":"a.json","path":"/x","value":)" + array)},
      {"dry run", commit_of(put + R"("a.json","value":)" + array, true)},
      {"Get text", message("Get", R"({"document":"large.conf"})")},
      {"Get base64", message("Get", R"({"document":"large.bin"})")},
      {"Get a value", message("Get", R"({"document":"large.json","path":""})")}};
}

// A store with its service on a thread of its own, and one end of a connection to it.
class Served {
 public:
  Served() {
    store_ = TestStore::open(files_, directory_.path()).value();
    const std::string filler(large, 'a');
    for (const auto& [document, bytes] :
         std::map<std::string, std::string>{{"a.json", "{\"x\": 1}\n"},
                                            {"large.conf", filler},
                                            {"large.bin", filler + '\xff'},
                                            {"large.json", '"' + filler + '"'}}) {
      BOOST_TEST_REQUIRE(applied_in(store_->apply({put(document, bytes)})) != nullptr);
    }
    queue_ = std::make_unique<commit::CommitQueue>(io_, store_->committer(), commit::QueueLimits{});
    service::StoreInfo info;
    info.connections = [] { return std::size_t{1}; };
    service_ = std::make_unique<service::StoreService>(*queue_, store_->state(), access_, log_, info);
    service_->register_with(methods_);
    reply_.resize(reply_bytes_max);
    thread_ = std::jthread([this] { io_.run(); });
  }
  ~Served() {
    io_.stop();
    thread_.join();
    if (socket_ >= 0) ::close(socket_);
  }

  void connect() {
    if (socket_ >= 0) ::close(socket_);
    std::array<int, 2> ends{};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    socket_ = ends[0];
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    boost::asio::post(io_, [this, end = ends[1]] {
      varlink::Session::Socket socket(io_, boost::asio::local::stream_protocol(), end);
      varlink::Session::Events events{[](const auto&) {}, [](const auto&, const auto&) {}};
      std::make_shared<varlink::Session>(std::move(socket), varlink::Peer(), methods_,
                                         varlink::SessionLimits(), std::move(events))
          ->start();
    });
  }

  enum class Ending { reply, closed, silence };
  /// Allocates nothing large by itself.
  Ending exchange(const std::string& text) {
    received_ = 0;
    for (std::size_t sent = 0; sent < text.size();) {
      const auto now = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (now < 0 && errno == EAGAIN) return Ending::silence;
      if (now < 0) return Ending::closed;
      sent += static_cast<std::size_t>(now);
    }
    while (received_ < reply_.size()) {
      const auto now = ::recv(socket_, reply_.data() + received_, reply_.size() - received_, 0);
      if (now < 0 && errno == EAGAIN) return Ending::silence;
      if (now <= 0) return Ending::closed;
      received_ += static_cast<std::size_t>(now);
      if (reply_[received_ - 1] == '\0') return Ending::reply;
    }
    return Ending::silence;
  }
  [[nodiscard]] std::string_view reply() const { return std::string_view(reply_).substr(0, received_); }
  [[nodiscard]] std::map<std::string, std::string> documents() const {
    return documents_below(directory_.path());
  }

 private:
  TemporaryDirectory directory_;
  disk::PosixFileSystem files_;
  std::unique_ptr<TestStore> store_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_ = make_work_guard(io_);
  service::Access access_{::geteuid(), ::getegid()};
  NoLog log_;
  std::unique_ptr<commit::CommitQueue> queue_;
  std::unique_ptr<service::StoreService> service_;
  varlink::Service methods_{{"Example", "tests", "1", "https://example.com/"}};
  int socket_ = -1;
  std::string reply_;
  std::size_t received_ = 0;
  std::jthread thread_;
};

// An exception that ends a thread would end this program without a word.
struct SayWhere {
  SayWhere() {
    std::set_terminate([] {
      heal_memory();
      std::cerr << "the process ended; " << place_of_failure() << std::endl;
      std::_Exit(1);
    });
  }
};
BOOST_TEST_GLOBAL_FIXTURE(SayWhere);

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Returns whether an allocation failed.
bool run(const LargeCall& call, std::size_t number) {
  Served served;
  served.connect();
  const auto before = served.documents();
  fail_large_allocation(number, false);
  const auto ending = served.exchange(call.text);
  heal_memory();
  const bool failed = has_memory_failed();
  BOOST_TEST((ending != Served::Ending::silence), "no answer; " << place_of_failure());
  if (ending != Served::Ending::reply) {
    served.connect();
    // Closed while the call was read, not while it was answered: nothing of it was done.
    BOOST_TEST((served.documents() == before), "done, but not answered; " << place_of_failure());
  } else if (contains(served.reply().substr(0, 100), "\"error\"")) {
    BOOST_TEST(contains(served.reply(), "StorageFailed"), served.reply().substr(0, 300));
    BOOST_TEST(contains(served.reply(), "ENOMEM"), served.reply().substr(0, 300));
    BOOST_TEST((served.documents() == before));
  }
  BOOST_TEST((served.exchange(call.text) == Served::Ending::reply), "no answer the second time");
  BOOST_TEST(!contains(served.reply().substr(0, 100), "\"error\""), served.reply().substr(0, 300));
  return failed;
}

BOOST_AUTO_TEST_SUITE(allocation_reply)

BOOST_AUTO_TEST_CASE(any_large_allocation_that_fails_costs_one_call_or_connection) {
  std::size_t failures = 0;
  for (const auto& call : large_calls()) {
    for (std::size_t number = 1;; ++number) {
      BOOST_TEST_INFO_SCOPE(call.name << ", allocation " << number << " fails");
      if (!run(call, number)) break;
      ++failures;
    }
  }
  std::cout << failures << " failed allocations between the socket and the writer\n";
  BOOST_TEST(failures > 50U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
