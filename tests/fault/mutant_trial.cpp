#include "tests/fault/mutant_trial.hpp"

#include <algorithm>

#include "tests/support/forwarding_file_system.hpp"
#include "tests/support/source_mutant.hpp"

namespace holdfast::test {
namespace {

constexpr std::size_t crash_trials = 2;  // the first ones are always run

using TryPlan = std::function<void(CrashPlan, CrashTally&)>;

// In scenarios, one after the other, until something is found.
std::optional<Finding> find_in(const std::vector<const std::vector<CrashScenario>*>& lists,
                               const Mutant& mutant, const TryPlan& try_plan) {
  const auto seen = std::make_shared<SeenStates>();
  for (const auto* list : lists) {
    for (const auto& scenario : *list) {
      CrashPlan plan;
      plan.scenario = &scenario;
      plan.decorate = mutant.make;
      plan.seen = seen;
      plan.combinations_max = 8;
      CrashTally tally;
      if (!scenario.known_gap.empty()) continue;
      try_plan(std::move(plan), tally);
      if (!tally.findings.empty()) return tally.findings.front();
    }
  }
  return std::nullopt;
}

void run_plan(const CrashPlan& plan, CrashTally& tally) {
  CrashRun run(plan);
  run.run();
  tally.add(run.tally());
}

// First without crashes in recovery, which is quick; then with them, where two documents are at stake.
std::optional<Finding> find_with(const Mutant& mutant, Survival survival) {
  const auto cut_once = [survival](CrashPlan plan, CrashTally& tally) {
    plan.survival = survival;
    plan.generations = 0;
    run_plan(plan, tally);
  };
  if (auto found = find_in({&single_commits(), &sequences()}, mutant, cut_once)) return found;
  if (survival == Survival::ordered) return std::nullopt;
  return find_in({&single_commits()}, mutant, [survival](CrashPlan plan, CrashTally& tally) {
    plan.survival = survival;
    plan.combinations_max = 4;
    if (plan.scenario->name == "replace two" || plan.scenario->name == "delete two") run_plan(plan, tally);
  });
}

std::optional<Finding> find_with(const Mutant& mutant, CrashFileSystem::SyncFault fault) {
  return find_in({&single_commits()}, mutant, [fault](CrashPlan plan, CrashTally& tally) {
    if (!plan.scenario->survives(fault)) return;
    plan.fault = fault;
    plan.generations = 0;
    plan.combinations_max = 2;
    plan.asks_again = plan.scenario->may_ask_again();
    for (const std::size_t times : {1, 2}) {
      plan.failing_times = times;
      run_with_each_sync_failing(plan, tally);
    }
  });
}

// Somebody makes a document by hand just before the store renames its own to that name.
class RacingEditor final : public ForwardingFileSystem {
 public:
  RacingEditor(disk::FileSystem& seen, CrashFileSystem& disk, std::string document)
      : ForwardingFileSystem(seen), disk_(disk), document_(std::move(document)) {}
  disk::Result<void> rename(const disk::File& directory, const std::string& from, const std::string& to,
                            disk::RenameMode mode) override {
    if (to == document_ && !std::exchange(done_, true)) {
      const auto file = disk_.create_exclusive(disk_.open_root("").value(), to);
      if (file) (void)disk_.write(*file, by_hand);
    }
    return ForwardingFileSystem::rename(directory, from, to, mode);
  }
  static constexpr const char* by_hand = "{\"version\":\"by hand\"}\n";

