#include "daemon/service/store_service.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>

#include "daemon/service/document_writer.hpp"
#include "daemon/service/operation_writer.hpp"
#include "daemon/service/request_reader.hpp"
#include "daemon/service/wire_refusal.hpp"
#include "ipc/io_holdfast_config.hpp"

namespace holdfast::service {
namespace {

using commit::Notice;
using commit::Refusal;
using varlink::Call;
using varlink::Order;

constexpr std::string_view interface_prefix = "io.holdfast.config.";

constexpr std::array methods_of_later_versions{"Confirm", "Revert", "History", "Diff",  "Restore",
                                               "Watch",   "Access", "Blame",   "Verify"};

std::vector<std::string> names_in(const commit::Request& request) {
  std::vector<std::string> names;
  for (const auto& operation : request.operations) {
    const auto& name = operation.document.text();
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& names, const std::string& separator) {
  std::string all;
  for (const auto& name : names)
    all += (all.empty() ? "" : separator) + name;
  return all;
}

// Each once: a request may hold any number of operations.
std::string verbs_in(const commit::Request& request) {
  if (request.resolve) return "resolve";
  std::vector<std::string> verbs;
  for (const auto& operation : request.operations) {
    if (std::find(verbs.begin(), verbs.end(), name_of(operation.kind)) == verbs.end())
      verbs.emplace_back(name_of(operation.kind));
  }
  return joined(verbs, ",");
}

Severity severity_of(Notice::Kind kind) {
  switch (kind) {
    case Notice::Kind::degraded:
      return Severity::critical;
    case Notice::Kind::retry:
    case Notice::Kind::left_behind:
    case Notice::Kind::not_kept:
    case Notice::Kind::slow_sync:
    case Notice::Kind::invalid_on_disk:
      return Severity::warning;
    case Notice::Kind::imported:
    case Notice::Kind::recovered:
    case Notice::Kind::healthy:
      return Severity::notice;
  }
  return Severity::notice;
}

EventKind event_kind_of(Notice::Kind kind) {
  switch (kind) {
    case Notice::Kind::degraded:
      return EventKind::degraded;
    case Notice::Kind::retry:
      return EventKind::retried;
    case Notice::Kind::left_behind:
      return EventKind::left_behind;
    case Notice::Kind::not_kept:
      return EventKind::not_kept;
    case Notice::Kind::slow_sync:
      return EventKind::slow_sync;
    case Notice::Kind::invalid_on_disk:
      return EventKind::invalid_document;
    case Notice::Kind::imported:
      return EventKind::hand_edit;
    case Notice::Kind::recovered:
      return EventKind::recovered;
    case Notice::Kind::healthy:
      return EventKind::healthy;
  }
  return EventKind::setup;
}

// Refusals that speak of the disk concern the administrator; the others are between the client and its
// request.
Severity severity_of(const Refusal& refusal) {
  switch (refusal.kind) {
    case Refusal::Kind::storage_full:
    case Refusal::Kind::storage_failed:
    case Refusal::Kind::read_only:
    case Refusal::Kind::outcome_unknown:
      return Severity::error;
    default:
      return Severity::info;
  }
}

// Texts are as large as clients make them: one for which there is no memory costs its own call only.
void answer(const std::shared_ptr<Call>& call, const varlink::Service::Handler& handler) {
  try {
    handler(call);
  } catch (const std::bad_alloc&) {
    if (!call->finished())
      call->fail(wire_error_of(commit::refusal_of(disk::make_failure(ENOMEM, "answering the call"))));
  }
}

}  // namespace

Event event_of(const Notice& notice) {
  Event event(event_kind_of(notice.kind), severity_of(notice.kind), notice.message);
  if (!notice.document.empty()) event.documents.push_back(notice.document);
  event.cause = notice.cause;
  return event;
}

StoreService::StoreService(commit::CommitQueue& queue, commit::StoreState state, const Access& access,
                           EventLog& log, StoreInfo info)
    : queue_(queue), state_(std::move(state)), access_(access), log_(log), info_(std::move(info)) {
  for (const auto& [name, document] : state_.documents)
    last_commit_ = std::max(last_commit_, document->modified);
  queue_.on_pass([this](const commit::PassReport& pass) { adopt(pass); });
}

void StoreService::register_with(varlink::Service& service) {
  service.add_interface(std::string(io_holdfast_config_description));
  const auto add = [&service](std::string_view name, Order order, varlink::Service::Handler handler) {
    service.add_method(std::string(interface_prefix).append(name), order,
                       [handler = std::move(handler)](const CallPointer& call) { answer(call, handler); });
  };
  add("Commit", Order::queued, [this](const CallPointer& call) { commit(call); });
  add("Resolve", Order::queued, [this](const CallPointer& call) { resolve(call); });
  add("Get", Order::after_replies, [this](const CallPointer& call) { get(*call); });
  add("List", Order::after_replies, [this](const CallPointer& call) { list(*call); });
  add("Status", Order::after_replies, [this](const CallPointer& call) { status(*call); });
  for (const char* name : methods_of_later_versions) {
    add(name, Order::after_replies, [](const CallPointer& call) {
      call->fail(varlink::method_not_implemented(call->message().method()));
    });
  }
}

bool StoreService::admit(Call& call, const std::string& operation) {
  if (access_.allows(call.peer())) return true;
  statistics_.count_refusal();
  Event event(EventKind::refused, Severity::notice,
              "refused " + operation + ": user " + std::to_string(call.peer().uid) + " has no right to it");
  event.operation = operation;
  event.peer = call.peer();
  event.error = "PermissionDenied";
  log_.write(event);
  call.fail(varlink::permission_denied());
  return false;
}

void StoreService::refuse(Call& call, const commit::Request& request, const Refusal& refusal,
                          std::chrono::microseconds duration) {
  auto told = refusal;
  if (told.kind == Refusal::Kind::outcome_unknown) told.request_id = request.request_id;
  const auto error = wire_error_of(told);
  statistics_.count_refusal();
  Event event(EventKind::refused, severity_of(refusal),
              "refused " + verbs_in(request) + ": " + refusal.message);
  event.operation = verbs_in(request);
  event.request_id = request.request_id;
  event.documents = names_in(request);
  event.duration = duration;
  event.error = short_name(error);
  event.cause = refusal.cause;
  if (refusal.cause && !event.documents.empty()) event.path = info_.directory + "/" + event.documents.front();
  event.peer = call.peer();
  log_.write(event);
  call.fail(error);
}

void StoreService::log_commit(const Call& call, const commit::Request& request, commit::Revision revision,
                              std::chrono::microseconds duration) {
  const auto names = names_in(request);
  Event event(EventKind::committed, Severity::info,
              "committed revision " + std::to_string(revision.number) + ": " + verbs_in(request) + " " +
                  joined(names, ", ") + (request.message.empty() ? "" : " (" + request.message + ")"));
  event.operation = verbs_in(request);
  event.request_id = request.request_id;
  event.documents = names;
  event.revision = revision.number;
  event.duration = duration;
  event.peer = call.peer();
  log_.write(event);
}

void StoreService::commit(const CallPointer& call) {
  if (!admit(*call, "commit")) return;
  submit(call, read_commit(*call),
         [this, call](const commit::Request& request, const commit::RequestResult& result,
                      const commit::PassReport& pass) { finish_commit(*call, request, result, pass); });
}

void StoreService::resolve(const CallPointer& call) {
  if (!admit(*call, "resolve")) return;
  submit(call, read_resolve(*call),
         [this, call](const commit::Request& request, const commit::RequestResult& result,
                      const commit::PassReport& pass) {
           if (const auto* refusal = std::get_if<Refusal>(&result))
             return refuse(*call, request, *refusal, pass.duration);
           reply_resolved(*call, std::get<commit::Resolved>(result));
         });
}

void StoreService::submit(const CallPointer& call, std::variant<commit::Request, varlink::WireError> read,
                          Finish finish) {
  if (const auto* error = std::get_if<varlink::WireError>(&read)) {
    statistics_.count_refusal();
    return call->fail(*error);
  }
  auto request = std::get<commit::Request>(std::move(read));
  request.uid = call->peer().uid;
  request.gid = call->peer().gid;
  request.pid = static_cast<std::uint32_t>(call->peer().pid);
  auto shared = std::make_shared<const commit::Request>(request);
  const auto done = [shared, finish = std::move(finish)](const commit::RequestResult& result,
                                                         const commit::PassReport& pass) {
    finish(*shared, result, pass);
  };
  if (const auto refusal = queue_.submit(std::move(request), done)) {
    refuse(*call, *shared, *refusal, std::chrono::microseconds{0});
  }
}

void StoreService::adopt(const commit::PassReport& pass) {
  for (const auto& change : pass.changes) {
    if (change.now) {
      state_.documents[change.name] = change.now;
    } else {
      state_.documents.erase(change.name);
    }
  }
  state_.revision = pass.revision;
  statistics_.count_groups(pass.groups);
  degraded_reason_ = pass.degraded_reason;
  for (const auto& notice : pass.notices)
    log_.write(event_of(notice));
  if (info_.changed) info_.changed();
}

void StoreService::finish_commit(Call& call, const commit::Request& request,
                                 const commit::RequestResult& result, const commit::PassReport& pass) {
  if (const auto* refusal = std::get_if<Refusal>(&result))
    return refuse(call, request, *refusal, pass.duration);
  const auto& applied = std::get<commit::Applied>(result);
  if (applied.changed && !request.dry_run && !applied.repeated) {
    statistics_.count_commit(pass.duration, pass.sync_time, Statistics::Clock::now());
    last_commit_ = commit::timestamp_now();
    log_commit(call, request, applied.revision, pass.duration);
  }
  // The outcome itself needs little; what was done is done, whether there is memory to show it or not.
  try {
    reply_applied(call, request, applied, info_.message_bytes_max);
  } catch (const std::bad_alloc&) {
    reply_applied(call, request, applied, 0);
  }
}

std::string StoreService::summary() const {
  const std::string state = stopping_ ? "stopping" : degraded_reason_.empty() ? "ready" : "read-only";
  const auto count = state_.documents.size();
  return state + ": " + std::to_string(count) + (count == 1 ? " document" : " documents") + ", revision " +
         std::to_string(state_.revision.number) + (degraded_reason_.empty() ? "" : "; " + degraded_reason_);
}

void StoreService::reply_resolved(Call& call, const commit::Resolved& resolved) {
  using Outcome = commit::Resolved::Outcome;
  json::Writer writer;
  writer.begin_object().member("outcome", resolved.outcome == Outcome::committed     ? "committed"
                                          : resolved.outcome == Outcome::not_applied ? "notApplied"
                                                                                     : "unknown");
  if (resolved.outcome == Outcome::committed) writer.member("revision", resolved.revision.number);
  call.reply(writer.end_object().take());
}

void StoreService::reply_applied(Call& call, const commit::Request& request, const commit::Applied& applied,
                                 std::size_t bytes_max) {
  json::Writer writer;
  writer.begin_object()
      .member("outcome", !applied.changed  ? "unchanged"
                         : request.dry_run ? "planned"
                                           : "committed")
      .member("revision", applied.revision.number)
      .name("documents")
      .begin_array();
  for (const auto& [name, document] : applied.documents) {
    if (document) {
      write_document(writer, *document);
    } else {
      write_absent_document(writer, name, last_commit_);
    }
  }
  writer.end_array();
  write_operations(writer, request, applied.paths, bytes_max);
  if (request.dry_run) write_diffs(writer, applied.diffs, bytes_max);
  call.reply(writer.end_object().take());
}

}  // namespace holdfast::service
