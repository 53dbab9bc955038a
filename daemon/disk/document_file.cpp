#include "daemon/disk/document_file.hpp"

#include <cerrno>

#include "daemon/disk/transfer.hpp"

namespace holdfast::disk {
namespace {

constexpr int read_attempts_max = 5;
constexpr mode_t set_id_bits = 06000;

}  // namespace

std::optional<Failure> obstacle_of(const Metadata& metadata, const std::string& name) {
  const auto because = [&name](int code, const char* why) { return make_failure(code, name + " " + why); };
  if (metadata.kind == FileKind::symbolic_link)
    return because(ELOOP, "is a symbolic link; put a plain file in its place");
  if (metadata.kind == FileKind::directory) return because(EISDIR, "is a directory");
  if (metadata.kind != FileKind::regular) return because(EINVAL, "is no plain file");
  if (metadata.links > 1)
    return because(EMLINK, "has several names (hard links), which a replacement would part");
  if (metadata.mount_point) return because(EBUSY, "is a mount point; mount its directory instead");
  if ((metadata.mode & set_id_bits) != 0) return because(EPERM, "has set-user-id or set-group-id bits");
  if (metadata.immutable) return because(EPERM, "is immutable or append-only (see chattr(1))");
  return std::nullopt;
}

Result<DocumentFile> read_document(FileSystem& files, const File& directory, const std::string& leaf,
                                   std::uint64_t bytes_max) {
  for (int attempt = 0; attempt < read_attempts_max; ++attempt) {
    // Looked at before it is opened: a FIFO or a device must not even be touched.
    const auto seen = files.metadata_at(directory, leaf);
    if (!seen) return seen.error();
    if (const auto obstacle = obstacle_of(*seen, leaf)) return *obstacle;
    auto file = files.open_for_reading(directory, leaf);
    if (!file) return file.error();
    const auto before = files.metadata(*file);
    if (!before) return before.error();
    if (const auto obstacle = obstacle_of(*before, leaf)) return *obstacle;
    if (before->identity.size > bytes_max)
      return make_failure(EFBIG, leaf + " is larger than a document may be");
    auto bytes = read_all(files, *file, before->identity.size);
    if (!bytes) return bytes.error();
    const auto after = files.metadata(*file);
    if (!after) return after.error();
    if (after->identity == before->identity && bytes->size() == after->identity.size) {
      return DocumentFile{std::move(*file), *after, std::move(*bytes)};
    }
  }
  return make_failure(EBUSY, leaf + " keeps changing while it is read");
}

}  // namespace holdfast::disk
