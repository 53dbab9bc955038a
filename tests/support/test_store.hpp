// A store opened on a directory through a given file system: lock, recovery, committer, without sockets and
// threads. And short ways to write requests. What fails to be set up throws.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/commit/committer.hpp"

namespace holdfast::test {

[[nodiscard]] document::DocumentName name(std::string_view text);
[[nodiscard]] commit::Operation put(std::string_view document, std::string bytes,
                                    std::optional<std::uint64_t> if_revision = std::nullopt);
[[nodiscard]] commit::Operation remove(std::string_view document,
                                       std::optional<std::uint64_t> if_revision = std::nullopt);
/// Any operation inside a document but move and copy. `path` and `value` are spelled as on the wire.
[[nodiscard]] commit::Operation edit(commit::Operation::Kind kind, std::string_view document,
                                     std::string_view path, std::string value = "null");
[[nodiscard]] commit::Request request_of(std::vector<commit::Operation> operations);

/// Null if the outcome is a refusal.
[[nodiscard]] const commit::Applied* applied_in(const commit::Outcome& outcome);
/// Null if the outcome is not a refusal.
[[nodiscard]] const commit::Refusal* refusal_in(const commit::Outcome& outcome);
/// "applied revision 3" or what the refusal says.
[[nodiscard]] std::string text_of(const commit::Outcome& outcome);
[[nodiscard]] bool has_notice(const std::vector<commit::Notice>& notices, commit::Notice::Kind kind);

/// The defaults, without waiting between attempts.
[[nodiscard]] commit::CommitterOptions fast_options();

class TestStore {
 public:
  /// Opens, locks and recovers.
  [[nodiscard]] static disk::Result<std::unique_ptr<TestStore>> open(
      disk::FileSystem& files, const std::string& path,
      const commit::CommitterOptions& options = fast_options());

  commit::Outcome apply(const commit::Request& request) { return committer_.apply(request); }
  commit::Outcome apply(std::initializer_list<commit::Operation> operations) {
    return committer_.apply(request_of(operations));
  }

  [[nodiscard]] commit::Committer& committer() { return committer_; }
  [[nodiscard]] const disk::ManagedDirectory& directory() const { return directory_; }
  [[nodiscard]] const commit::StoreState& state() const { return committer_.state(); }
  /// Null if there is none.
  [[nodiscard]] commit::DocumentPointer find(std::string_view document) const;
  /// 0 if there is none.
  [[nodiscard]] std::uint64_t revision_of(std::string_view document) const;
  [[nodiscard]] std::uint64_t revision() const { return state().revision.number; }
  /// What recovery had to say.
  [[nodiscard]] const std::vector<commit::Notice>& notices() const { return notices_; }

 private:
  TestStore(disk::ManagedDirectory directory, const commit::CommitterOptions& options,
            commit::Recovered recovered);

  disk::ManagedDirectory directory_;
  std::vector<commit::Notice> notices_;
  commit::Committer committer_;
};

}  // namespace holdfast::test
