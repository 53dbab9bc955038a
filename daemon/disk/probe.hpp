// Asks a disk that failed whether it is well again, with all that a commit does: write, sync, rename, sync of
// the directory, and reading back what the disk itself holds.
#pragma once

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

/// Uses and removes a file of its own in `directory`. Fails with what the disk does wrong. Blocks.
[[nodiscard]] Result<void> probe(FileSystem& files, const File& directory);

}  // namespace holdfast::disk
