// The journal for people and scripts: each record as one line of JSON.
#pragma once

#include <functional>
#include <string>

#include "daemon/disk/file_system.hpp"
#include "daemon/disk/journal_reader.hpp"

namespace holdfast::commit {

/// Without a line break. What is not UTF-8 comes as base64, under a name that says so. Threads: any.
[[nodiscard]] std::string json_line(const disk::StoredRecord& record);

/// Calls `line` for each record of the journal below the managed directory `path` that counts, oldest first,
/// and at last for each damage. Takes no lock and changes nothing; beside a daemon at work the newest records
/// may be missing. Returns whether all was whole. Blocks.
[[nodiscard]] disk::Result<bool> dump_journal(disk::FileSystem& files, const std::string& path,
                                              const std::function<void(const std::string&)>& line);

}  // namespace holdfast::commit
