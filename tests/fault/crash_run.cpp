#include "tests/fault/crash_run.hpp"

#include <stdexcept>

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::test {

using ProblemKind = Problem::Kind;
using StepKind = CrashStep::Kind;

namespace {

template <class T>
T must(disk::Result<T> result) {
  if (!result) throw std::logic_error(result.error().text());
  return std::move(*result);
}
void must(const disk::Result<void>& result) {
  if (!result) throw std::logic_error(result.error().text());
}

std::vector<const commit::Request*> pointers_to(const std::vector<commit::Request>& requests) {
  std::vector<const commit::Request*> all;
  for (const auto& request : requests)
    all.push_back(&request);
  return all;
}

}  // namespace

CrashRun::CrashRun(CrashPlan plan) : plan_(std::move(plan)), explorer_(plan_) {}

void CrashRun::run() {
  const auto& scenario = *plan_.scenario;
  current_ = scenario.first_version();
  now_ = {{std::make_shared<const Version>(current_)}, told_before()};
  process_ = std::make_unique<CrashProcess>(plan_, SimulatedDisk(scenario.image(), 1));
  watch(plan_.first_step == 0);
  open();
  if (plan_.failing_sync != 0 && !plan_.fails_in_recovery)
    process_->files().fail_syncs(plan_.failing_sync, plan_.failing_times, plan_.fault);
  for (std::size_t i = 0; i < scenario.steps.size() && !over_ && !explorer_.has_found(); ++i) {
    watch(i >= plan_.first_step);
    step(scenario.steps[i]);
    if (i >= plan_.first_step && is_faulty()) explorer_.cut_power(*process_, now_, 0);
  }
  process_->close();
  fault_was_hit_ = sync_failed();
}

bool CrashRun::is_faulty() const {
  return plan_.failing_sync == 0 || plan_.fails_in_recovery || sync_failed();
}

void CrashRun::watch(bool watched) {
  // What comes before a sync fails is as in the run in which none does.
  const auto cut_off = [this] {
    if (is_faulty()) explorer_.cut_off(*process_, now_, 0);
  };
  process_->files().on_change(watched ? CrashFileSystem::Hook(cut_off) : CrashFileSystem::Hook());
}

// By the store that made the documents there were.
Told CrashRun::told_before() const {
  if (plan_.scenario->before.empty()) return {};
  CrashFileSystem files(SimulatedDisk(plan_.scenario->image(), 1));
  return Told::of(
      must(TestStore::open(files, "/managed", crash_options(plan_.scenario->segment_bytes)))->state());
}

void CrashRun::open() {
  process_->close();
  const auto found = version_on(process_->files().disk().live_image(), now_);
  // After a failed sync the kernel's memory differs from the disk for ever: no store is to be opened on that.
  if (!sync_failed()) {
    const auto opened = process_->open();
    if (opened) return settle(found.value_or(0));
    if (!sync_failed()) return report(ProblemKind::no_start, opened.error().text());
  }
  over_ = true;
}

// What is served is told.
void CrashRun::settle(std::size_t oldest) {
  const auto& state = process_->store().state();
  const auto served = served_version(state, now_);
  if (!served || *served < oldest)
    return report(ProblemKind::false_answer, "what is served is not what was asked for");
  served_ = now_.versions[*served];
  now_ = {{served_}, Told::of(state)};
  current_ = *now_.versions.front();
}

void CrashRun::step(const CrashStep& step) {
  switch (step.kind) {
    case StepKind::commit:
      return commit(step);
    case StepKind::refused_commit:
      return refuse(step);
    case StepKind::restart:
      return open();
    case StepKind::retire:
      return retire();
    case StepKind::edit_by_hand:
    case StepKind::remove_by_hand:
      return replace_by_hand(step);
    case StepKind::edit_in_place:
      return overwrite_by_hand(step);
    case StepKind::take_name:
      return take_name(step);
  }
}

void CrashRun::retire() {
  const auto retired = process_->store().committer().retire();
  if (!retired && !sync_failed()) report(ProblemKind::refused, retired.error().text());
  process_->close();
}

void CrashRun::commit(const CrashStep& step) {
  const auto before = now_.versions;
  expect_any_of(step);
  const auto outcome = process_->store().committer().apply_group(pointers_to(step.requests));
  if (explorer_.has_found()) return;
  CrashStep refused = step;
  refused.requests.clear();
  for (std::size_t i = 0; i < step.requests.size(); ++i) {
    const auto* refusal = std::get_if<commit::Refusal>(&outcome.results[i]);
    if (refusal == nullptr) {
      current_ = step.after(current_, step.requests[i]);
    } else if (!sync_failed()) {
      return report(ProblemKind::refused, refusal->message);
    } else if (refusal->kind == commit::Refusal::Kind::outcome_unknown) {
      over_ = true;
    } else {
      refused.requests.push_back(step.requests[i]);
    }
  }
  if (over_) return;
  if (refused.requests.size() == step.requests.size()) {
    all_refused(before);
  } else {
    now_.versions = {std::make_shared<const Version>(current_)};
    settle();
  }
  check_taken_name();
  if (refused.requests.empty()) return;
  explorer_.cut_power(*process_, now_, 0);
  const bool again = plan_.asks_again && !std::exchange(again_, true);
  if (again) commit(refused);  // as clients do
  over_ = true;
}

// While a group is under way a crash leaves the first requests of it and not the others, each whole. Where
// syncs fail some may be refused, and only the answers tell which.
void CrashRun::expect_any_of(const CrashStep& step) {
  std::vector<Version> reached{current_};
  for (const auto& request : step.requests) {
    const auto before = reached;
    if (plan_.failing_sync == 0) reached.clear();
    for (const auto& version : before) {
      reached.push_back(step.after(version, request));
      now_.versions.push_back(std::make_shared<const Version>(reached.back()));
    }
  }
}

// An edit by hand that came before may still be unseen: then what was served before is served still.
void CrashRun::all_refused(std::vector<VersionPointer> before) {
  const auto& state = process_->store().state();
  now_.versions = std::move(before);
  if (const auto seen = served_version(state, now_)) {
    now_.versions.erase(now_.versions.begin(), now_.versions.begin() + static_cast<std::ptrdiff_t>(*seen));
  } else if (!served_version(state, {{served_}, {}})) {
    return report(ProblemKind::false_answer, "refused, but something new is served");
  }
  now_.told = Told::of(state);
}

void CrashRun::refuse(const CrashStep& step) {
  const auto outcome = process_->store().apply(step.requests.front());
  const auto* refusal = refusal_in(outcome);
  if (refusal != nullptr && refusal->kind == commit::Refusal::Kind::revision_mismatch) return settle();
  over_ = true;
  if (!sync_failed()) report(ProblemKind::false_answer, text_of(outcome));
}

// As editors do: another file is written, synced and renamed over. Nobody syncs the directory.
void CrashRun::replace_by_hand(const CrashStep& step) {
  auto& files = process_->files();
  const document::DocumentName target = name(step.document);
  const auto parent = must(files.open_directory(must(files.open_root("")), target.directory()));
  now_.versions.push_back(std::make_shared<const Version>(step.after(current_)));
  current_ = *now_.versions.back();
  if (step.kind == StepKind::remove_by_hand) return must(files.unlink(parent, target.leaf()));
  const std::string temporary = "." + target.leaf() + ".swp";
  const auto file = must(files.create_exclusive(parent, temporary));
  (void)must(files.write(file, step.bytes));
  must(files.set_mode(file, plain_looks()->appearance.mode));
  files.sync_by_hand(file);
  must(files.rename(parent, temporary, target.leaf(), disk::RenameMode::replace));
}

// Durable at one blow: that a crash may tear what somebody writes in place is not the store's fault.
void CrashRun::overwrite_by_hand(const CrashStep& step) {
  auto& files = process_->files();
  files.pause([&] {
    const auto file = must(files.open_in_place(must(files.open_root("")), step.document, true));
    (void)must(files.write(file, step.bytes));
    files.sync_by_hand(file);
  });
  current_ = step.after(current_);
  now_.versions = {std::make_shared<const Version>(current_)};
}

void CrashRun::take_name(const CrashStep& step) {
  auto& files = process_->files();
  taken_name_ = disk::make_temporary_name(step.document, files.next_random());
  taken_bytes_ = step.bytes;
  const auto file = must(files.create_exclusive(must(files.open_root("")), taken_name_));
  (void)must(files.write(file, step.bytes));
  files.sync_by_hand(file);
}

void CrashRun::check_taken_name() {
  if (taken_name_.empty()) return;
  bool kept = false;
  process_->files().disk().live_image().each([&](const std::string& path, const DurableImage::Node& node) {
    kept |= path == taken_name_ && node.bytes->holds(taken_bytes_);
  });
  if (!kept) report(ProblemKind::lost_edit, "a file that had a temporary name is not as it was");
}

}  // namespace holdfast::test
