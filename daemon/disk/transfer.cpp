#include "daemon/disk/transfer.hpp"

#include <cerrno>
#include <new>

namespace holdfast::disk {
namespace {

// `write_some` takes the bytes that are left and how many were written before them.
template <class WriteSome>
Result<void> write_in_pieces(std::string_view bytes, const WriteSome& write_some) {
  for (std::size_t done = 0; done < bytes.size();) {
    const Result<std::size_t> written = write_some(bytes.substr(done), done);
    if (!written) return written.error();
    if (*written == 0) return make_failure(EIO, "writing (the file system takes no more bytes)");
    done += *written;
  }
  return {};
}

}  // namespace

Result<std::string> read_all(FileSystem& files, const File& file, std::uint64_t size) {
  std::string bytes;
  try {
    bytes.resize(size);
  } catch (const std::bad_alloc&) {
    return make_failure(ENOMEM, "reading a file");
  }
  std::uint64_t filled = 0;
  while (filled < size) {
    const auto got = files.read(file, std::span(bytes).subspan(filled), filled);
    if (!got) return got.error();
    if (*got == 0) break;
    filled += *got;
  }
  bytes.resize(filled);
  return bytes;
}

Result<void> write_all(FileSystem& files, const File& file, std::string_view bytes) {
  return write_in_pieces(bytes, [&](std::string_view rest, std::size_t) { return files.write(file, rest); });
}

Result<void> write_all_at(FileSystem& files, const File& file, std::string_view bytes, std::uint64_t offset) {
  return write_in_pieces(bytes, [&](std::string_view rest, std::size_t done) {
    return files.write_at(file, rest, offset + done);
  });
}

}  // namespace holdfast::disk
