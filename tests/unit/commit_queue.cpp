// Goal: requests are answered in the order they came, in bounded memory, and a stop leaves nothing half done.
// Method: a real store behind the queue; a hook in the file system holds the writer where the test wants it.
#include "daemon/commit/commit_queue.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/test/unit_test.hpp>
#include <future>

#include "tests/unit/commit_journal_support.hpp"

namespace holdfast::commit {
namespace {

using namespace holdfast::test;

struct Fixture : JournalFixture {
  Fixture() { limits.requests_max = 3; }
  ~Fixture() { release(); }

  CommitQueue& start() {
    queue = std::make_unique<CommitQueue>(io, store->committer(), limits);
    return *queue;
  }
  // The writer waits in its next call until release().
  void hold() {
    // One wait only: a future can be taken once.
    files.on_call([this, waited = false](const Call&) mutable {
      if (!std::exchange(waited, true)) held.get_future().wait();
    });
  }
  void release() {
    if (!std::exchange(released, true)) held.set_value();
  }
  // Until nothing waits; the writer's answers are no work of the context's own.
  void finish() {
    io.restart();
    const auto work = boost::asio::make_work_guard(io);
    while (queue->waiting() > 0)
      io.run_one();
  }
  // Submits a put of `document`; its answer is noted in `answered`.
  std::optional<Refusal> submit(const std::string& document, std::size_t bytes = 1) {
    return queue->submit(request_of({put(document, std::string(bytes, 'x'))}),
                         [this, document](const RequestResult& result, const PassReport&) {
                           answered.push_back(document);
                           const auto* applied = std::get_if<Applied>(&result);
                           revisions.push_back(applied != nullptr ? applied->revision.number : 0);
                         });
  }

