#include "daemon/commit/known_answer.hpp"

#include "daemon/commit/group_record.hpp"

namespace holdfast::commit {
namespace {

Refusal id_reused(const Request& request, std::string why) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::request_id_reused;
  refusal.request_id = request.request_id;
  refusal.message = "nothing was changed: " + std::move(why);
  return refusal;
}

}  // namespace

std::optional<RequestResult> known_answer(const Request& request, const RequestIds* ids, bool degraded) {
  if (request.request_id.empty() || request.dry_run) return std::nullopt;
  const auto* entry = ids != nullptr ? ids->find(request.uid, request.request_id) : nullptr;
  if (entry == nullptr) {
    if (request.resolve && degraded) return Resolved{Resolved::Outcome::unknown, {}};
    return std::nullopt;
  }
  if (request.resolve && entry->fence) return Resolved{Resolved::Outcome::not_applied, {}};
  if (entry->fence) return id_reused(request, "this requestId was resolved as not applied, and stays so");
  const auto transaction = decode_transaction(entry->transaction);
  if (!transaction) return std::nullopt;
  if (request.resolve) return Resolved{Resolved::Outcome::committed, transaction->revision};
  if (entry->operations_digest != digest_of(request.operations))
    return id_reused(request,
                     "this requestId was used for other operations; choose a new one for each commit");
  return answer_of(*transaction);
}

}  // namespace holdfast::commit
