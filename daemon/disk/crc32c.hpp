// CRC-32C (Castagnoli; RFC 3720 appendix B.4), by Boost.CRC.
#pragma once

#include <cstdint>
#include <string_view>

namespace holdfast::disk {

/// Of `salt`, as eight bytes in little-endian order, and the bytes. Threads: any.
[[nodiscard]] std::uint32_t crc32c_of(std::uint64_t salt, std::string_view bytes);

}  // namespace holdfast::disk
