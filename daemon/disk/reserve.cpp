#include "daemon/disk/reserve.hpp"

#include <algorithm>
#include <string>

#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {
namespace {

constexpr const char* reserve_name = "reserve";

}  // namespace

Result<void> Reserve::fill() {
  if (known_full_) return {};
  const auto there = files_.metadata_at(own_, reserve_name);
  if (there && there->kind == FileKind::regular && there->identity.size == bytes_) {
    known_full_ = true;
    return {};
  }
  if (there) (void)files_.unlink(own_, reserve_name);
  const auto file = files_.create_exclusive(own_, reserve_name);
  if (!file) return file.error();
  auto written = write_zeros(*file);
  if (!written) (void)files_.unlink(own_, reserve_name);
  known_full_ = written.has_value();
  return written;
}

// Written, not only reserved: where the file system cannot reserve, bytes take space all the same.
Result<void> Reserve::write_zeros(const File& file) {
  if (auto reserved = files_.reserve(file, bytes_); !reserved) return reserved.error();
  const std::string zeros(std::min<std::uint64_t>(bytes_, 1024 * 1024), '\0');
  for (std::uint64_t written = 0; written < bytes_;) {
    const auto next = std::min<std::uint64_t>(zeros.size(), bytes_ - written);
    const std::string_view piece = std::string_view(zeros).substr(0, next);
    if (auto done = write_all(files_, file, piece); !done) return done.error();
    written += next;
  }
  return {};
}

bool Reserve::release() {
  known_full_ = false;
  return files_.unlink(own_, reserve_name).has_value();
}

}  // namespace holdfast::disk
