#include "tests/conformance/dialect_server.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "ipc/json/writer.hpp"
#include "ipc/varlink/listener.hpp"
#include "tests/conformance/org_example_dialect.hpp"

namespace holdfast::conformance {
namespace {

namespace asio = boost::asio;
using varlink::Call;
using CallPointer = std::shared_ptr<Call>;
constexpr std::chrono::seconds patience{10};

// Open to all users, as a run-time directory is.
std::string make_directory() {
  std::string name = (std::filesystem::temp_directory_path() / "holdfast-dialect-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  ::chmod(name.c_str(), 0755);
  return name;
}

varlink::ListenerLimits listener_limits(const DialectLimits& set) {
  varlink::ListenerLimits limits;
  limits.connections_max = set.connections_max.value_or(limits.connections_max);
  limits.connections_per_user_max = set.connections_per_user_max.value_or(limits.connections_per_user_max);
  limits.connections_for_root = set.connections_for_root.value_or(limits.connections_for_root);
  limits.session.message_bytes_max = set.message_bytes_max.value_or(limits.session.message_bytes_max);
  limits.session.output_bytes_max = set.output_bytes_max.value_or(limits.session.output_bytes_max);
  limits.session.stall_timeout = set.stall_timeout.value_or(limits.session.stall_timeout);
  return limits;
}

template <class Member>
std::string object(std::string_view name, const Member& value) {
  return json::Writer().begin_object().member(name, value).end_object().take();
}

void add(Call& call) {
  std::int64_t sum = 0;
  const auto pairs = *call.parameter("pairs");  // named: a range-for keeps no temporary optional alive
  for (const json::Value pair : pairs)
    sum += pair.find("first")->integer().value_or(0);
  call.reply(object("sum", sum));
}

void count(Call& call) {
  if (!call.more()) return call.fail(varlink::expected_more());
  const auto to = call.parameter("to")->integer().value_or(1);
  for (std::int64_t number = 1; number < to; ++number)
    call.reply_and_continue(object("number", number));
  call.reply(object("number", to));
}

bool wait_until(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace

struct DialectServer::Running {
  explicit Running(const DialectLimits& limits)
      : directory(make_directory()),
        path(directory + "/socket"),
        service({"holdfast", "dialect", "1", "https://example.org"}),
        listener(io, varlink::listen_on(io, path), service, listener_limits(limits),
                 {[this](const varlink::Peer&, const std::string& why) { note(bad_messages, why); },
                  [this](const std::string& why) { note(refused, why); }}) {
    using varlink::Order;
    service.add_interface(std::string(org_example_dialect_description));
    serve("Echo", Order::after_replies,
          [](const CallPointer& call) { call->reply(object("text", call->parameter("text")->string())); });
    serve("Add", Order::after_replies, [](const CallPointer& call) { add(*call); });
    serve("Nothing", Order::after_replies, [](const CallPointer& call) { call->reply("{}"); });
    serve("Large", Order::after_replies, [](const CallPointer& call) {
      const auto bytes = static_cast<std::size_t>(call->parameter("bytes")->integer().value_or(0));
      call->reply(object("text", std::string(bytes, 'x')));
    });
    serve("Count", Order::after_replies, [](const CallPointer& call) { count(*call); });
    const auto hold = [this](const CallPointer& call) {
      held[call->parameter("number")->integer().value_or(0)] = call;
    };
    serve("Queued", Order::queued, hold);
    serve("Alone", Order::after_replies, hold);
    listener.start();
    runner = std::thread([this] {
      io.run();
      ran_out.set_value();
    });
  }

  ~Running() {
    on_io([this] { listener.close(); });
    const bool ended = ran_out.get_future().wait_for(patience) == std::future_status::ready;
    BOOST_CHECK_MESSAGE(ended, "closing the listener leaves nothing to do");
    io.stop();
    runner.join();
    std::filesystem::remove_all(directory);
  }

  void serve(const std::string& method, varlink::Order order, varlink::Service::Handler handler) {
    auto counted = [this, method, handler = std::move(handler)](const CallPointer& call) {
      {
        const std::lock_guard lock(mutex);
        ++started[method];
      }
      handler(call);
    };
    service.add_method("org.example.dialect." + method, order, std::move(counted));
  }

  void note(std::vector<std::string>& list, const std::string& why) {
    const std::lock_guard lock(mutex);
    list.push_back(why);
  }

  // Runs it on the io thread and waits for its end.
  void on_io(const std::function<void()>& work) {
    const auto done = std::make_shared<std::promise<void>>();
    asio::post(io, [work, done] {
      work();
      done->set_value();
    });
    done->get_future().wait();
  }

  std::string directory;
  std::string path;
  asio::io_context io{1};
  varlink::Service service;
  varlink::Listener listener;
  std::map<std::int64_t, CallPointer> held;  // the io thread's
  std::promise<void> ran_out;
  std::thread runner;
  std::atomic<bool> drained = false;

  mutable std::mutex mutex;
  std::map<std::string, std::size_t> started;
  std::vector<std::string> bad_messages;
  std::vector<std::string> refused;
};

DialectServer::DialectServer(const DialectLimits& limits) : running_(std::make_unique<Running>(limits)) {}
DialectServer::~DialectServer() = default;

const std::string& DialectServer::path() const {
  return running_->path;
}

std::size_t DialectServer::started(const std::string& method) const {
  const std::lock_guard lock(running_->mutex);
  const auto found = running_->started.find(method);
  return found == running_->started.end() ? 0 : found->second;
}

bool DialectServer::wait_for_started(const std::string& method, std::size_t count) const {
  return wait_until([&] { return started(method) >= count; });
}

void DialectServer::answer(int number) {
  running_->on_io([&] {
    const auto found = running_->held.find(number);
    if (found == running_->held.end()) return;
    const auto call = found->second;
    running_->held.erase(found);
    call->reply(object("number", number));
  });
}

std::size_t DialectServer::connections() const {
  std::size_t count = 0;
  running_->on_io([&] { count = running_->listener.connections(); });
  return count;
}

bool DialectServer::wait_for_connections(std::size_t count) const {
  return wait_until([&] { return connections() == count; });
}

std::vector<std::string> DialectServer::bad_messages() const {
  const std::lock_guard lock(running_->mutex);
  return running_->bad_messages;
}

std::vector<std::string> DialectServer::refused() const {
  const std::lock_guard lock(running_->mutex);
  return running_->refused;
}

void DialectServer::drain() {
  running_->on_io([this] { running_->listener.drain([this] { running_->drained = true; }); });
}

bool DialectServer::wait_for_drained() const {
  return wait_until([&] { return running_->drained.load(); });
}

}  // namespace holdfast::conformance
