// Goal: kill -9 at any moment loses no acknowledged write, tears no file and halves no commit (promises 1-3,
// 6, 9). Method: four clients write, create, delete and write pairs; the daemon is killed at a random moment,
// the files are judged as they lie there, then it is started and judged again; five hundred times on the same
// store. It lies in memory: what the kernel was given outlives a killed process there as on any disk, and
// more of the time goes into kills.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <random>
#include <thread>

#include "tests/integration/store.hpp"
#include "tests/integration/storm_record.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t clients = 4;
using Random = std::mt19937_64;

std::string commit_text(const StormWrite& write) {
  std::vector<std::string> operations;
  for (const auto& [name, content] : write.documents)
    operations.push_back(content ? put_operation(name, content->text()) : delete_operation(name));
  return commit_parameters(operations);
}

struct Surroundings {
  Surroundings() { stay_in_memory(); }
};
BOOST_TEST_GLOBAL_FIXTURE(Surroundings);

// With a journal so short that its oldest segments are dropped during the storm.
struct StormStore : Store {
  StormStore() : Store(R"({"journalRecordsMax": 300})") {}
};

class StormClient {
 public:
  StormClient(const Store& store, StormRecord& record, std::uint64_t number, std::uint64_t seed)
      : socket_(store.socket().string()), record_(record), number_(number), random_(seed) {}

  // Writes until the daemon is gone.
  void run() {
    auto connection = client::Connection::open(socket_);
    if (!connection) return;
    for (;;) {
      const auto write = next_write();
      record_.tried(write);
      auto reply = connection->call("io.holdfast.config.Commit", commit_text(write));
      if (!reply) return;
      const Reply checked("io.holdfast.config.Commit", std::move(*reply));
      // Only deletions of what another deletion removed may be refused.
      if (checked.error() == "NoSuchDocument") continue;
      if (!checked.error().empty())
        throw std::runtime_error(checked.error() + ": " + checked.text("message"));
      record_.acknowledged(write, checked.integer("revision"));
    }
  }

 private:
  StormWrite next_write() {
    const auto choice = random_() % 10;
    const Witness content{number_, ++sequence_,
                          random_() % 8 == 0 ? 200'000U : static_cast<std::size_t>(random_() % 2000)};
    const std::string own = "own-" + std::to_string(number_);
    if (choice < 3) return {{{"shared.json", content}}};
    if (choice < 6) return {{{"left.json", content}, {"deep/down/right.json", content}}};
    if (choice < 7) return {{{own + ".json", content}, {own + "-pair.conf", content}}};
    if (choice < 9) return {{{own + "/nested.conf", content}}};
    return {{{own + "/nested.conf", std::nullopt}}};
  }

  std::string socket_;
  StormRecord& record_;
  std::uint64_t number_;
  std::uint64_t sequence_ = 0;
  Random random_;
};

void require_none(const std::vector<std::string>& faults, std::size_t round, const char* when) {
  for (const auto& fault : faults)
    BOOST_ERROR("kill " << round << ", " << when << ": " << fault);
  BOOST_REQUIRE(faults.empty());
}

BOOST_FIXTURE_TEST_SUITE(kill_storm, StormStore)

BOOST_AUTO_TEST_CASE(a_kill_at_any_moment_loses_nothing_acknowledged) {
  Random random(seed_for("integration_kill_storm"));
  StormRecord record;
  std::vector<StormClient> storm;
  for (std::uint64_t i = 0; i < clients; ++i)
    storm.emplace_back(*this, record, i, random());
  for (std::size_t round = 1; round <= scaled(500); ++round) {
    std::atomic<bool> failed{false};
    std::vector<std::thread> threads;
    for (auto& one : storm) {
      threads.emplace_back([&one, &failed] {
        try {
          one.run();
        } catch (const std::exception& error) {
          std::fprintf(stderr, "a client failed: %s\n", error.what());
          failed = true;
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    daemon().kill();
    for (auto& thread : threads)
      thread.join();
    BOOST_REQUIRE(!failed);
    require_none(record.faults_of_files(documents_below(directory())), round, "before the restart");
    daemon().start();
    BOOST_TEST(strays() == "");
    BOOST_TEST(daemon().log().find("edited") == std::string::npos, daemon().log());
    auto store = client();
    require_none(record.faults_of_store(store), round, "after the restart");
  }
  std::cerr << record.acknowledgements() << " commits were acknowledged" << std::endl;
  BOOST_TEST(record.acknowledgements() > 0U);
}

BOOST_AUTO_TEST_CASE(a_kill_during_the_start_does_no_harm) {
  Random random(seed_for("integration_kill_storm"));
  for (int i = 0; i < 100; ++i)
    client().put("d" + std::to_string(i), "x");
  for (std::size_t round = 0; round < scaled(30); ++round) {
    daemon().kill();
    // What a kill in the middle of a commit leaves, so that the start has something to do.
    write_file(path(".d0.0123456789abcdef.tmp"), "half");
    daemon().launch();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
  }
  daemon().kill();
  daemon().start();
  BOOST_TEST(client().call("Status").integer("documents") == 100);
  BOOST_TEST(client().call("Status").integer("revision") == 100);
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
