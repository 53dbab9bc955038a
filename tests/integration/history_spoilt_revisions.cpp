#include "tests/integration/history_spoilt_revisions.hpp"

#include <algorithm>

namespace holdfast::test {
namespace {

using Outcome = HistoryOperation::Outcome;

bool is_acknowledged(const HistoryOperation& operation) {
  return operation.outcome == Outcome::committed;
}

// Once more behind the commit that wrote over it.
bool apply_again(HistoryPatient& patient, const std::function<bool(const HistoryOperation&)>& wanted) {
  const auto* first = patient.any([&wanted](const HistoryOperation& one) {
    return wanted(one) && one.written.size() == 1 && !one.written.front().value.none();
  });
  if (first == nullptr) return false;
  const auto written = first->written.front();
  const auto* second = patient.any([&](const HistoryOperation& one) {
    return is_acknowledged(one) && one.written.front().cell == written.cell &&
           patient.before(written.cell, one.revision) == written.value &&
           patient.lost_in_epoch_of(one.revision) == 0 && !patient.is_last_of_its_epoch(one.revision);
  });
  if (second == nullptr) return false;
  const auto again = second->revision + 1;
  const CellValue overwritten{written.cell, second->written.front().value};
  patient.shift_from(again);
  for (auto& epoch : patient.history().epochs) {
    for (auto& operation : epoch.operations) {
      for (auto& seen : operation.seen) {
        if (seen == overwritten && operation.revision > again) seen.value = written.value;
      }
    }
  }
  return true;
}

}  // namespace

bool apply_twice(HistoryPatient& patient) {
  return apply_again(patient, is_acknowledged);
}

bool apply_a_lost_commit_twice(HistoryPatient& patient) {
  return apply_again(patient,
                     [&patient](const HistoryOperation& one) { return patient.is_made_and_lost(one); });
}

// What was made before the kill is made once more when it is sent again, with a revision of its own.
bool send_again_and_apply_twice(HistoryPatient& patient) {
  auto* lost = patient.any([&patient](const HistoryOperation& one) {
    if (!patient.is_made_and_lost(one)) return false;
    const auto revision = patient.revision_of(one);
    return patient.lost_in_epoch_of(revision) == 1 && !patient.is_last_of_its_epoch(revision);
  });
  if (lost == nullptr) return false;
  auto& epoch = patient.epoch_of(patient.revision_of(*lost));
  patient.add_revision_after_start(epoch);
  lost->outcome = Outcome::committed;
  lost->asked_again = true;
  lost->revision = epoch.revision;
  return true;
}

bool resolve_wrongly(HistoryPatient& patient) {
  auto* commit =
      patient.any([&patient](const HistoryOperation& one) { return patient.is_made_and_lost(one); });
  if (commit == nullptr) return false;
  commit->outcome = Outcome::not_made;
  return true;
}

// That no commit can have been prevented from using.
bool skip_a_revision(HistoryPatient& patient) {
  const auto explains = [&patient](const HistoryOperation& one) {
    const bool lost = one.outcome == Outcome::lost && patient.revision_of(one) == 0;
    return one.is_commit() && (one.asked_again || lost);
  };
  for (auto& epoch : patient.history().epochs) {
    const auto& operations = epoch.operations;
    if (std::any_of(operations.begin(), operations.end(), explains)) continue;
    patient.shift_from(epoch.revision + 1);
    return true;
  }
  return false;
}

bool skip_a_revision_after_the_start(HistoryPatient& patient) {
  for (auto& epoch : patient.history().epochs) {
    const auto& operations = epoch.operations;
    const bool prevented = std::any_of(operations.begin(), operations.end(), [](const HistoryOperation& one) {
      return one.outcome == Outcome::not_made;
    });
    if (!prevented || patient.lost_in_epoch_of(epoch.revision) > 0) continue;
    patient.add_revision_after_start(epoch);
    return true;
  }
  return false;
}

bool swap_revisions(HistoryPatient& patient) {
  auto* early = patient.any(is_acknowledged);
  if (early == nullptr) return false;
  auto* late = patient.any(
      [early](const HistoryOperation& one) { return is_acknowledged(one) && one.invoked > early->answered; });
  if (late == nullptr) return false;
  std::swap(early->revision, late->revision);
  return true;
}

bool give_a_revision_twice(HistoryPatient& patient) {
  const auto* early = patient.any(is_acknowledged);
  if (early == nullptr) return false;
  auto* late = patient.any([early](const HistoryOperation& one) {
    return is_acknowledged(one) && one.revision == early->revision + 1;
  });
  if (late == nullptr) return false;
  late->revision = early->revision;
  return true;
}

bool forget_the_last_revision(HistoryPatient& patient) {
  auto& revision = patient.history().epochs.back().revision;
  if (!patient.is_certain(revision)) return false;
  --revision;
  return true;
}

bool show_a_commit_without_a_revision(HistoryPatient& patient) {
  if (patient.left_out() > 0) return false;
  auto& epoch = patient.history().epochs.back();
  for (const auto& one : epoch.operations) {
    if (one.outcome != Outcome::lost || patient.revision_of(one) != 0 || one.written.size() != 1) continue;
    const auto& [cell, token] = one.written.front();
    // Of two that were lost one after the other, either can be the one that was made.
    const auto changed = patient.timeline().cell_at(cell, epoch.revision).revision;
    if (token.none() || (changed != 0 && !patient.is_certain(changed))) continue;
    epoch.found[cell] = token;
    return true;
  }
  return false;
}

}  // namespace holdfast::test
