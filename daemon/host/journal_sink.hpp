// Native entries for journald (systemd.journal-fields(7)): every field can be searched, as in
// `journalctl HOLDFAST_DOCUMENT=servers.json`.
#pragma once

#include <string>
#include <vector>

#include "daemon/service/event_log.hpp"

namespace holdfast::host {

/// Whether standard error leads to the journal (sd_journal_stream_fd(3): $JOURNAL_STREAM names its device and
/// inode).
[[nodiscard]] bool stderr_is_the_journal();

/// The entry as "FIELD=value" strings. Text that came from a client is escaped.
[[nodiscard]] std::vector<std::string> journal_fields_of(const service::Event& event);

/// Hands the entry to journald. Does nothing if that fails: there is nowhere to say so.
void send_to_journal(const service::Event& event);

}  // namespace holdfast::host
