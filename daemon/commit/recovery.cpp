#include "daemon/commit/recovery.hpp"

#include <cerrno>

#include "daemon/commit/journal_history.hpp"
#include "daemon/commit/redo.hpp"
#include "daemon/commit/survey.hpp"

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::Result;

constexpr const char* journal_directory = "journal";

class Recovery {
 public:
  Recovery(const disk::ManagedDirectory& directory, const CommitLimits& limits,
           const StoreJournal::Options& options)
      : directory_(directory), limits_(limits), options_(options) {}

  Result<Recovered> run();

 private:
  Result<void> read();
  Result<void> begin_segment();
  Result<void> finish_open_group();
  Result<void> sweep();
  Result<void> survey();
  Result<void> write_down(const JournaledGroup& edits);
  void refuse_to_write(const std::string& why);
  void note(Notice::Kind kind, std::string message, std::optional<Failure> cause = std::nullopt) {
    recovered_.notices.push_back({kind, std::move(message), {}, std::move(cause)});
  }

  const disk::ManagedDirectory& directory_;
  const CommitLimits& limits_;
  const StoreJournal::Options& options_;
  disk::File journal_directory_;
  disk::JournalContents found_;
  JournalHistory history_;
  Recovered recovered_;
};

Result<Recovered> Recovery::run() {
  if (auto done = read(); !done) return done.error();
  if (recovered_.degraded_reason.empty()) {
    if (auto done = begin_segment(); !done) return done.error();
    if (auto done = finish_open_group(); !done) return done.error();
    if (auto done = sweep(); !done) return done.error();
  }
  if (auto done = survey(); !done) return done.error();
  return std::move(recovered_);
}

Result<void> Recovery::read() {
  auto opened = directory_.open_own(journal_directory);
  if (!opened) return opened.error();
  journal_directory_ = std::move(*opened);
  auto found = disk::read_journal(directory_.files(), journal_directory_,
                                  [this](const disk::StoredRecord& record) { history_.take(record); });
  if (!found) return found.error();
  found_ = std::move(*found);
  for (const auto& damage : found_.history_damage) {
    note(Notice::Kind::left_behind, "old history is lost: segment " + disk::segment_name(damage.epoch) +
                                        " of the journal, byte " + std::to_string(damage.offset) + ": " +
                                        damage.message);
  }
  if (found_.fatal_damage) {
    refuse_to_write("segment " + disk::segment_name(found_.fatal_damage->epoch) + ", byte " +
                    std::to_string(found_.fatal_damage->offset) + ": " + found_.fatal_damage->message);
  } else if (!history_.problem().empty()) {
    refuse_to_write(history_.problem());
  }
  return {};
}

void Recovery::refuse_to_write(const std::string& why) {
  recovered_.degraded_reason =
      "the journal is damaged (" + why +
      "); restore .holdfast/journal from a backup, or move it away to start counting revisions anew";
  note(Notice::Kind::degraded, "no change is taken: " + recovered_.degraded_reason);
}

// A killed process may have left the journal in the kernel's memory only: nothing is done, nor told, that
// rests on it before it is on the disk. So what is under way is written down anew, and the rest is cut off.
Result<void> Recovery::begin_segment() {
  const auto& open = history_.open();
  std::vector<disk::NewRecord> records;
  if (open) records.push_back(open->record);
  recovered_.journal = std::make_unique<StoreJournal>(directory_.files(), std::move(journal_directory_),
                                                      found_, std::move(history_.request_ids()), options_);
  return recovered_.journal->start(open ? open->behind : found_.end, history_.checkpoint(),
                                   std::move(records));
}

Result<void> Recovery::finish_open_group() {
  if (!history_.open()) return {};
  const auto group = history_.open()->group;
  auto redone = redo(directory_, group, limits_);
  if (!redone) return redone.error();
  if (redone->finished > 0) {
    note(Notice::Kind::recovered, "finished the commit of revision " +
                                      std::to_string(group.revision().number) + " that was cut short");
  }
  recovered_.notices.insert(recovered_.notices.end(), redone->notices.begin(), redone->notices.end());
  history_.close();
  recovered_.journal->complete(group);
  return {};
}

Result<void> Recovery::sweep() {
  const auto left_behind = [this](const Failure& failure) {
    note(Notice::Kind::left_behind, "a stale temporary file stays: " + failure.text(), failure);
  };
  const auto swept = directory_.sweep(left_behind);
  if (!swept) return swept.error();
  if (*swept > 0)
    note(Notice::Kind::recovered, "removed " + std::to_string(*swept) + " stale temporary files");
  return {};
}

Result<void> Recovery::survey() {
  Survey survey(directory_, limits_, history_.documents(), history_.revision());
  if (auto looked = survey.look_at_all(); !looked) return looked.error();
  recovered_.state = survey.state();
  recovered_.notices.insert(recovered_.notices.end(), survey.notices().begin(), survey.notices().end());
  if (!recovered_.journal) return {};
  if (!survey.edits().changes.empty()) {
    if (auto written = write_down(survey.edits()); !written) return written.error();
  }
  if (auto retired = recovered_.journal->retire(recovered_.state); !retired) return retired.error();
  if (auto dropped = recovered_.journal->drop_old_segments(); !dropped)
    note(Notice::Kind::left_behind, "old segments of the journal stay: " + dropped.error().text(),
         dropped.error());
  return {};
}

Result<void> Recovery::write_down(const JournaledGroup& edits) {
  auto payload = encode(edits);
  auto& journal = *recovered_.journal;
  if (auto room = journal.make_room(payload.size(), recovered_.state); !room) return room.error();
  journal.prepare_group(std::move(payload));
  if (auto written = journal.append_group(); !written) return written.error();
  if (auto synced = journal.sync(); !synced) return synced.error();
  journal.complete(edits);
  return {};
}

}  // namespace

Result<Recovered> recover(const disk::ManagedDirectory& directory, const CommitLimits& limits,
                          const StoreJournal::Options& options) {
  return Recovery(directory, limits, options).run();
}

}  // namespace holdfast::commit
