// Goal: counts never go down, latencies speak of the last minute only, in bounded memory. Method: a clock
// that the test moves.
#include "daemon/service/statistics.hpp"

#include <boost/test/unit_test.hpp>

namespace holdfast::service {
namespace {

using namespace std::chrono_literals;

struct Fixture {
  void count(Statistics::Duration commit, Statistics::Duration sync = 1us) {
    statistics.count_commit(commit, sync, now);
  }
  Statistics statistics;
  Statistics::Clock::time_point now{1h};
};

BOOST_FIXTURE_TEST_SUITE(service_statistics, Fixture)

BOOST_AUTO_TEST_CASE(without_commits_latencies_are_zero) {
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 0);
  BOOST_TEST(statistics.sync_latency(now).p99.count() == 0);
}

BOOST_AUTO_TEST_CASE(one_commit_is_both_percentiles) {
  count(7us, 3us);
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 7);
  BOOST_TEST(statistics.commit_latency(now).p99.count() == 7);
  BOOST_TEST(statistics.sync_latency(now).p50.count() == 3);
}

BOOST_AUTO_TEST_CASE(percentiles_do_not_depend_on_the_order) {
  for (int i = 101; i > 0; --i)
    count(std::chrono::microseconds(i));
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 51);
  BOOST_TEST(statistics.commit_latency(now).p99.count() == 100);
}

BOOST_AUTO_TEST_CASE(after_a_minute_a_commit_is_forgotten_but_stays_counted) {
  count(7us);
  now += 60s;
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 7);
  now += 1us;
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 0);
  BOOST_TEST(statistics.commits() == 1U);
}

BOOST_AUTO_TEST_CASE(a_busy_minute_keeps_the_newest) {
  for (int i = 0; i < 50'000; ++i)
    count(1us);
  for (int i = 0; i < 16'384; ++i)
    count(5us);
  BOOST_TEST(statistics.commit_latency(now).p50.count() == 5);
  BOOST_TEST(statistics.commits() == 66'384U);
}

BOOST_AUTO_TEST_CASE(refusals_are_counted_apart) {
  statistics.count_refusal();
  statistics.count_refusal();
  BOOST_TEST(statistics.refused() == 2U);
  BOOST_TEST(statistics.commits() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::service
