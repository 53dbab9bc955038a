// Reading and writing to the end, in however many pieces the kernel takes or gives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/disk/file_system.hpp"

namespace holdfast::disk {

/// The first `size` bytes of a file, fewer if it ends before. Fails with ENOMEM where there is no memory for
/// them. Blocks.
[[nodiscard]] Result<std::string> read_all(FileSystem& files, const File& file, std::uint64_t size);

/// Behind what was written before. Fails with EIO if the file system takes no more bytes and says no error.
/// Blocks.
[[nodiscard]] Result<void> write_all(FileSystem& files, const File& file, std::string_view bytes);
/// The same over what is there.
[[nodiscard]] Result<void> write_all_at(FileSystem& files, const File& file, std::string_view bytes,
                                        std::uint64_t offset);

}  // namespace holdfast::disk
