// Goal: no acknowledged write of any of eight clients is lost, none is made up, and all have one order.
// Method: eight clients write to the same two documents, first blindly with revisions that must be gap-free
// and rising, then by compare-and-swap on counters, each of which must end at the number of its client's
// writes.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <exception>
#include <map>
#include <thread>

#include "tests/integration/store.hpp"
#include "tests/integration/witness.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t clients = 8;
constexpr std::array documents{"servers.json", "dashboard-layout.json"};

// Runs one function a client, each in a thread; throws what the first of them threw.
void run_clients(const std::function<void(std::size_t)>& client) {
  std::vector<std::exception_ptr> failures(clients);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      try {
        client(i);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

struct Written {
  std::string document;
  Witness content;
};

// {"c0": 0, "c1": 0, ...}
std::string counters_text(const std::vector<std::uint64_t>& counters) {
  std::string text = "{\n";
  for (std::size_t i = 0; i < counters.size(); ++i) {
    text += "  \"c" + std::to_string(i) + "\": " + std::to_string(counters[i]) +
            (i + 1 < counters.size() ? ",\n" : "\n");
  }
  return text + "}\n";
}

std::vector<std::uint64_t> counters_in(const std::string& text) {
  const auto parsed = json::parse(text).value();
  std::vector<std::uint64_t> counters;
  const auto root = parsed.root(text);
  for (const json::Value value : root)
    counters.push_back(static_cast<std::uint64_t>(value.integer().value()));
  return counters;
}

// Adds one to the client's counter, however often others come before it.
void increment(StoreClient& store, const char* document, std::size_t client) {
  for (;;) {
    const auto read = store.get(document);
    auto counters = counters_in(read.content());
    ++counters[client];
    const auto reply = store.put(document, counters_text(counters), read.document_revision());
    if (reply.error().empty()) return;
    if (reply.error() != "RevisionMismatch") throw std::runtime_error(reply.error());
  }
}

BOOST_FIXTURE_TEST_SUITE(lost_update, Store)

BOOST_AUTO_TEST_CASE(eight_clients_writing_two_documents_lose_nothing) {
  const std::size_t writes = scaled(1000);
  std::vector<std::map<std::int64_t, Written>> acknowledged(clients);
  run_clients([&](std::size_t me) {
    auto store = client();
    std::int64_t last = 0;
    for (std::size_t n = 1; n <= writes; ++n) {
      for (const auto* document : documents) {
        const Witness content{me, n, 100};
        const auto reply = store.put(document, content.text());
        if (!reply.error().empty()) throw std::runtime_error(reply.error());
        const auto revision = reply.integer("revision");
        if (revision <= last || reply.document_revision() != revision)
          throw std::runtime_error("revisions go back");
        last = revision;
        acknowledged[me].emplace(revision, Written{document, content});
      }
    }
  });
  std::map<std::int64_t, Written> all;
  for (const auto& one : acknowledged)
    all.insert(one.begin(), one.end());
  const std::size_t total = clients * writes * documents.size();
  BOOST_TEST(all.size() == total, "a revision was given twice");
  BOOST_TEST(all.rbegin()->first == static_cast<std::int64_t>(total), "revisions have gaps");
  for (int restarted = 0; restarted < 2; ++restarted) {
    auto store = client();
    BOOST_TEST(store.call("Status").integer("revision") == static_cast<std::int64_t>(total));
    for (const auto* document : documents) {
      const auto last = std::find_if(all.rbegin(), all.rend(),
                                     [&](const auto& w) { return w.second.document == document; });
      BOOST_TEST(store.get(document).document_revision() == last->first);
      BOOST_TEST(store.get(document).content() == last->second.content.text());
      BOOST_TEST(file(document) == last->second.content.text());
    }
    BOOST_TEST(strays() == "");
    restart();
  }
}

BOOST_AUTO_TEST_CASE(eight_clients_counting_in_two_documents_lose_no_count) {
  const std::size_t writes = scaled(250);
  {
    auto store = client();
    for (const auto* document : documents)
      store.put(document, counters_text(std::vector<std::uint64_t>(clients)), 0);
  }
  run_clients([&](std::size_t me) {
    auto store = client();
    for (std::size_t n = 0; n < writes; ++n) {
      for (const auto* document : documents)
        increment(store, document, me);
    }
  });
  const std::vector<std::uint64_t> expected(clients, writes);
  for (const auto* document : documents)
    BOOST_TEST(counters_in(file(document)) == expected, boost::test_tools::per_element());
  auto store = client();
  // Each count was one commit, and nothing else was.
  BOOST_TEST(store.call("Status").integer("revision") == static_cast<std::int64_t>(2 + 2 * clients * writes));
  BOOST_TEST(strays() == "");
}

BOOST_AUTO_TEST_CASE(of_clients_that_create_the_same_document_one_wins) {
  for (std::size_t round = 0; round < scaled(50); ++round) {
    const auto document = "new-" + std::to_string(round) + ".json";
    std::vector<int> won(clients);
    run_clients([&](std::size_t me) {
      auto store = client();
      won[me] = store.put(document, Witness{me, round, 10}.text(), 0).error().empty() ? 1 : 0;
    });
    BOOST_TEST(std::count(won.begin(), won.end(), 1) == 1);
    const auto winner = static_cast<std::uint64_t>(std::find(won.begin(), won.end(), 1) - won.begin());
    BOOST_TEST(file(document) == (Witness{winner, round, 10}.text()));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