 private:
  CrashFileSystem& disk_;
  std::string document_;
  bool done_ = false;
};

Finding found(Problem::Kind kind, std::string text) {
  return {"", {kind, std::move(text)}, "", 0};
}

Inode inode_of(const DurableImage& image, const std::string& path) {
  Inode inode = DurableImage::root;
  for (std::size_t at = 0; at < path.size();) {
    const auto slash = std::min(path.find('/', at), path.size());
    inode = image.nodes.at(inode).entries.at(path.substr(at, slash - at));
    at = slash + 1;
  }
  return inode;
}

std::optional<Finding> find_in_damaged(const Mutant& mutant, DurableImage image, const std::string& path,
                                       std::size_t at, const Told& told) {
  auto& bytes = image.nodes.at(inode_of(image, path)).bytes;
  const char damaged = static_cast<char>(bytes->text(at, 1).front() ^ 1);
  bytes = bytes->with(at, std::string_view(&damaged, 1));
  CrashFileSystem disk(SimulatedDisk(image, 1));
  const auto seen = mutant.stand_before(disk);
  const auto store = TestStore::open(*seen, "/managed", crash_options());
  if (!store || !(*store)->committer().degraded_reason().empty()) return std::nullopt;
  if ((*store)->revision() >= told.revision) return std::nullopt;
  return found(Problem::Kind::revision, "byte " + std::to_string(at) + " of " + path + " was damaged");
}

std::optional<Finding> find_by_racing(const Mutant& mutant) {
  CrashFileSystem disk(SimulatedDisk(DurableImage::empty(), 0));
  const auto decorated = mutant.stand_before(disk);
  RacingEditor seen(*decorated, disk, "new.json");
  const auto store = TestStore::open(seen, "/managed", crash_options());
  if (!store) return found(Problem::Kind::no_start, store.error().text());
  const auto outcome = (*store)->apply({put("new.json", "{\"version\":\"asked for\"}\n")});
  const bool taken_in = std::any_of(outcome.changes.begin(), outcome.changes.end(), [](const auto& change) {
    return change.now && change.now->content && change.now->content->bytes() == RacingEditor::by_hand;
  });
  if (taken_in || !applied_in(outcome)) return std::nullopt;
  return found(Problem::Kind::lost_edit, "it was replaced and never known");
}

std::optional<Finding> find_by_second_store(const Mutant& mutant) {
  CrashFileSystem disk(SimulatedDisk(DurableImage::empty(), 0));
  const auto seen = mutant.stand_before(disk);
  const auto one = TestStore::open(*seen, "/managed", crash_options());
  if (!one) return found(Problem::Kind::no_start, one.error().text());
  if (!TestStore::open(*seen, "/managed", crash_options())) return std::nullopt;
  return found(Problem::Kind::not_locked, "both opened");
}

// A file that grew by a record, or was written over with one: what lies before the first byte that differs
// was durable and known before the last commit.
std::optional<std::size_t> first_difference(const std::string& before, const std::string& after) {
  const auto at = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first;
  if (at == before.end() || at == before.begin()) return std::nullopt;
  return static_cast<std::size_t>(at - before.begin());
}

// Each byte of ours that the last commit did not write is damaged in turn: what was told stays, or nothing is
// written.
std::optional<Finding> find_by_damage(const Mutant& mutant) {
  CrashFileSystem disk(SimulatedDisk(DurableImage::empty(), 0));
  std::map<std::string, std::string> ours;
  Told told;
  {
    const auto seen = mutant.stand_before(disk);
    const auto store = TestStore::open(*seen, "/managed", crash_options());
    if (!store) return found(Problem::Kind::no_start, store.error().text());
    for (const char* text : {"1", "2", "3"}) {
      ours.clear();
      disk.disk().live_image().each([&ours](const std::string& path, const DurableImage::Node& node) {
        if (node.bytes && path.starts_with(".holdfast/journal/")) ours[path] = node.bytes->text();
      });
      (void)(*store)->apply({put("servers.json", text)});
    }
    told = Told::of((*store)->state());
  }
  const auto image = disk.disk().live_image();
  std::optional<Finding> worse;
  image.each([&](const std::string& path, const DurableImage::Node& node) {
    const auto known = ours.find(path);
    if (known == ours.end()) return;
    const auto end = first_difference(known->second, node.bytes->text());
    for (std::size_t at = 0; end && at < *end && !worse; at += 3)
      worse = find_in_damaged(mutant, image, path, at, told);
  });
  return worse;
}

}  // namespace

const std::vector<MutantTrial>& mutant_trials() {
  using Fault = CrashFileSystem::SyncFault;
  static const std::vector<MutantTrial> all{
      {"crash, weak", [](const Mutant& mutant) { return find_with(mutant, Survival::weak); }},
      {"crash, ordered", [](const Mutant& mutant) { return find_with(mutant, Survival::ordered); }},
      {"racing edit", find_by_racing},
      {"second store", find_by_second_store},
      {"damaged journal", find_by_damage},
      {"failing sync, crash", [](const Mutant& mutant) { return find_with(mutant, Fault::error); }},
      {"lying sync, crash", [](const Mutant& mutant) { return find_with(mutant, Fault::lie); }},
  };
  return all;
}

bool MutantVerdict::is_killed() const {
  return std::any_of(found.begin(), found.end(), [](const auto& finding) { return finding.has_value(); });
}

std::string MutantVerdict::row() const {
  std::string by, as;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    by += (by.empty() ? "" : "; ") + mutant_trials()[i].name;
    if (as.empty()) as = name_of(found[i]->problem.kind);
  }
  return "| " + mutant + " | " + (by.empty() ? "**nothing**" : by) + " | " + as + " |";
}

MutantVerdict judge_mutant(const Mutant& mutant) {
  const SourceMutant active(mutant.source);
  MutantVerdict verdict{mutant.name, {}};
  const auto& trials = mutant_trials();
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const bool needed = i < crash_trials || !verdict.is_killed();
    verdict.found.push_back(needed ? trials[i].run(mutant) : std::nullopt);
  }
  return verdict;
}

}  // namespace holdfast::test
