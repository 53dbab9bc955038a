// Goal: the watchdog is fed while the writer is idle or has been at its request for a short time only.
// Method: a real queue on a disk that answers when the test lets it.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "daemon/host/watchdog.hpp"
#include "tests/support/hanging_file_system.hpp"

namespace holdfast::host {
namespace {

using namespace std::chrono_literals;

class Store {
 public:
  Store() : path_(make_directory()) {}
  ~Store() {
    hangs = false;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  void submit() {
    commit::Request request;
    request.operations.push_back({commit::Operation::Kind::put,
                                  *document::DocumentName::parse("a.json"),
                                  std::make_shared<const std::string>("1\n"),
                                  std::nullopt,
                                  {},
                                  {},
                                  nullptr});
    const auto refusal =
        queue.submit(std::move(request),
                     [this](const commit::RequestResult&, const commit::PassReport&) { answered = true; });
    BOOST_TEST_REQUIRE(!refusal.has_value());
  }

 private:
  static std::string make_directory() {
    std::string path = (std::filesystem::temp_directory_path() / "holdfast-watchdog-XXXXXX").string();
    BOOST_TEST_REQUIRE(::mkdtemp(path.data()) != nullptr);
    return path;
  }

  std::string path_;

 public:
  std::atomic<bool> hangs = false;
  bool answered = false;
  boost::asio::io_context io;
  test::HangingFileSystem files{[this] { return hangs.load(); }};
  disk::ManagedDirectory directory{disk::ManagedDirectory::open(files, path_).value()};
  commit::Committer committer{directory, commit::recover(directory, {}).value(), {}};
  commit::CommitQueue queue{io, committer, {}};
};

BOOST_AUTO_TEST_SUITE(host_watchdog)

BOOST_AUTO_TEST_CASE(an_idle_writer_makes_progress_for_ever) {
  const Store store;
  BOOST_TEST(makes_progress(store.queue, std::chrono::steady_clock::now() + 1000h, 1us));
}

BOOST_AUTO_TEST_CASE(a_writer_at_one_request_makes_progress_until_patience_ends) {
  Store store;
  store.hangs = true;
  const auto before = std::chrono::steady_clock::now();
  store.submit();
  const auto after = std::chrono::steady_clock::now();
  BOOST_TEST(makes_progress(store.queue, before + 999ms, 1s));
  BOOST_TEST(!makes_progress(store.queue, after + 1s, 1s));
  store.hangs = false;
  while (!store.answered) {
    store.io.restart();
    store.io.run_for(10ms);
  }
  BOOST_TEST(makes_progress(store.queue, after + 1000h, 1s));
}

BOOST_AUTO_TEST_CASE(without_a_manager_that_watches_nothing_is_started) {
  ::unsetenv("WATCHDOG_USEC");
  Store store;
  ServiceManager manager;
  BOOST_TEST(!manager.watchdog_interval().has_value());
  Watchdog watchdog(store.io, manager, store.queue);
  watchdog.start();
  BOOST_TEST(store.io.run() == 0U);
}

BOOST_AUTO_TEST_CASE(the_interval_is_what_the_manager_says) {
  ::setenv("WATCHDOG_USEC", "2000000", 1);
  ::unsetenv("WATCHDOG_PID");
  BOOST_TEST((ServiceManager().watchdog_interval() == std::optional(std::chrono::microseconds(2s))));
  ::setenv("WATCHDOG_PID", "1", 1);  // meant for another process
  BOOST_TEST(!ServiceManager().watchdog_interval().has_value());
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("WATCHDOG_PID");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::host
