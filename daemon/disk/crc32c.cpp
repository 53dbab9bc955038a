#include "daemon/disk/crc32c.hpp"

#include <boost/crc.hpp>
#include <string>

#include "daemon/disk/byte_code.hpp"

namespace holdfast::disk {

std::uint32_t crc32c_of(std::uint64_t salt, std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  const std::string salted = ByteWriter().u64(salt).take();
  crc.process_bytes(salted.data(), salted.size());
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

}  // namespace holdfast::disk
