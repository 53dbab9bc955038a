#include "tests/fault/crash_explorer.hpp"

#include <algorithm>

namespace holdfast::test {

using ProblemKind = Problem::Kind;

namespace {

// Generations from here on only look whether the last commit is there.
constexpr std::size_t last_look = 100;
// Of the recoveries that come to documents already met; what lies in `.holdfast` may differ.
constexpr double gone_on_share = 0.05;

// What a start says of the disk that no crash justifies; empty if it says nothing. After a sync that failed
// old history may have gaps.
std::string alarm_of(TestStore& store, bool sync_failed) {
  if (!store.committer().degraded_reason().empty()) return store.committer().degraded_reason();
  if (sync_failed) return {};
  for (const auto& notice : store.notices()) {
    if (notice.kind == commit::Notice::Kind::left_behind) return notice.message;
  }
  return {};
}

CrashStep probe() {
  return {CrashStep::Kind::commit, {request_of({put("servers.json", "{\"version\":\"after all\"}\n")})}};
}

}  // namespace

void CrashExplorer::cut_off(CrashProcess& process, const Expectation& expectation, std::size_t generation) {
  cut_power(process, expectation, generation);
  kill(process, expectation, generation);
}

void CrashExplorer::cut_power(CrashProcess& process, const Expectation& expectation, std::size_t generation) {
  if (has_found()) return;
  cut_.push_back(&process);
  const std::uint64_t expected = expectation.hash();
  CrashStates states(process.files().surviving_disk(), {plan_.survival, plan_.combinations_max, plan_.seed});
  const auto wanted = [&](const StateHash& hash) {
    if (has_found() || !is_new(hash.exact, expected, generation)) return false;
    tally_.states.insert(hash.content);
    return true;
  };
  const bool all =
      states.each(wanted, [&](const DurableImage& image) { judge(image, expectation, generation); });
  ++(all ? tally_.moments : tally_.moments_sampled);
  cut_.pop_back();
}

// What was looked at in one generation was looked at in all later ones, after which less is tried.
bool CrashExplorer::is_new(std::uint64_t state, std::uint64_t expected, std::size_t generation) {
  return seen_->add(mix(mix(state, expected), plan_.hash()), std::min(generation, plan_.generations + 2));
}

void CrashExplorer::judge(const DurableImage& image, const Expectation& expectation, std::size_t generation) {
  ++tally_.looked_at;
  if (auto problem = problem_in(image, expectation)) return report(std::move(*problem), image.text());
  const auto begin = [&](std::size_t failing_sync) {
    return live(SimulatedDisk(image, generation + 2), expectation, generation + 1, failing_sync);
  };
  if (!plan_.fails_in_recovery || generation > 0) return (void)begin(0);
  for (std::size_t sync = 1; begin(sync) && !has_found(); ++sync)
    fault_was_hit_ = true;
}

// Where nothing is uncertain, that is what the power cut leaves too. After a failed sync the kernel's memory
// differs from the disk for ever: no store is to be opened on that.
void CrashExplorer::kill(CrashProcess& process, const Expectation& expectation, std::size_t generation) {
  if (has_found() || process.files().sync_has_failed() || plan_.fails_in_recovery) return;
  const auto& disk = process.files().disk();
  if (disk.is_certain()) return;
  if (!is_new(disk.hash(), expectation.hash(), generation)) return;
  ++tally_.kills;
  cut_.push_back(&process);
  if (auto problem = problem_in(disk.live_image(), expectation)) {
    report(process, std::move(*problem));
  } else {
    (void)live(disk.after_kill(), expectation, generation + 1, 0);
  }
  cut_.pop_back();
}

bool CrashExplorer::is_watched(std::size_t generation) {
  bool watched = generation <= plan_.generations;
  if (generation == plan_.generations + 1 && plan_.further_share > 0) watched = draw(plan_.further_share);
  ++(watched ? tally_.recoveries_cut : tally_.recoveries_not_cut);
  return watched;
}

bool CrashExplorer::live(SimulatedDisk disk, const Expectation& expectation, std::size_t generation,
                         std::size_t failing_sync) {
  CrashProcess process(plan_, std::move(disk));
  auto& files = process.files();
  const auto found = version_on(files.disk().live_image(), expectation);
  if (failing_sync != 0) files.fail_syncs(failing_sync, plan_.failing_times, plan_.fault);
  if (is_watched(generation)) files.on_change([&] { cut_off(process, expectation, generation); });
  const auto opened = process.open();
  files.on_change({});
  files.heal_syncs();
  const bool failed = files.sync_has_failed();
  if (!opened) {
    if (!failed) report(process, {ProblemKind::no_start, opened.error().text()});
    return failed;
  }
  const bool failed_before = std::any_of(
      cut_.begin(), cut_.end(), [](const auto* earlier) { return earlier->files().sync_has_failed(); });
  if (const auto alarm = alarm_of(process.store(), failed_before); !failed && !alarm.empty()) {
    report(process, {ProblemKind::false_alarm, alarm});
    return failed;
  }
  const auto& state = process.store().state();
  const auto image = files.disk().live_image();
  if (auto problem = problem_in(state, image, expectation)) {
    report(process, std::move(*problem));
    return failed;
  }
  const auto served = *served_version(state, expectation);
  if (found && served < *found) {
    report(process, {ProblemKind::went_back, "nobody asked for it"});
    return failed;
  }
  // What is served now is told, and no crash may take it away.
  const Expectation told{{expectation.versions[served]}, Told::of(state)};
  const bool is_last = generation % last_look > plan_.generations + 1;
  if (!is_last && !files.disk().is_certain()) cut_power(process, told, generation);
  if (failed || generation >= last_look) return failed;
  if (is_new(~hash_of_documents(image), told.hash(), 0) || draw(gone_on_share))
    go_on(process, told, generation);
  return failed;
}

// After recovery: a second start changes nothing, and a commit is taken and lasts.
void CrashExplorer::go_on(CrashProcess& process, const Expectation& expectation, std::size_t generation) {
  const auto before = hash_of_documents(process.files().disk().live_image());
  if (const auto opened = process.open(); !opened)
    return report(process, {ProblemKind::no_start, opened.error().text()});
  if (hash_of_documents(process.files().disk().live_image()) != before)
    return report(process, {ProblemKind::not_stable, "the documents differ"});
  auto& store = process.store();
  if (Told::of(store.state()).hash != expectation.told.hash)
    return report(process, {ProblemKind::not_stable, "other revisions are served"});
  const auto step = probe();
  const auto outcome = store.apply(step.requests.front());
  const auto* applied = applied_in(outcome);
  if (applied == nullptr) return report(process, {ProblemKind::refused, text_of(outcome)});
  if (applied->revision.number <= expectation.told.revision)
    return report(process, {ProblemKind::revision, "one was given out twice"});
  const Expectation last{{std::make_shared<const Version>(step.after(*expectation.versions.front()))},
                         Told::of(store.state())};
  cut_power(process, last, generation + last_look);
}

void CrashExplorer::report(CrashProcess& process, Problem problem) {
  const bool known = !cut_.empty() && cut_.back() == &process;
  if (!known) cut_.push_back(&process);
  report(std::move(problem), process.files().disk().live_image().text());
  if (!known) cut_.pop_back();
}

void CrashExplorer::report(Problem problem, const std::string& on_disk) {
  Finding finding{plan_.text(), std::move(problem), {}, 0};
  for (const auto* process : cut_) {
    finding.trace += process == cut_.front() ? " the first process:\n" : " the next process:\n";
    const auto& changes = process->files().changes();
    for (const auto& change : changes)
      finding.trace += "  " + change.text() + "\n";
    finding.length += changes.size();
  }
  finding.trace += " on the disk:\n" + on_disk;
  tally_.findings.push_back(std::move(finding));
}

}  // namespace holdfast::test
