#include "tests/support/test_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace holdfast::test {

document::DocumentName name(std::string_view text) {
  auto parsed = document::DocumentName::parse(text);
  if (!parsed) throw std::invalid_argument(parsed.error());
  return std::move(*parsed);
}

commit::Operation put(std::string_view document, std::string bytes,
                      std::optional<std::uint64_t> if_revision) {
  commit::Operation operation{commit::Operation::Kind::put,
                              name(document),
                              std::make_shared<const std::string>(std::move(bytes)),
                              std::nullopt,
                              {},
                              {},
                              nullptr};
  if (if_revision) operation.if_revision = commit::Revision{*if_revision};
  return operation;
}

commit::Operation remove(std::string_view document, std::optional<std::uint64_t> if_revision) {
  commit::Operation operation{
      commit::Operation::Kind::delete_document, name(document), nullptr, std::nullopt, {}, {}, nullptr};
  if (if_revision) operation.if_revision = commit::Revision{*if_revision};
  return operation;
}

commit::Operation edit(commit::Operation::Kind kind, std::string_view document, std::string_view path,
                       std::string value) {
  auto pointer = document::Pointer::parse(path);
  if (!pointer) throw std::invalid_argument(pointer.error());
  auto parsed = json::parse_owned(std::move(value));
  return {kind,
          name(document),
          nullptr,
          std::nullopt,
          std::move(*pointer),
          {},
          std::make_shared<const json::ParsedText>(std::move(parsed.value()))};
}

commit::Request request_of(std::vector<commit::Operation> operations) {
  commit::Request request;
  request.operations = std::move(operations);
  return request;
}

const commit::Applied* applied_in(const commit::Outcome& outcome) {
  return std::get_if<commit::Applied>(&outcome.result);
}

const commit::Refusal* refusal_in(const commit::Outcome& outcome) {
  return std::get_if<commit::Refusal>(&outcome.result);
}

std::string text_of(const commit::Outcome& outcome) {
  if (const auto* applied = applied_in(outcome))
    return "applied revision " + std::to_string(applied->revision.number);
  if (const auto* refusal = refusal_in(outcome)) return refusal->message;
  return "resolved";
}

bool has_notice(const std::vector<commit::Notice>& notices, commit::Notice::Kind kind) {
  return std::any_of(notices.begin(), notices.end(),
                     [kind](const auto& notice) { return notice.kind == kind; });
}

commit::CommitterOptions fast_options() {
  commit::CommitterOptions options;
  options.retry_delay = std::chrono::milliseconds(0);
  options.sync_threads = 0;  // calls come in one order
  options.journal.segment_bytes = 16 * 1024;
  return options;
}

disk::Result<std::unique_ptr<TestStore>> TestStore::open(disk::FileSystem& files, const std::string& path,
                                                         const commit::CommitterOptions& options) {
  auto directory = disk::ManagedDirectory::open(files, path);
  if (!directory) return directory.error();
  auto recovered = commit::recover(*directory, options.limits, options.journal);
  if (!recovered) return recovered.error();
  return std::unique_ptr<TestStore>(new TestStore(std::move(*directory), options, std::move(*recovered)));
}

TestStore::TestStore(disk::ManagedDirectory directory, const commit::CommitterOptions& options,
                     commit::Recovered recovered)
    : directory_(std::move(directory)),
      notices_(recovered.notices),
      committer_(directory_, std::move(recovered), options) {}

commit::DocumentPointer TestStore::find(std::string_view document) const {
  return state().find(name(document));
}

std::uint64_t TestStore::revision_of(std::string_view document) const {
  const auto found = find(document);
  return found ? found->revision.number : 0;
}

}  // namespace holdfast::test
