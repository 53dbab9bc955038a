#include "tests/integration/site_survey.hpp"

#include <set>
#include <stdexcept>
#include <thread>

#include "tests/integration/injector.hpp"

namespace holdfast::test {
namespace {

// Longer than the daemon waits before it writes down that nothing is under way.
constexpr std::chrono::milliseconds rest{130};

std::vector<TracedCall> watch(MixedStore& store, const MixedCommit& commit, const std::string& calls) {
  Injector watcher(store.daemon(), store.outside("trace"), "", calls);
  const auto reply = store.apply(commit);
  if (!reply.error().empty())
    throw std::runtime_error(commit.name + ", undisturbed: " + reply.error() + " " + reply.text("message"));
  std::this_thread::sleep_for(rest);
  return watcher.finish();
}

}  // namespace

SiteSurvey survey_sites() {
  MixedStore store;
  SiteSurvey survey;
  for (std::size_t i = 0; i < mixed_commits().size(); ++i) {
    store.prepare(mixed_commits()[i]);
    survey.before.push_back(store.documents());
    const auto sites = sites_in(watch(store, mixed_commits()[i], file_calls()), i);
    survey.sites.insert(survey.sites.end(), sites.begin(), sites.end());
    survey.after.push_back(store.documents());
  }
  return survey;
}

std::string overlooked_calls() {
  std::set<std::string> known{
      "futex",  "mmap",           "munmap",          "mremap",          "mprotect",     "madvise",
      "brk",    "getrandom",      "clock_nanosleep", "restart_syscall", "epoll_ctl",    "sched_yield",
      "gettid", "rt_sigprocmask", "clock_gettime",   "getpid",          "gettimeofday", "membarrier",
      "exit",   "set_robust_list"};
  const auto injected = "," + file_calls() + ",";
  MixedStore store;
  std::set<std::string> overlooked;
  for (const auto& commit : mixed_commits()) {
    store.prepare(commit);
    for (const auto& call : watch(store, commit, "all")) {
      const bool is_injected = injected.find("," + call.name + ",") != std::string::npos;
      if (!is_injected && !known.contains(call.name)) overlooked.insert(call.name);
    }
  }
  std::string names;
  for (const auto& name : overlooked)
    names += name + " ";
  return names;
}

std::string reason_not_to_attach() {
  Store store;
  try {
    (void)Injector(store.daemon(), store.outside("trace"), "").finish();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace holdfast::test
