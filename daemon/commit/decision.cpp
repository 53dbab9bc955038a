#include "daemon/commit/decision.hpp"

#include <algorithm>
#include <cerrno>

#include "daemon/commit/edit_operation.hpp"
#include "daemon/commit/staged_store.hpp"

namespace holdfast::commit {
namespace {

using document::DocumentName;
using Kind = Operation::Kind;

Refusal refuse(Refusal::Kind kind, const DocumentName& name, std::string message) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.document = name.text();
  refusal.message = std::move(message);
  return refusal;
}

Refusal too_large(std::string limit, std::uint64_t most, std::uint64_t actual, std::string message) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::too_large;
  refusal.limit = std::move(limit);
  refusal.limit_max = most;
  refusal.limit_actual = actual;
  refusal.message = std::move(message);
  return refusal;
}

// Of memory, for the edits of one request.
constexpr std::uint64_t kept_bytes_max = 256 * 1024 * 1024;

// Decides one request on what those before it staged.
class Decider {
 public:
  Decider(StagedStore& staged, const CommitLimits& limits) : staged_(staged), limits_(limits) {}

  std::optional<Refusal> take(const Request& request);
  // After take(): `next` is the revision it gets if it changes a byte, `now` the store's if not.
  [[nodiscard]] Decided accept(Revision now, Revision next);

 private:
  std::optional<Refusal> take(const Operation& operation, std::size_t index);
  std::optional<Refusal> apply(const Operation& operation);
  std::optional<Refusal> check_precondition(const Operation& operation) const;
  std::optional<Refusal> check_size(const DocumentName& name, std::uint64_t bytes) const;
  std::optional<Refusal> put(const Operation& operation);
  std::optional<Refusal> erase(const DocumentName& name);
  std::optional<Refusal> edit_inside(const Operation& operation);
  [[nodiscard]] std::optional<Refusal> find_clash(const DocumentName& name) const;

  StagedStore& staged_;
  const CommitLimits& limits_;
  std::vector<DocumentName> named_;
  std::vector<ResolvedPaths> paths_;
};

std::optional<Refusal> Decider::take(const Operation& operation, std::size_t index) {
  auto refusal = check_precondition(operation);
  if (!refusal) refusal = apply(operation);
  if (refusal) {
    refusal->operation = index;
    return refusal;
  }
  paths_.resize(index + 1);
  if (std::find(named_.begin(), named_.end(), operation.document) == named_.end()) {
    named_.push_back(operation.document);
  }
  if (named_.size() <= limits_.documents_max) return std::nullopt;
  return too_large("commitDocumentsMax", limits_.documents_max, named_.size(),
                   "the commit names too many documents");
}

std::optional<Refusal> Decider::apply(const Operation& operation) {
  switch (operation.kind) {
    case Kind::put:
      return put(operation);
    case Kind::delete_document:
      return erase(operation.document);
    default:
      return edit_inside(operation);
  }
}

