// Goal: a link swapped in between the daemon's look and its rename leads nowhere (RELIABILITY 3.3, 32).
// Method: one thread swaps links against plain files, at the target and above it, as fast as it can, while
// documents are put; the files outside must never change, and what is put lands in the directory or nowhere.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;

class Swapper {
 public:
  explicit Swapper(std::function<void(int)> swap)
      : thread_([this, swap = std::move(swap)] {
          for (int i = 0; !stop_; ++i)
            swap(i);
        }) {}
  ~Swapper() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

BOOST_FIXTURE_TEST_SUITE(symlink_race, Store)

BOOST_AUTO_TEST_CASE(a_target_that_keeps_becoming_a_link_leads_nowhere) {
  write_file(outside("victim"), "victim\n");
  std::size_t taken = 0;
  {
    const Swapper swapper([&](int i) {
      std::error_code ignored;
      const auto next = outside(i % 2 == 0 ? "next-link" : "next-file");
      i % 2 == 0 ? fs::create_symlink(outside("victim"), next, ignored) : write_file(next, "0\n");
      fs::rename(next, path("a.json"), ignored);
    });
    auto store = client();
    for (std::size_t round = 0; round < scaled(2000); ++round) {
      const auto reply = store.put("a.json", std::to_string(round + 1) + "\n");
      taken += reply.error().empty() ? 1U : 0U;
      BOOST_REQUIRE(reply.error() != "OutcomeUnknown");
    }
  }
  BOOST_TEST_MESSAGE(taken << " of the puts were taken");
  BOOST_TEST(read_file(outside("victim")) == "victim\n");
  BOOST_TEST(!fs::is_symlink(outside("victim")));
  BOOST_TEST(strays() == "");
  fs::remove(path("a.json"));
  BOOST_TEST(client().put("a.json", "last\n").error() == "InvalidDocument");
  BOOST_TEST(client().put("a.json", "-1\n").error() == "");
}

BOOST_AUTO_TEST_CASE(a_directory_that_keeps_becoming_a_link_leads_nowhere) {
  fs::create_directory(outside("elsewhere"));
  fs::create_directory(outside("real"));
  {
    const Swapper swapper([&](int i) {
      std::error_code ignored;
      if (i % 2 == 0) {
        fs::rename(path("sub"), outside("real"), ignored);
        fs::create_directory_symlink(outside("elsewhere"), path("sub"), ignored);
      } else {
        fs::remove(path("sub"), ignored);
        fs::rename(outside("real"), path("sub"), ignored);
      }
    });
    auto store = client();
    for (std::size_t round = 0; round < scaled(2000); ++round)
      (void)store.put("sub/a.json", std::to_string(round) + "\n");
  }
  BOOST_TEST(documents_below(outside("elsewhere")).empty());
  BOOST_TEST(client().call("Status").text("state") == "ready");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
