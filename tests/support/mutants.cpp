#include "tests/support/mutants.hpp"

#include "tests/support/content_mutant.hpp"
#include "tests/support/name_mutant.hpp"
#include "tests/support/sync_mutant.hpp"

namespace holdfast::test {
namespace {

Mutant skips(std::string name, SkippedSync::Skips which) {
  return {std::move(name),
          [which](CrashFileSystem& disk) { return std::make_unique<SkippedSync>(disk, which); }};
}

Mutant misreads(std::string name, MisreadSync::Reading reading) {
  return {std::move(name),
          [reading](CrashFileSystem& disk) { return std::make_unique<MisreadSync>(disk, reading); }};
}

Mutant mistimes(std::string name, MistimedSync::Time time) {
  return {std::move(name),
          [time](CrashFileSystem& disk) { return std::make_unique<MistimedSync>(disk, time); }};
}

Mutant names(std::string name, NameMutant::Fault fault) {
  return {std::move(name),
          [fault](CrashFileSystem& disk) { return std::make_unique<NameMutant>(disk, fault); }};
}

Mutant contents(std::string name, ContentMutant::Fault fault, bool reads_back = false) {
  return {std::move(name), [fault, reads_back](CrashFileSystem& disk) {
            return std::make_unique<ContentMutant>(disk, fault, reads_back);
          }};
}

bool of_documents(const SyncMoment& at) {
  return at.of_directory && !at.of_ours;
}

std::vector<Mutant> syncs_left_out() {
  return {
      skips("a new version is not synced",
            [](const SyncMoment& at) { return at.of_temporary && !at.of_ours; }),
      skips("a new version is synced only after its rename",
            [](const SyncMoment& at) { return at.of_temporary && !at.of_ours && !at.published; }),
      skips("a renamed version is not synced once more",
            [](const SyncMoment& at) { return at.of_temporary && !at.of_ours && at.published; }),
      skips("a directory is never synced", of_documents),
      skips("a directory is not synced after a rename",
            [](const SyncMoment& at) { return of_documents(at) && at.renamed; }),
      skips("a directory is not synced after a deletion",
            [](const SyncMoment& at) { return of_documents(at) && at.unlinked && !at.renamed; }),
      skips("of several directories only the first is synced",
            [](const SyncMoment& at) { return of_documents(at) && at.synced_after_publishing > 0; }),
      skips("the parent of a new directory is not synced",
            [](const SyncMoment& at) { return at.of_directory && at.made_directory; }),
      skips("the name of an edit by hand is not synced",
            [](const SyncMoment& at) {
              return of_documents(at) && !at.in_recovery && !at.made_directory && !at.created &&
                     !at.renamed && !at.unlinked;
            }),
      skips("recovery syncs nothing", [](const SyncMoment& at) { return at.in_recovery; }),
      skips("recovery does not sync the names it found",
            [](const SyncMoment& at) { return at.in_recovery && of_documents(at); }),
  };
}

std::vector<Mutant> journal_syncs_left_out() {
  return {
      skips("a record is not synced", [](const SyncMoment& at) { return at.of_journal && at.of_data; }),
      skips("a record is not synced, but for those of recovery",
            [](const SyncMoment& at) { return at.of_journal && at.of_data && !at.in_recovery; }),
      skips("a new segment is not synced",
            [](const SyncMoment& at) { return at.of_journal && at.of_temporary; }),
      skips("a new segment is synced only after its rename",
            [](const SyncMoment& at) { return at.of_journal && !at.of_data && !at.published; }),
      skips("the name of a new segment is not synced",
            [](const SyncMoment& at) { return at.of_journal && at.of_directory; }),
      skips("recovery does not sync its new segment",
            [](const SyncMoment& at) { return at.in_recovery && at.of_journal && !at.of_directory; }),
      mistimes("a record is synced only after the documents are renamed",
               MistimedSync::Time::record_after_names),
  };
}

std::vector<Mutant> syncs_misused() {
  using Reading = MisreadSync::Reading;
  using Time = MistimedSync::Time;
  return {
      misreads("a failed sync of a file passes for success", Reading::file_succeeds),
      misreads("a failed sync of a directory passes for success", Reading::directory_succeeds),
      misreads("a failed sync is tried again and believed", Reading::tried_again),
      mistimes("a directory is synced before the rename, not after it", Time::before_publishing),
      mistimes("the answer is given before the directory is synced", Time::after_answer),
  };
}

std::vector<Mutant> names_misused() {
  using Fault = NameMutant::Fault;
  return {
      names("O_EXCL is left out: a file that has the temporary name is written to", Fault::taken_name_opened),
      names("O_TRUNC for O_EXCL: a file that has the temporary name is taken over",
            Fault::taken_name_truncated),
      names("a document is written in place", Fault::written_in_place),
      names("a new version is copied over the old one", Fault::copied_over),
      names("the old version is removed before the rename", Fault::target_removed_first),
      names("a new document replaces what somebody made meanwhile", Fault::replaces_always),
      names("temporary files stay", Fault::temporary_stays),
      names("recovery publishes whatever temporary file it finds", Fault::stale_version_published),
      names("the lock is not exclusive", Fault::lock_shared),
  };
}

std::vector<Mutant> contents_spoilt() {
  using Fault = ContentMutant::Fault;
  return {
      contents("a short write is ignored, and not noticed when read back", Fault::short_write_ignored),
      contents("a short write is ignored", Fault::short_write_ignored, true),
      contents("bytes are written after the sync", Fault::written_after_sync),
      contents("the mode is not kept", Fault::mode_not_set),
      contents("the owner is not kept", Fault::owner_not_set),
      contents("extended attributes are not kept", Fault::attributes_not_set),
      contents("mode, owner and attributes are set after the sync", Fault::looks_set_after_sync),
  };
}

std::vector<Mutant> of_sources() {
  struct Listed {
    int number;
    const char* name;
  };
  constexpr Listed listed[] = {
#include "source_mutants.inc"
  };
  std::vector<Mutant> made;
  for (const auto& one : listed)
    made.push_back({one.name, nullptr, one.number});
  return made;
}

}  // namespace

std::unique_ptr<disk::FileSystem> Mutant::stand_before(CrashFileSystem& disk) const {
  return make ? make(disk) : std::make_unique<ForwardingFileSystem>(disk);
}

const std::vector<Mutant>& mutants() {
  static const std::vector<Mutant> all = [] {
    std::vector<Mutant> made;
    for (auto& group : {syncs_left_out(), journal_syncs_left_out(), syncs_misused(), names_misused(),
                        contents_spoilt(), of_sources()})
      made.insert(made.end(), group.begin(), group.end());
    return made;
  }();
  return all;
}

}  // namespace holdfast::test
