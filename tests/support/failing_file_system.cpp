#include "tests/support/failing_file_system.hpp"

#include <array>
#include <cerrno>

namespace holdfast::test {

using disk::File;
using disk::make_failure;
using disk::Result;

const char* name_of(CallKind kind) {
  constexpr std::array names{
      "open_root",        "root_metadata", "open_directory",   "make_directory", "list",
      "create_exclusive", "open",          "open_for_writing", "write",          "write_at",
      "truncate",         "read",          "reserve",          "stat",           "stat_at",
      "set_owner",        "set_mode",      "attributes",       "set_attribute",  "remove_attribute",
      "sync_file",        "sync_data",     "drop_cached",      "sync_directory", "rename",
      "unlink",           "lock"};
  return names[static_cast<std::size_t>(kind)];
}

const char* name_of(Persistence persistence) {
  constexpr std::array names{"once", "same kind", "every call"};
  return names[static_cast<std::size_t>(persistence)];
}

void FailingFileSystem::fail_call(std::size_t number, int error, Persistence persistence) {
  count_ = 0;
  fault_at_ = number;
  fault_error_ = error;
  persistence_ = persistence;
}

void FailingFileSystem::fail_kind(CallKind kind, std::size_t first, std::size_t times, int error) {
  kind_faults_.push_back({kind, first, times, error});
}

void FailingFileSystem::fail_after_deed(CallKind kind, std::size_t number, int error) {
  kind_faults_.push_back({kind, number, 1, error, true});
}

void FailingFileSystem::die_at(std::size_t number) {
  count_ = 0;
  death_at_ = number;
}

void FailingFileSystem::heal() {
  count_ = 0;
  fault_at_ = 0;
  sticky_kind_.reset();
  kind_faults_.clear();
  named_fault_.reset();
  death_at_.reset();
  dead_ = false;
  hit_ = false;
  first_kind_hit_.reset();
}

int FailingFileSystem::injected_error(CallKind kind) {
  if (fault_at_ != 0) {
    const bool starts = count_ == fault_at_;
    if (starts && persistence_ == Persistence::same_kind) sticky_kind_ = kind;
    if (starts || (count_ > fault_at_ && persistence_ == Persistence::every_call)) return fault_error_;
    if (sticky_kind_ == kind) return fault_error_;
  }
  for (auto& fault : kind_faults_) {
    if (fault.kind != kind || fault.after_deed) continue;
    ++fault.seen;
    if (fault.seen >= fault.first && fault.seen - fault.first < fault.times) return fault.error;
  }
  return 0;
}

int FailingFileSystem::error_after_deed(CallKind kind) {
  for (auto& fault : kind_faults_) {
    if (fault.kind == kind && fault.after_deed && ++fault.seen == fault.first) return fault.error;
  }
  return 0;
}

int FailingFileSystem::begin(Call call) {
  calls_.push_back(std::move(call));
  if (dead_) return EIO;
  ++count_;
  // By value: the hook may make calls of its own, or throw.
  if (hook_) hook_(Call(calls_.back()));
  if (death_at_ == count_) {
    dead_ = true;
    return EIO;
  }
  auto& made = calls_.back();
  int error = injected_error(made.kind);
  const bool named = named_fault_ && named_fault_->kind == made.kind &&
                     made.name.find(named_fault_->part) != std::string::npos;
  if (named) error = named_fault_->error;
  if (error == 0) return 0;
  made.error = error;
  made.injected = true;
  hit_ = true;
  if (!first_kind_hit_) first_kind_hit_ = made.kind;
  return error;
}

template <class Made>
auto FailingFileSystem::make(Call call, const Made& made) -> decltype(made()) {
  const std::string doing = std::string("injected into ") + name_of(call.kind) + " " + call.name;
  const std::size_t index = calls_.size();
  if (const int error = begin(std::move(call)); error != 0) return make_failure(error, doing);
  auto result = made();
  if (const int error = result ? error_after_deed(calls_[index].kind) : 0; error != 0) {
    result = make_failure(error, doing);
    hit_ = true;
  }
  if (!result) calls_[index].error = result.error().code.value();
  return result;
}

std::uint64_t FailingFileSystem::id_of(const File& file) const {
  const auto found = open_.find(file.handle());
  return found == open_.end() ? 0 : found->second.id;
}

// The inner file stays here, so that close() comes through this class too.
Result<File> FailingFileSystem::adopt(Result<File> opened) {
  if (!opened) return opened;
  const int handle = opened->handle();
  calls_.back().opened = ++last_id_;
  open_.insert_or_assign(handle, Open{std::move(*opened), last_id_});
  return File(*this, handle);
}

Result<void> FailingFileSystem::close(int handle) {
  const auto found = open_.find(handle);
  if (found == open_.end()) return make_failure(EBADF, "closing a file");
  auto closed = found->second.file.close();
  open_.erase(found);
  return closed;
}

Result<File> FailingFileSystem::open_root(const std::string& path) {
  return adopt(make({CallKind::open_root, 0, path}, [&] { return real_.open_root(path); }));
}

Result<disk::Metadata> FailingFileSystem::root_metadata(const std::string& path) {
  return make({CallKind::root_metadata, 0, path}, [&] { return real_.root_metadata(path); });
}

Result<File> FailingFileSystem::open_directory(const File& parent, const std::string& relative) {
  return adopt(make({CallKind::open_directory, id_of(parent), relative},
                    [&] { return real_.open_directory(parent, relative); }));
}

Result<void> FailingFileSystem::make_directory(const File& parent, const std::string& name, mode_t mode) {
  return make({CallKind::make_directory, id_of(parent), name},
              [&] { return real_.make_directory(parent, name, mode); });
}

Result<std::vector<disk::DirectoryEntry>> FailingFileSystem::list(const File& directory) {
  return make({CallKind::list, id_of(directory)}, [&] { return real_.list(directory); });
}

Result<File> FailingFileSystem::create_exclusive(const File& directory, const std::string& name) {
  return adopt(make({CallKind::create_exclusive, id_of(directory), name},
                    [&] { return real_.create_exclusive(directory, name); }));
}

Result<File> FailingFileSystem::open_for_reading(const File& directory, const std::string& name) {
  return adopt(make({CallKind::open_for_reading, id_of(directory), name},
                    [&] { return real_.open_for_reading(directory, name); }));
}

Result<File> FailingFileSystem::open_for_writing(const File& directory, const std::string& name) {
  return adopt(make({CallKind::open_for_writing, id_of(directory), name},
                    [&] { return real_.open_for_writing(directory, name); }));
}

Result<std::size_t> FailingFileSystem::write(const File& file, std::string_view bytes) {
  const bool alive = !dead_;
  auto written = make({CallKind::write, id_of(file)}, [&] { return real_.write(file, stored_of(bytes)); });
  if (alive && dead_) (void)real_.write(file, bytes.substr(0, bytes.size() / 2));
  return written;
}

std::string FailingFileSystem::stored_of(std::string_view bytes) const {
  std::string stored(bytes.substr(0, write_bytes_max_));
  if (corrupt_ && !stored.empty()) stored.back() = static_cast<char>(stored.back() ^ 1);
  return stored;
}

Result<std::size_t> FailingFileSystem::write_at(const File& file, std::string_view bytes,
                                                std::uint64_t offset) {
  const bool alive = !dead_;
  auto written =
      make({CallKind::write_at, id_of(file)}, [&] { return real_.write_at(file, stored_of(bytes), offset); });
  if (alive && dead_) (void)real_.write_at(file, bytes.substr(0, bytes.size() / 2), offset);
  return written;
}

Result<void> FailingFileSystem::truncate(const File& file, std::uint64_t size) {
  return make({CallKind::truncate, id_of(file)}, [&] { return real_.truncate(file, size); });
}

Result<std::size_t> FailingFileSystem::read(const File& file, std::span<char> bytes, std::uint64_t offset) {
  return make({CallKind::read, id_of(file)}, [&] { return real_.read(file, bytes, offset); });
}

Result<void> FailingFileSystem::reserve(const File& file, std::uint64_t bytes) {
  return make({CallKind::reserve, id_of(file)}, [&] { return real_.reserve(file, bytes); });
}

Result<disk::Metadata> FailingFileSystem::metadata(const File& file) {
  return make({CallKind::metadata, id_of(file)}, [&] { return real_.metadata(file); });
}

Result<disk::Metadata> FailingFileSystem::metadata_at(const File& directory, const std::string& name) {
  return make({CallKind::metadata_at, id_of(directory), name},
              [&] { return real_.metadata_at(directory, name); });
}

Result<void> FailingFileSystem::set_owner(const File& file, uid_t uid, gid_t gid) {
  return make({CallKind::set_owner, id_of(file)}, [&] { return real_.set_owner(file, uid, gid); });
}

Result<void> FailingFileSystem::set_mode(const File& file, mode_t mode) {
  return make({CallKind::set_mode, id_of(file)}, [&] { return real_.set_mode(file, mode); });
}

Result<std::vector<disk::Attribute>> FailingFileSystem::attributes(const File& file) {
  return make({CallKind::attributes, id_of(file)}, [&] { return real_.attributes(file); });
}

Result<void> FailingFileSystem::set_attribute(const File& file, const disk::Attribute& attribute) {
  return make({CallKind::set_attribute, id_of(file), attribute.name},
              [&] { return real_.set_attribute(file, attribute); });
}

Result<void> FailingFileSystem::remove_attribute(const File& file, const std::string& name) {
  return make({CallKind::remove_attribute, id_of(file), name},
              [&] { return real_.remove_attribute(file, name); });
}

Result<void> FailingFileSystem::sync_file(const File& file) {
  return make({CallKind::sync_file, id_of(file)},
              [&] { return elide_syncs_ ? Result<void>() : real_.sync_file(file); });
}

Result<void> FailingFileSystem::sync_data(const File& file) {
  return make({CallKind::sync_data, id_of(file)},
              [&] { return elide_syncs_ ? Result<void>() : real_.sync_data(file); });
}

Result<void> FailingFileSystem::drop_cached(const File& file) {
  return make({CallKind::drop_cached, id_of(file)}, [&] { return real_.drop_cached(file); });
}

Result<void> FailingFileSystem::sync_directory(const File& directory) {
  return make({CallKind::sync_directory, id_of(directory)},
              [&] { return elide_syncs_ ? Result<void>() : real_.sync_directory(directory); });
}

Result<void> FailingFileSystem::rename(const File& directory, const std::string& from, const std::string& to,
                                       disk::RenameMode mode) {
  return make({CallKind::rename, id_of(directory), from, to},
              [&] { return real_.rename(directory, from, to, mode); });
}

Result<void> FailingFileSystem::unlink(const File& directory, const std::string& name) {
  return make({CallKind::unlink, id_of(directory), name}, [&] { return real_.unlink(directory, name); });
}

Result<File> FailingFileSystem::lock(const File& directory, const std::string& name) {
  return adopt(make({CallKind::lock, id_of(directory), name}, [&] { return real_.lock(directory, name); }));
}

std::uint64_t FailingFileSystem::random() {
  return random_source_ ? random_source_() : real_.random();
}

std::set<std::uint64_t> syncs_repeated_after_failure(const std::vector<Call>& calls) {
  std::set<std::uint64_t> failed, repeated;
  for (const auto& call : calls) {
    const bool sync = call.kind == CallKind::sync_file || call.kind == CallKind::sync_data ||
                      call.kind == CallKind::sync_directory;
    if (!sync) continue;
    if (failed.contains(call.file)) repeated.insert(call.file);
    if (call.error != 0) failed.insert(call.file);
  }
  return repeated;
}

}  // namespace holdfast::test