std::optional<Refusal> Decider::check_precondition(const Operation& operation) const {
  const auto before = staged_.original().find(operation.document);
  const Revision actual = staged_.revision_before(operation.document);
  if (operation.if_revision && *operation.if_revision != actual) {
    auto refusal = refuse(Refusal::Kind::revision_mismatch, operation.document,
                          operation.document.text() + " is at revision " + std::to_string(actual.number) +
                              ", not " + std::to_string(operation.if_revision->number) + "; read it again");
    refusal.expected = *operation.if_revision;
    refusal.actual = actual;
    return refusal;
  }
  if (before && !before->valid()) {
    auto refusal = refuse(Refusal::Kind::invalid_on_disk, operation.document,
                          operation.document.text() + " was edited by hand into something invalid (" +
                              before->fault->message + "); correct the file, holdfast does not overwrite it");
    refusal.line = before->fault->line;
    refusal.column = before->fault->column;
    return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> Decider::check_size(const DocumentName& name, std::uint64_t bytes) const {
  if (bytes <= limits_.document_bytes_max) return std::nullopt;
  auto refusal =
      too_large("documentBytesMax", limits_.document_bytes_max, bytes,
                name.text() + " would have " + std::to_string(bytes) + " bytes; a document has at most " +
                    std::to_string(limits_.document_bytes_max));
  refusal.document = name.text();
  return refusal;
}

std::optional<Refusal> Decider::put(const Operation& operation) {
  const auto& name = operation.document;
  if (auto refusal = check_size(name, operation.bytes->size())) return refusal;
  auto content = document::Content::make(name, *operation.bytes, limits_.parse);
  if (!content) {
    const auto& fault = content.error();
    if (fault.out_of_memory) return refusal_of(disk::make_failure(ENOMEM, "parsing " + name.text()));
    auto refusal = refuse(Refusal::Kind::invalid_document, name,
                          "this is no content for " + name.text() + ": line " + std::to_string(fault.line) +
                              ", column " + std::to_string(fault.column) + ": " + fault.message);
    refusal.line = fault.line;
    refusal.column = fault.column;
    return refusal;
  }
  if (auto clash = find_clash(name)) return clash;
  staged_.put(name, std::move(*content));
  return std::nullopt;
}

std::optional<Refusal> Decider::erase(const DocumentName& name) {
  if (!staged_.exists(name))
    return refuse(Refusal::Kind::no_such_document, name, "there is no document " + name.text());
  staged_.erase(name);
  return std::nullopt;
}

std::optional<Refusal> Decider::edit_inside(const Operation& operation) {
  const auto& name = operation.document;
  if (!staged_.exists(name))
    return refuse(Refusal::Kind::no_such_document, name, "there is no document " + name.text());
  if (name.kind() != document::DocumentKind::json) {
    auto refusal =
        refuse(Refusal::Kind::invalid_operation, name,
               name.text() + " is not JSON by its name, so it has no values to change; put replaces it");
    refusal.field = "document";
    return refusal;
  }
  auto& draft = staged_.draft(name);
  auto edited = edit(draft, operation, limits_.parse.depth_max);
  if (auto* refusal = std::get_if<Refusal>(&edited)) return std::move(*refusal);
  const auto extent = draft.extent();
  if (auto refusal = check_size(name, static_cast<std::uint64_t>(extent.bytes))) return refusal;
  if (static_cast<std::uint64_t>(extent.nodes) > limits_.parse.nodes_max) {
    return refuse(Refusal::Kind::invalid_operation, name, name.text() + " would hold too many values");
  }
  if (const auto work = staged_.work(); work > limits_.work_bytes_max) {
    return too_large("commitWorkBytesMax", limits_.work_bytes_max, work,
                     "the commit takes too much work; send its operations in several commits");
  }
  if (const auto kept = staged_.kept(); kept > kept_bytes_max) {
    return too_large("commitWorkBytesMax", kept_bytes_max, kept,
                     "the commit takes too much memory; send its operations in several commits");
  }
  paths_.resize(paths_.size() + 1);
  paths_.back() = std::get<ResolvedPaths>(std::move(edited));
  return std::nullopt;
}

// A name cannot be a document and a directory at once.
std::optional<Refusal> Decider::find_clash(const DocumentName& name) const {
  auto clash = refuse(Refusal::Kind::invalid_operation, name, {});
  clash.field = "document";
  for (auto slash = name.text().find('/'); slash != std::string::npos;
       slash = name.text().find('/', slash + 1)) {
    const auto above = DocumentName::parse(name.text().substr(0, slash));
    // Also one deleted by this very request: it is still there when the directory would have to be made.
    if (!above || (!staged_.exists(*above) && !staged_.original().documents.contains(*above))) continue;
    clash.message = above->text() + " is a document, so nothing can lie below it";
    return clash;
  }
  if (!staged_.holds_below(name.text() + "/")) return std::nullopt;
  clash.message = name.text() + " is a directory that holds documents";
  return clash;
}

std::optional<Refusal> Decider::take(const Request& request) {
  if (request.bytes() > limits_.request_bytes_max) {
    return too_large("commitBytesMax", limits_.request_bytes_max, request.bytes(),
                     "the commit holds too many bytes");
  }
  for (std::size_t i = 0; i < request.operations.size(); ++i) {
    if (auto refusal = take(request.operations[i], i)) return refusal;
  }
  return std::nullopt;
}

Decided Decider::accept(Revision now, Revision next) {
  Decided decided{named_, paths_, {}, staged_.accept(next), {}};
  decided.revision = decided.changed ? next : now;
  for (const auto& name : named_)
    decided.versions.push_back(staged_.version(name));
  return decided;
}

std::variant<Decided, Refusal> decide_one(StagedStore& staged, const Request& request,
                                          const CommitLimits& limits, Revision now) {
  staged.begin_request();
  Decider decider(staged, limits);
  if (auto refusal = decider.take(request)) {
    staged.roll_back();
    return std::move(*refusal);
  }
  return decider.accept(now, now.next());
}

}  // namespace

GroupDecision decide_group(const StoreState& state, const std::vector<const Request*>& requests,
                           const CommitLimits& limits) {
  StagedStore staged(state, limits.document_bytes_max);
  GroupDecision group{{}, {}, state.revision};
  for (const auto* request : requests) {
    auto decided = decide_one(staged, *request, limits, group.revision);
    if (const auto* taken = std::get_if<Decided>(&decided)) group.revision = taken->revision;
    group.requests.push_back(std::move(decided));
  }
  group.changes = staged.changes();
  return group;
}

std::variant<Decision, Refusal> decide(const StoreState& state, const Request& request,
                                       const CommitLimits& limits) {
  auto group = decide_group(state, {&request}, limits);
  if (auto* refusal = std::get_if<Refusal>(&group.requests.front())) return std::move(*refusal);
  return Decision{std::get<Decided>(std::move(group.requests.front())), std::move(group.changes)};
}

}  // namespace holdfast::commit
