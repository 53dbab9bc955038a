#include "daemon/commit/decision.hpp"

#include <algorithm>
#include <map>

#include "daemon/document/content.hpp"

namespace holdfast::commit {
namespace {

using document::DocumentName;
using Bytes = std::shared_ptr<const std::string>;

class Decider {
 public:
  Decider(const StoreState& state, const CommitLimits& limits) : state_(state), limits_(limits) {}

  std::optional<Refusal> take(const Operation& operation, std::size_t index);
  [[nodiscard]] Decision decision() const;

 private:
  std::optional<Refusal> check_precondition(const Operation& operation, const DocumentPointer& before) const;
  std::optional<Refusal> put(const Operation& operation);
  std::optional<Refusal> remove(const Operation& operation);
  [[nodiscard]] std::optional<Refusal> find_clash(const DocumentName& name) const;
  [[nodiscard]] bool exists(const DocumentName& name) const;
  Refusal refuse(Refusal::Kind kind, const DocumentName& name, std::string message) const {
    Refusal refusal;
    refusal.kind = kind;
    refusal.document = name.text();
    refusal.message = std::move(message);
    return refusal;
  }

  const StoreState& state_;
  const CommitLimits& limits_;
  std::vector<DocumentName> named_;
  std::map<DocumentName, Bytes> staged_;  // null: deleted
};

std::optional<Refusal> Decider::take(const Operation& operation, std::size_t index) {
  const auto before = state_.find(operation.document);
  auto refusal = check_precondition(operation, before);
  if (!refusal) refusal = operation.kind == Operation::Kind::put ? put(operation) : remove(operation);
  if (refusal) {
    refusal->operation = index;
    return refusal;
  }
  if (std::find(named_.begin(), named_.end(), operation.document) == named_.end()) {
    named_.push_back(operation.document);
  }
  return std::nullopt;
}

std::optional<Refusal> Decider::check_precondition(const Operation& operation,
                                                   const DocumentPointer& before) const {
  const Revision actual = before ? before->revision : Revision{};
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

std::optional<Refusal> Decider::put(const Operation& operation) {
  const auto& name = operation.document;
  if (operation.bytes->size() > limits_.document_bytes_max) {
    auto refusal = refuse(Refusal::Kind::too_large, name,
                          name.text() + " would have " + std::to_string(operation.bytes->size()) +
                              " bytes; a document has at most " + std::to_string(limits_.document_bytes_max));
    refusal.limit = "documentBytesMax";
    refusal.limit_max = limits_.document_bytes_max;
    refusal.limit_actual = operation.bytes->size();
    return refusal;
  }
  if (const auto fault = document::find_fault(name, *operation.bytes, limits_.parse)) {
    auto refusal = refuse(Refusal::Kind::invalid_document, name,
                          "this is no content for " + name.text() + ": line " + std::to_string(fault->line) +
                              ", column " + std::to_string(fault->column) + ": " + fault->message);
    refusal.line = fault->line;
    refusal.column = fault->column;
    return refusal;
  }
  if (auto clash = find_clash(name)) return clash;
  staged_[name] = operation.bytes;
  return std::nullopt;
}

std::optional<Refusal> Decider::remove(const Operation& operation) {
  const auto& name = operation.document;
  if (!exists(name))
    return refuse(Refusal::Kind::no_such_document, name, "there is no document " + name.text());
  staged_[name] = nullptr;
  return std::nullopt;
}

bool Decider::exists(const DocumentName& name) const {
  const auto staged = staged_.find(name);
  return staged == staged_.end() ? state_.documents.contains(name) : staged->second != nullptr;
}

// A name cannot be a document and a directory at once.
std::optional<Refusal> Decider::find_clash(const DocumentName& name) const {
  auto clash = refuse(Refusal::Kind::invalid_operation, name, {});
  clash.field = "document";
  for (auto slash = name.text().find('/'); slash != std::string::npos;
       slash = name.text().find('/', slash + 1)) {
    const auto above = DocumentName::parse(name.text().substr(0, slash));
    // Also one deleted by this very request: it is still there when the directory would have to be made.
    if (!above || (!exists(*above) && !state_.documents.contains(*above))) continue;
    clash.message = above->text() + " is a document, so nothing can lie below it";
    return clash;
  }
  const std::string below = name.text() + "/";
  const auto lies_below = [&below](const auto& entry) { return entry.first.text().starts_with(below); };
  const auto first = state_.documents.upper_bound(name);
  const bool taken = std::any_of(staged_.begin(), staged_.end(), lies_below) ||
                     std::any_of(first, state_.documents.end(), lies_below);
  if (!taken) return std::nullopt;
  clash.message = name.text() + " is a directory that holds documents";
  return clash;
}

Decision Decider::decision() const {
  Decision decision{named_, {}};
  for (const auto& name : named_) {
    const auto before = state_.find(name);
    const auto& after = staged_.at(name);
    const bool same = before ? after && *after == *before->bytes : !after;
    if (!same) decision.changes.push_back({name, before, after});
  }
  return decision;
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

}  // namespace

std::variant<Decision, Refusal> decide(const StoreState& state, const Request& request,
                                       const CommitLimits& limits) {
  if (request.bytes() > limits.request_bytes_max) {
    return too_large("commitBytesMax", limits.request_bytes_max, request.bytes(),
                     "the commit holds too many bytes");
  }
  Decider decider(state, limits);
  for (std::size_t i = 0; i < request.operations.size(); ++i) {
    if (auto refusal = decider.take(request.operations[i], i)) return *refusal;
  }
  auto decision = decider.decision();
  if (decision.named.size() > limits.documents_max) {
    return too_large("commitDocumentsMax", limits.documents_max, decision.named.size(),
                     "the commit names too many documents");
  }
  return decision;
}

}  // namespace holdfast::commit
