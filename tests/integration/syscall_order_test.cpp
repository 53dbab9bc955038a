// Goal: the shipped daemon makes its system calls in the order that survives a power cut, and replies last
// (T2, T11). Method: strace over each kind of commit, judged by trace_rules; then the same trace with two
// calls exchanged or one left out, which the judge must notice.
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "tests/integration/trace_rules.hpp"
#include "tests/integration/traced_store.hpp"

namespace holdfast::test {
namespace {

using Calls = std::vector<TracedCall>;
using Matches = std::function<bool(const TracedCall&)>;

// The whole program is skipped where nothing can be traced.
struct CanTrace {
  CanTrace() {
    const auto why = reason_not_to_trace();
    if (why.empty()) return;
    skip_loudly("system call order", why);
    std::_Exit(77);
  }
};
BOOST_TEST_GLOBAL_FIXTURE(CanTrace);

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines)
    all += line + "\n";
  return all;
}

struct Traced : TracedStore {
  Traced() {
    start_plain();
    auto store = client();
    for (const auto* name : {"a.json", "b.json", "gone.json"})
      store.put(name, "1\n");
    ::chmod(path("a.json").c_str(), 0640);
    if (is_root()) (void)::chown(path("a.json").c_str(), 1234, 1234);
    (void)::setxattr(path("a.json").c_str(), "user.origin", "x", 1, 0);
    daemon().stop();
    start_traced();
  }
  Calls trace_of(const std::vector<std::string>& operations) {
    BOOST_TEST(client().commit(operations).text("outcome") == "committed");
    auto calls = finish();
    const auto violations = order_violations(calls);
    BOOST_TEST(violations.empty(), joined(violations));
    BOOST_TEST(repeated_syncs(calls).empty());
    return calls;
  }
};

std::size_t find(const Calls& calls, const Matches& matches) {
  const auto found = std::find_if(calls.begin(), calls.end(), matches);
  BOOST_REQUIRE(found != calls.end());
  return static_cast<std::size_t>(found - calls.begin());
}

Matches on_temporary(const std::string& name, const std::string& document) {
  return [=](const TracedCall& call) {
    return call.name == name && call.open_on().find("/." + document + ".") != std::string::npos;
  };
}
Matches rename_to(const std::string& document) {
  return [=](const TracedCall& call) { return is_rename(call) && call.target(1).ends_with("/" + document); };
}

// The two calls at each other's place.
Calls exchanged(Calls calls, std::size_t one, std::size_t other) {
  std::swap(calls[one], calls[other]);
  std::swap(calls[one].begun, calls[other].begun);
  std::swap(calls[one].ended, calls[other].ended);
  return calls;
}
Calls without(Calls calls, std::size_t one) {
  calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(one));
  return calls;
}
void check_noticed(const Calls& doctored, const std::string& what) {
  const auto violations = joined(order_violations(doctored));
  BOOST_TEST(violations.find(what) != std::string::npos,
             "not noticed: " << what << "; noticed: " << violations);
}

BOOST_FIXTURE_TEST_SUITE(syscall_order, Traced)

BOOST_AUTO_TEST_CASE(a_replacement_is_in_order) {
  const auto calls = trace_of({put_operation("a.json", "2\n")});
  BOOST_TEST(find(calls, on_temporary("fchmod", "a.json")) < find(calls, on_temporary("fsync", "a.json")));
  if (is_root()) (void)find(calls, on_temporary("fchown", "a.json"));
}

BOOST_AUTO_TEST_CASE(a_large_replacement_is_in_order) {
  (void)trace_of({put_operation("a.conf", std::string(6'000'000, 'x'))});
}

BOOST_AUTO_TEST_CASE(a_creation_is_in_order) {
  (void)trace_of({put_operation("new.json", "2\n", 0)});
}

BOOST_AUTO_TEST_CASE(a_nested_creation_is_in_order) {
  const auto calls = trace_of({put_operation("one/two/new.json", "2\n")});
  const auto made = std::count_if(calls.begin(), calls.end(), [](const auto& call) {
    return call.name == "mkdirat" && call.succeeded();
  });
  BOOST_TEST(made == 2);
}

BOOST_AUTO_TEST_CASE(a_deletion_is_in_order) {
  (void)trace_of({delete_operation("gone.json")});
}

BOOST_AUTO_TEST_CASE(several_documents_are_in_order) {
  (void)trace_of({put_operation("a.json", "2\n"), put_operation("deep/new.json", "2\n"),
                  delete_operation("gone.json"), put_operation("b.json", "2\n")});
}

