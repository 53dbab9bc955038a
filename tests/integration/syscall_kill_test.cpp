// Goal: a kill at any call to the kernel, of a commit or of the start after it, tears no document, halves no
// commit and loses nothing acknowledged (promises 1, 3 and 9; T6). Method: the calls of every kind of commit,
// and of the start that finishes one, are found by watching; strace then ends the daemon with SIGKILL at each
// of them; the files are judged as they lie there and again after a start. In CI a random part of the calls,
// one of each kind on each kind of file among them; HOLDFAST_SOAK=1 takes all.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <random>
#include <set>

#include "tests/integration/injector.hpp"
#include "tests/integration/lanes.hpp"
#include "tests/integration/site_survey.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t lanes = 2;
constexpr std::chrono::milliseconds death_patience{30'000};
constexpr std::chrono::milliseconds behind_the_answer{130};

struct Surroundings {
  Surroundings() {
    stay_in_memory();
    const auto why = reason_not_to_attach();
    if (why.empty()) return;
    skip_loudly("kills at system calls", why);
    std::_Exit(77);
  }
};
BOOST_TEST_GLOBAL_FIXTURE(Surroundings);

// Some of the sites, at least one of each call on each kind of file.
std::vector<SyscallSite> sample(std::vector<SyscallSite> sites, std::size_t most, std::uint64_t seed) {
  if (std::getenv("HOLDFAST_SOAK") != nullptr) return sites;
  std::mt19937_64 random(seed);
  std::shuffle(sites.begin(), sites.end(), random);
  std::set<std::pair<std::string, std::string>> seen;
  const auto is_first = [&](const SyscallSite& site) { return seen.emplace(site.call, site.on).second; };
  const auto others = std::stable_partition(sites.begin(), sites.end(), is_first);
  const auto firsts = static_cast<std::size_t>(others - sites.begin());
  sites.resize(std::min(sites.size(), std::max(firsts, most)));
  return sites;
}

// What must hold whatever the moment of the kill was.
class Judge {
 public:
  Judge(MixedStore& store, std::string what, const Documents& before, const Documents& after)
      : store_(store), what_(std::move(what)), before_(before), after_(after) {}

  void acknowledged() { acknowledged_ = true; }
  void files_lie_there() {
    for (const auto& line : torn(store_.documents(), before_, after_))
      fail("before the start, " + line);
  }
  void started() {
    const auto now = store_.documents();
    if (now != before_ && now != after_) fail("in part after the start");
    if (acknowledged_ && now != after_) fail("acknowledged and lost");
    if (!store_.strays().empty()) fail("left behind after the start: " + store_.strays());
    if (store_.client().call("Status").text("state") != "ready") fail("not ready");
    const auto resolved = store_.resolution();
    if (before_ != after_ && resolved != (now == after_ ? "committed" : "notApplied"))
      fail("resolved as " + resolved);
  }
  void nothing_taken_for_an_edit() {
    if (store_.daemon().log().find("edited") != std::string::npos) fail(store_.daemon().log());
  }
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

 private:
  void fail(const std::string& fault) { faults_.push_back(what_ + ": " + fault); }

  MixedStore& store_;
  std::string what_;
  const Documents& before_;
  const Documents& after_;
  bool acknowledged_ = false;
  std::vector<std::string> faults_;
};

// Whether it was answered before the daemon died.
bool is_acknowledged(MixedStore& store, const MixedCommit& commit) {
  try {
    return store.apply(commit).error().empty();
  } catch (const std::exception&) {
    return false;
  }
}

// Applies the commit until the daemon dies at the site. False if it never came there; then it is killed all
// the same.
bool kill_at(MixedStore& store, const SyscallSite& site, Judge& judge) {
  Injector injector(store.daemon(), store.outside("trace"), site.injection("signal=KILL"));
  const bool acknowledged = is_acknowledged(store, mixed_commits()[site.commit]);
  if (acknowledged) judge.acknowledged();
  // What comes behind the answer comes within a moment.
  const bool died =
      store.daemon().child().wait(acknowledged ? behind_the_answer : death_patience).has_value();
  (void)injector.finish();
  store.daemon().kill();
  return died;
}

// The next start is traced from its first call on. With -D strace is no parent of the daemon, which stays
// ours.
void trace_start(MixedStore& store, const std::string& inject) {
  store.daemon().options().wrapper = {"/usr/bin/env",
                                      "strace",
                                      "-D",
                                      "-f",
                                      "-y",
                                      "-s",
                                      "64",
                                      "-o",
                                      store.outside("trace").string(),
                                      "-e",
                                      "trace=" + file_calls()};
  auto& wrapper = store.daemon().options().wrapper;
  if (!inject.empty()) wrapper.insert(wrapper.end(), {"-e", "inject=" + inject});
}

// What a start that finishes a commit calls for the store's files.
std::vector<SyscallSite> sites_of_start(const SyscallSite& cut, const Documents& before,
                                        const Documents& after) {
  MixedStore store;
  Judge judge(store, "undisturbed", before, after);
  store.prepare(mixed_commits()[cut.commit]);
  BOOST_REQUIRE(kill_at(store, cut, judge));
  trace_start(store, "");
  store.daemon().start();
  store.daemon().kill();
  // strace writes on for a moment after the daemon has gone.
  BOOST_REQUIRE(eventually([&] { return read_file(store.outside("trace")).ends_with("+++\n"); }));
  auto calls = parse_trace(read_file(store.outside("trace")));
  const auto first = calls.empty() ? std::string() : calls.front().thread;
  std::erase_if(calls, [&](const TracedCall& call) { return call.thread != first; });
  return sites_in(calls, cut.commit, store.directory().string());
}

BOOST_AUTO_TEST_SUITE(syscall_kill)

BOOST_AUTO_TEST_CASE(a_kill_at_any_call_of_a_commit_does_no_harm) {
  const auto seed = seed_for("integration_syscall_kill");
  const auto survey = survey_sites();
  const auto sites = sample(survey.sites, scaled(200), seed);
  std::atomic<std::size_t> hits{0};
  const auto wrong = run_in_lanes<MixedStore>(lanes, sites.size(), [&](MixedStore& store, std::size_t i) {
    const auto& site = sites[i];
    const auto& commit = mixed_commits()[site.commit];
    store.prepare(commit);
    Judge judge(store, commit.name + ", killed at " + site.injection("signal=KILL") + " (" + site.on + ")",
                survey.before[site.commit], survey.after[site.commit]);
    hits += kill_at(store, site, judge);
    judge.files_lie_there();
    store.daemon().start();
    judge.started();
    if (commit.by_hand.empty()) judge.nothing_taken_for_an_edit();
    return judge.faults();
  });
  for (const auto& line : wrong)
    BOOST_ERROR(line);
  std::cout << survey.sites.size() << " calls in " << mixed_commits().size() << " commits, killed at " << hits
            << " of them" << std::endl;
  // Which thread syncs which file is not the same each time.
  BOOST_TEST(hits >= sites.size() * 9 / 10);
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_call_of_the_start_does_no_harm) {
  const auto seed = seed_for("integration_syscall_kill");
  const auto survey = survey_sites();
  // There the commit counts, and none of it is to be seen.
  const auto cut = std::find_if(survey.sites.begin(), survey.sites.end(), [](const SyscallSite& site) {
    return mixed_commits()[site.commit].name == "several" && site.call == "renameat2" &&
           site.on == "staged file";
  });
  BOOST_REQUIRE(cut != survey.sites.end());
  const auto& before = survey.before[cut->commit];
  const auto& after = survey.after[cut->commit];
  const auto all = sites_of_start(*cut, before, after);
  const auto sites = sample(all, scaled(60), seed);
  std::atomic<std::size_t> hits{0};
  const auto wrong = run_in_lanes<MixedStore>(lanes, sites.size(), [&](MixedStore& store, std::size_t i) {
    const auto& site = sites[i];
    Judge judge(store, "start killed at " + site.injection("signal=KILL") + " (" + site.on + ")", before,
                after);
    store.prepare(mixed_commits()[cut->commit]);
    (void)kill_at(store, *cut, judge);
    trace_start(store, site.injection("signal=KILL"));
    hits += store.daemon().launch().wait(death_patience).has_value();
    store.daemon().kill();
    judge.files_lie_there();
    store.daemon().options().wrapper.clear();
    store.daemon().start();
    // It counted when the first kill came.
    judge.acknowledged();
    judge.started();
    judge.nothing_taken_for_an_edit();
    return judge.faults();
  });
  for (const auto& line : wrong)
    BOOST_ERROR(line);
  std::cout << all.size() << " calls in a start that finishes a commit, killed at " << hits << " of them"
            << std::endl;
  BOOST_TEST(hits >= sites.size() * 9 / 10);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