  boost::asio::io_context io;
  QueueLimits limits;
  std::promise<void> held;
  bool released = false;
  std::vector<std::string> answered;
  std::vector<std::uint64_t> revisions;
  std::unique_ptr<CommitQueue> queue;
};

BOOST_FIXTURE_TEST_SUITE(commit_queue, Fixture)

BOOST_AUTO_TEST_CASE(requests_are_applied_and_answered_in_order) {
  limits.requests_max = 100;
  start();
  std::vector<std::string> expected;
  for (int i = 0; i < 50; ++i) {
    expected.push_back("d" + std::to_string(i));
    BOOST_TEST(!submit(expected.back()).has_value());
  }
  finish();
  BOOST_TEST(answered == expected, boost::test_tools::per_element());
  for (std::size_t i = 0; i < revisions.size(); ++i)
    BOOST_TEST(revisions[i] == i + 1);
  BOOST_TEST(queue->waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(no_answer_comes_from_within_submit) {
  start();
  BOOST_TEST(!submit("a").has_value());
  BOOST_TEST(answered.empty());
  finish();
  BOOST_TEST(answered.size() == 1U);
}

BOOST_AUTO_TEST_CASE(one_more_than_the_bound_is_refused_and_not_called_back) {
  hold();
  start();
  BOOST_TEST(!submit("at-the-writer").has_value());
  for (const std::string document : {"a", "b", "c"})
    BOOST_TEST(!submit(document).has_value());
  BOOST_TEST(queue->waiting() == 4U);
  const auto refusal = submit("one-too-many");
  BOOST_TEST_REQUIRE(refusal.has_value());
  BOOST_TEST((refusal->kind == Refusal::Kind::queue_full));
  release();
  finish();
  const std::vector<std::string> expected{"at-the-writer", "a", "b", "c"};
  BOOST_TEST(answered == expected, boost::test_tools::per_element());
  BOOST_TEST(!submit("there-is-room-again").has_value());
  finish();
  BOOST_TEST(answered.size() == 5U);
}

BOOST_AUTO_TEST_CASE(bytes_of_waiting_requests_are_bounded_too) {
  limits.bytes_max = 100;
  hold();
  start();
  BOOST_TEST(!submit("at-the-writer", 60).has_value());
  BOOST_TEST(!submit("a", 40).has_value());
  BOOST_TEST((submit("b", 1)->kind == Refusal::Kind::queue_full));
  release();
  finish();
  BOOST_TEST(!submit("b", 100).has_value());
  finish();
  BOOST_TEST(answered.size() == 3U);
}

BOOST_AUTO_TEST_CASE(one_request_larger_than_the_bound_is_taken_when_nothing_waits) {
  limits.bytes_max = 10;
  hold();
  start();
  BOOST_TEST(!submit("large", 1000).has_value());
  BOOST_TEST(submit("another", 1).has_value());
  release();
  finish();
  BOOST_TEST(answered.size() == 1U);
}

BOOST_AUTO_TEST_CASE(retire_waits_for_all_that_was_submitted) {
  start();
  for (const std::string document : {"a", "b", "c"})
    BOOST_TEST(!submit(document).has_value());
  bool retired = false;
  queue->retire([&](const disk::Result<void>& result) {
    retired = true;
    BOOST_TEST(result.has_value());
    BOOST_TEST(answered.size() == 3U);
  });
  io.restart();
  const auto work = boost::asio::make_work_guard(io);
  while (!retired)
    io.run_one();
  BOOST_TEST((records().back().kind == RecordKind::retire));
  queue.reset();
  open();
  BOOST_TEST(store->revision() == 3U);
  BOOST_TEST(!has_notice(store->notices(), Notice::Kind::recovered));
}

BOOST_AUTO_TEST_CASE(a_store_at_rest_retires_by_itself) {
  start();
  BOOST_TEST(!submit("a").has_value());
  finish();
  BOOST_TEST((records().back().kind == RecordKind::group), "retired at once");
  io.restart();
  const auto work = boost::asio::make_work_guard(io);
  io.run_for(std::chrono::milliseconds(20));
  BOOST_TEST(!submit("b").has_value());  // begins the rest anew
  for (int i = 0; i < 600 && records().back().kind != RecordKind::retire; ++i)
    io.run_for(std::chrono::milliseconds(50));
  BOOST_TEST((records().back().kind == RecordKind::retire));
  BOOST_TEST(answered.size() == 2U);
  const auto written = records().size();
  io.run_for(std::chrono::milliseconds(300));
  BOOST_TEST(records().size() == written, "retired again and again");
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_while_retiring_is_still_taken) {
  start();
  queue->retire([](const disk::Result<void>&) {});
  BOOST_TEST(!submit("late").has_value());
  finish();
  BOOST_TEST(answered.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_submitted_from_an_answer_is_taken) {
  start();
  BOOST_TEST(
      !queue
           ->submit(request_of({put("a", "1")}),
                    [this](const RequestResult&, const PassReport&) { BOOST_TEST(!submit("b").has_value()); })
           .has_value());
  finish();
  BOOST_TEST(answered.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_waits_is_committed_together) {
  hold();
  start();
  limits.requests_max = 100;
  queue->reconfigure(limits, fast_options());
  BOOST_TEST(!submit("at-the-writer").has_value());
  for (int i = 0; i < 20; ++i)
    BOOST_TEST(!submit("d" + std::to_string(i % 3), 1 + static_cast<std::size_t>(i)).has_value());
  std::vector<std::size_t> groups;
  queue->on_pass([&](const PassReport& pass) { groups.push_back(pass.groups); });
  release();
  finish();
  BOOST_TEST(answered.size() == 21U);
  BOOST_TEST(groups.size() == 2U);
  BOOST_TEST(store->revision() == 21U);
}

BOOST_AUTO_TEST_CASE(users_take_turns_within_a_group_and_each_keeps_its_order) {
  limits.requests_max = 100;
  limits.group_requests_max = 4;
  hold();
  start();
  BOOST_TEST(!submit("at-the-writer").has_value());
  std::vector<std::string> order;
  const auto submit_for = [&](std::uint32_t uid, const std::string& document) {
    auto request = request_of({put(document, "x")});
    request.uid = uid;
    BOOST_TEST(!queue
                    ->submit(std::move(request),
                             [&order, document](const RequestResult&, const PassReport&) {
                               order.push_back(document);
                             })
                    .has_value());
  };
  for (int i = 0; i < 6; ++i)
    submit_for(1000, "many" + std::to_string(i));
  submit_for(1001, "few0");
  submit_for(1001, "few1");
  release();
  finish();
  const std::vector<std::string> expected{"many0", "few0",  "many1", "few1",
                                          "many2", "many3", "many4", "many5"};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_dry_run_goes_alone) {
  hold();
  limits.requests_max = 100;
  start();
  BOOST_TEST(!submit("at-the-writer").has_value());
  BOOST_TEST(!submit("a").has_value());
  auto dry = request_of({put("b", "x")});
  dry.dry_run = true;
  bool planned = false;
  BOOST_TEST(!queue
                  ->submit(std::move(dry),
                           [&](const RequestResult& result, const PassReport& pass) {
                             planned = std::get<Applied>(result).diffs.size() == 1 && pass.groups == 0;
                             BOOST_TEST(pass.revision.number == 2U);  // it sees what was before it
                           })
                  .has_value());
  BOOST_TEST(!submit("c").has_value());
  release();
  finish();
  BOOST_TEST(planned);
  BOOST_TEST(store->revision() == 3U);
}

BOOST_AUTO_TEST_CASE(a_single_client_is_never_made_to_wait_for_others) {
  start();
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(!submit("d").has_value());
    BOOST_TEST(queue->busy_since().has_value());
    finish();
  }
}

BOOST_AUTO_TEST_CASE(after_a_group_the_next_waits_for_as_many_and_not_for_ever) {
  limits.requests_max = 100;
  hold();
  start();
  BOOST_TEST(!submit("at-the-writer").has_value());
  BOOST_TEST(!submit("a").has_value());
  BOOST_TEST(!submit("b").has_value());
  release();
  finish();
  // Two were answered together; one alone waits for the other, until half of the group's time is over.
  BOOST_TEST(!submit("c").has_value());
  finish();
  BOOST_TEST(answered.back() == "c");
  BOOST_TEST(answered.size() == 4U);
}

BOOST_AUTO_TEST_CASE(destruction_waits_for_the_request_at_the_writer) {
  hold();
  start();
  BOOST_TEST(!submit("a").has_value());
  BOOST_TEST(!submit("never").has_value());
  release();
  queue.reset();
  BOOST_TEST(answered.empty());
  BOOST_TEST(store->revision() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::commit
