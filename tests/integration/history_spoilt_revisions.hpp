// Spoils which commits of a right history were made, and with which revisions, in the ways in which a wrong
// daemon would.
#pragma once

#include "tests/integration/history_patient.hpp"

namespace holdfast::test {

// Each returns false if the history holds nothing that it could spoil.
bool apply_twice(HistoryPatient& patient);
bool apply_a_lost_commit_twice(HistoryPatient& patient);
bool send_again_and_apply_twice(HistoryPatient& patient);
bool resolve_wrongly(HistoryPatient& patient);
bool skip_a_revision(HistoryPatient& patient);
bool skip_a_revision_after_the_start(HistoryPatient& patient);
bool swap_revisions(HistoryPatient& patient);
bool give_a_revision_twice(HistoryPatient& patient);
bool forget_the_last_revision(HistoryPatient& patient);
bool show_a_commit_without_a_revision(HistoryPatient& patient);

}  // namespace holdfast::test