BOOST_AUTO_TEST_CASE(a_row_of_commits_is_in_order) {
  auto store = client();
  for (int i = 0; i < 20; ++i) {
    const auto reply = store.put(i % 2 == 0 ? "a.json" : "b.json", std::to_string(i + 5) + "\n");
    BOOST_TEST(reply.text("outcome") == "committed");
  }
  const auto violations = order_violations(finish());
  BOOST_TEST(violations.empty(), joined(violations));
}

BOOST_AUTO_TEST_CASE(each_commit_is_one_record_and_one_flush_of_the_journal) {
  constexpr int commits = 10;
  auto store = client();
  for (int i = 0; i < commits; ++i)
    store.put("a.json", std::to_string(i + 5) + "\n");
  const auto calls = finish();
  const auto records = std::count_if(calls.begin(), calls.end(), is_journal_record);
  const auto& first = calls[find(calls, is_journal_record)];
  const auto flushes = std::count_if(calls.begin(), calls.end(), [&](const TracedCall& call) {
    return call.name == "fdatasync" && call.open_on() == first.open_on() && call.begun > first.ended;
  });
  // And one that says, at rest or at the stop, that nothing is under way; on a slow machine one at each rest.
  BOOST_TEST(records >= commits + 1);
  BOOST_TEST(records <= 2 * commits + 1);
  BOOST_TEST(flushes == records);
}

BOOST_AUTO_TEST_CASE(a_trace_out_of_order_is_noticed) {
  const auto calls = trace_of({put_operation("a.json", "2\n"), put_operation("deep/new.json", "2\n")});
  const auto directory_path = directory().string();
  const auto reply = find(calls, is_committed_reply);
  const auto write = find(calls, on_temporary("write", "a.json"));
  const auto mode = find(calls, on_temporary("fchmod", "a.json"));
  const auto sync = find(calls, on_temporary("fsync", "a.json"));
  const auto rename = find(calls, rename_to("a.json"));
  const auto record = find(calls, is_journal_record);
  const auto record_synced = find(calls, [&](const TracedCall& call) {
    return is_sync(call) && call.open_on() == calls[record].open_on() && call.begun > calls[record].ended;
  });
  const auto made = find(calls, [](const TracedCall& call) {
    return call.name == "mkdirat" && call.target().ends_with("/deep");
  });
  const auto sync_of = [&](const std::string& path, std::size_t behind) {
    return find(calls, [&](const TracedCall& call) {
      return is_sync(call) && call.open_on() == path && call.begun > calls[behind].ended;
    });
  };
  const auto names_synced = sync_of(directory_path, rename);
  check_noticed(exchanged(calls, write, sync), "came after its sync");
  check_noticed(exchanged(calls, mode, sync), "came after its sync");
  check_noticed(exchanged(calls, sync, rename), "was not synced before its rename");
  check_noticed(without(calls, sync), "was not synced before its rename");
  check_noticed(exchanged(calls, names_synced, reply), "was not synced between its renameat");
  check_noticed(exchanged(calls, record, rename), "before the journal told of it");
  check_noticed(without(calls, record), "the journal did not tell of it");
  check_noticed(exchanged(calls, record_synced, rename), "before the journal's record was synced");
  check_noticed(without(calls, record_synced), "before the journal's record was synced");
  check_noticed(exchanged(calls, write, record), "before it was staged");
  const auto into_made = calls[find(calls, rename_to("new.json"))].begun;
  auto name_unsynced = calls;
  std::erase_if(name_unsynced, [&](const TracedCall& call) {
    return is_sync(call) && call.open_on() == directory_path && call.begun > calls[made].begun &&
           call.begun < into_made;
  });
  check_noticed(name_unsynced, "was not synced before it was used");
  auto behind_all = calls;
  std::erase_if(behind_all,
                [&](const TracedCall& call) { return is_sync(call) && call.open_on() == directory_path; });
  check_noticed(behind_all, "was not synced between its renameat");
}

BOOST_AUTO_TEST_CASE(a_deletion_out_of_order_is_noticed) {
  const auto calls = trace_of({delete_operation("gone.json")});
  const auto removed = find(calls, [](const TracedCall& call) { return call.name == "unlinkat"; });
  const auto synced = find(calls, [&](const TracedCall& call) {
    return is_sync(call) && call.open_on() == directory().string() && call.begun > calls[removed].ended;
  });
  check_noticed(exchanged(calls, removed, synced), "was not synced between its unlinkat");
  check_noticed(without(calls, synced), "was not synced between its unlinkat");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
