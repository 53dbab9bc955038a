// Spoils what the clients of a right history were told, in the ways in which a wrong daemon would.
#pragma once

#include "tests/integration/history_patient.hpp"

namespace holdfast::test {

// Each returns false if the history holds nothing that it could spoil.
bool read_from_the_past(HistoryPatient& patient);    // of one cell
bool read_of_an_old_state(HistoryPatient& patient);  // all of it right, for an earlier revision
bool read_ahead_of_time(HistoryPatient& patient);
bool read_of_what_was_never_made(HistoryPatient& patient);
bool lose_an_acknowledged_write(HistoryPatient& patient);
bool halve_an_acknowledged_commit(HistoryPatient& patient);
bool halve_a_lost_commit(HistoryPatient& patient);
bool find_what_was_before(HistoryPatient& patient);
bool commit_against_its_test(HistoryPatient& patient);
bool refuse_without_reason(HistoryPatient& patient);
bool refuse_before_the_change(HistoryPatient& patient);
bool say_something_exists_not(HistoryPatient& patient);
bool say_an_older_document_revision(HistoryPatient& patient);
bool say_another_wrote_last(HistoryPatient& patient);

}  // namespace holdfast::test
