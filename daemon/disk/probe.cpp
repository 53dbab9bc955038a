#include "daemon/disk/probe.hpp"

#include <cerrno>

#include "daemon/disk/byte_code.hpp"
#include "daemon/disk/staged_file.hpp"
#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {
namespace {

constexpr const char* probe_name = "probe";
constexpr std::size_t probe_bytes = 64 * 1024;

// Never the same twice: what is read back must be what was written now.
std::string pattern(std::uint64_t random) {
  ByteWriter writer;
  while (writer.written().size() < probe_bytes)
    writer.u64(random += 0x9E3779B97F4A7C15);
  return writer.take();
}

}  // namespace

Result<void> probe(FileSystem& files, const File& directory) {
  // A descriptor of its own: one on which an fsync failed is not to be trusted with another.
  const auto own = files.open_directory(directory, "");
  if (!own) return own.error();
  const auto bytes = pattern(files.random());
  auto staged = StagedFile::create(files, *own, probe_name);
  if (!staged) return staged.error();
  Appearance appearance;
  appearance.mode = 0600;
  if (auto filled = staged->fill(bytes, appearance); !filled) return filled.error();
  if (auto synced = staged->sync(); !synced) return synced.error();
  if (auto published = staged->publish(RenameMode::replace); !published) return published.error();
  if (auto synced = files.sync_directory(*own); !synced) return synced.error();
  if (auto dropped = files.drop_cached(staged->file()); !dropped) return dropped.error();
  const auto read = read_all(files, staged->file(), bytes.size());
  if (!read) return read.error();
  if (*read != bytes) return make_failure(EIO, "reading back what was synced");
  if (auto gone = files.unlink(*own, probe_name); !gone) return gone.error();
  return files.sync_directory(*own);
}

}  // namespace holdfast::disk
