#include "daemon/disk/managed_directory.hpp"

#include <unistd.h>

#include <cerrno>

#include "daemon/disk/temporary_name.hpp"

namespace holdfast::disk {
namespace {

using document::DocumentName;
constexpr const char* own_name = ".holdfast";
constexpr const char* lock_name = "lock";

bool is(const Failure& failure, int code) {
  return failure.code.value() == code;
}

// Durable in its parent on return, also one that exists: whoever made it may not have synced it, or could
// not.
Result<void> make_directory_durably(FileSystem& files, const File& parent, const std::string& name,
                                    mode_t mode) {
  const auto made = files.make_directory(parent, name, mode);
  if (!made && !is(made.error(), EEXIST)) return made.error();
  return files.sync_directory(parent);
}

// Another file system mounted there, a link, or nothing any more: holds no documents of ours.
bool is_elsewhere(const Failure& failure) {
  return is(failure, EXDEV) || is(failure, ELOOP) || is(failure, ENOTDIR) || is(failure, ENOENT);
}

// A version that was to replace somebody else's file has been given to that owner already.
bool is_our_temporary(FileSystem& files, const File& directory, const std::string& name) {
  const auto found = files.metadata_at(directory, name);
  if (!found || found->kind != FileKind::regular || found->links != 1) return false;
  if (found->uid == ::geteuid()) return true;
  const auto target = files.metadata_at(directory, std::string(target_of_temporary(name)));
  return target && target->uid == found->uid;
}

// "a", "b/c" -> "a/b/c"
std::string joined(const std::string& directory, const std::string& leaf) {
  return directory.empty() ? leaf : directory + "/" + leaf;
}

}  // namespace

Result<ManagedDirectory> ManagedDirectory::open(FileSystem& files, const std::string& path) {
  auto root = files.open_root(path);
  if (!root) return root.error();
  auto metadata = files.metadata(*root);
  if (!metadata) return metadata.error();
  if (auto made = make_directory_durably(files, *root, own_name, 0700); !made) return made.error();
  auto own = files.open_directory(*root, own_name);
  if (!own) return own.error();
  auto lock = files.lock(*own, lock_name);
  if (!lock) return lock.error();
  return ManagedDirectory(files, path, std::move(*root), std::move(*own), std::move(*lock), *metadata);
}

ManagedDirectory::ManagedDirectory(FileSystem& files, std::string path, File root, File own, File lock,
                                   Metadata metadata)
    : files_(&files),
      path_(std::move(path)),
      root_(std::move(root)),
      own_(std::move(own)),
      lock_(std::move(lock)),
      metadata_(metadata) {}

Result<File> ManagedDirectory::open_own(const std::string& name) const {
  if (auto made = make_directory_durably(*files_, own_, name, 0700); !made) return made.error();
  return files_->open_directory(own_, name);
}

Result<File> ManagedDirectory::open_parent(const DocumentName& name) const {
  return files_->open_directory(root_, name.directory());
}

Result<File> ManagedDirectory::make_parent(const DocumentName& name) const {
  const std::string path = name.directory();
  std::string reached;
  for (std::size_t at = 0; at < path.size();) {
    const auto slash = std::min(path.find('/', at), path.size());
    const auto parent = files_->open_directory(root_, reached);
    if (!parent) return parent.error();
    const auto component = path.substr(at, slash - at);
    if (auto made = make_directory_durably(*files_, *parent, component, 0755); !made) return made.error();
    reached = joined(reached, component);
    at = slash + 1;
  }
  return open_parent(name);
}

Result<void> ManagedDirectory::check_in_place() const {
  const auto now = files_->root_metadata(path_);
  if (now && now->identity.is_same_inode(metadata_.identity)) return {};
  if (!now && !is(now.error(), ENOENT) && !is(now.error(), ENOTDIR)) return now.error();
  return make_failure(ESTALE,
                      "finding the managed directory where it was (it was moved, removed or replaced)");
}

Result<void> ManagedDirectory::walk(const File& directory, const std::string& below, std::size_t depth,
                                    const Visit& visit) const {
  const auto entries = files_->list(directory);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    visit(directory, below, entry);
    if (entry.kind != FileKind::directory || !DocumentName::is_component(entry.name)) continue;
    if (depth == DocumentName::components_max) continue;
    const auto inner = files_->open_directory(directory, entry.name);
    // A directory not ours to read holds no documents of ours, unless the journal knows of some. Any other
    // failure must not make documents look absent.
    if (!inner && (is_elsewhere(inner.error()) || is(inner.error(), EACCES))) continue;
    if (!inner) return inner.error();
    if (auto walked = walk(*inner, joined(below, entry.name), depth + 1, visit); !walked)
      return walked.error();
  }
  return {};
}

Result<std::vector<DocumentName>> ManagedDirectory::find_documents() const {
  std::vector<DocumentName> names;
  const Visit visit = [&names](const File&, const std::string& below, const DirectoryEntry& entry) {
    if (entry.kind != FileKind::regular) return;
    if (auto name = DocumentName::parse(joined(below, entry.name))) names.push_back(std::move(*name));
  };
  if (auto walked = walk(root_, "", 1, visit); !walked) return walked.error();
  return names;
}

Result<std::size_t> ManagedDirectory::sweep(const std::function<void(const Failure&)>& report) const {
  std::size_t removed = 0;
  const Visit visit = [&](const File& directory, const std::string&, const DirectoryEntry& entry) {
    if (entry.kind != FileKind::regular || !is_temporary_name(entry.name)) return;
    if (!is_our_temporary(*files_, directory, entry.name)) return;
    if (const auto unlinked = files_->unlink(directory, entry.name); !unlinked) {
      report(unlinked.error());
    } else {
      ++removed;
    }
  };
  if (auto walked = walk(root_, "", 1, visit); !walked) return walked.error();
  if (auto walked = walk(own_, "", DocumentName::components_max - 1, visit); !walked) return walked.error();
  return removed;
}

}  // namespace holdfast::disk
