// Reading a document's file as it lies on disk, and judging whether holdfast may replace it.
#pragma once

#include <optional>
#include <string>

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

struct DocumentFile {
  File file;  // open for reading: keeps the inode from being reused
  Metadata metadata;
  std::string bytes;
};

/// Why a file of this kind must not be replaced: a link, a directory, several names, set-id bits, a mount
/// point, an immutable file. Nothing if it may.
[[nodiscard]] std::optional<Failure> obstacle_of(const Metadata& metadata, const std::string& name);

/// Opens and reads a whole file; reads again if it changed meanwhile, fails with EBUSY if it will not rest.
/// Fails with ENOENT if there is none, with what obstacle_of() says if it is no plain file, with EFBIG above
/// `bytes_max`. Blocks.
[[nodiscard]] Result<DocumentFile> read_document(FileSystem& files, const File& directory,
                                                 const std::string& leaf, std::uint64_t bytes_max);

}  // namespace holdfast::disk
