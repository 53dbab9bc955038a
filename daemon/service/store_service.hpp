// The methods of io.holdfast.config: reads calls, asks the queue or the published state, makes replies, says
// in the log what happened. Threads: the io thread only. Reads are answered from the state after the last
// durable commit and never wait for the writer.
#pragma once

#include <functional>
#include <string>

#include "daemon/commit/commit_queue.hpp"
#include "daemon/disk/mount.hpp"
#include "daemon/service/access.hpp"
#include "daemon/service/event_log.hpp"
#include "daemon/service/statistics.hpp"
#include "ipc/varlink/service.hpp"

namespace holdfast::service {

struct StoreInfo {
  std::string version;
  std::string directory;
  disk::Mount mount;
  std::string started;  // RFC 3339
  std::size_t message_bytes_max = 16 * 1024 * 1024 - 4096;
  std::vector<std::pair<std::string, std::uint64_t>> limits;  // as Status shows them
  std::function<std::size_t()> connections;
  std::function<void()> changed;  // called after every request at the writer
};

class StoreService {
 public:
  /// `state` is what recover() returned.
  StoreService(commit::CommitQueue& queue, commit::StoreState state, const Access& access, EventLog& log,
               StoreInfo info);

  /// Adds the interface and all its methods; those that this version does not have answer
  /// MethodNotImplemented.
  void register_with(varlink::Service& service);

  /// For Status and for logs.
  void set_stopping() { stopping_ = true; }
  [[nodiscard]] bool is_degraded() const { return !degraded_reason_.empty(); }
  /// The store was taken up read-only, and why; empty: it was not.
  void set_degraded(std::string reason) { degraded_reason_ = std::move(reason); }
  void set_limits(std::vector<std::pair<std::string, std::uint64_t>> limits) {
    info_.limits = std::move(limits);
  }
  /// One line: "ready: 2 documents, revision 17".
  [[nodiscard]] std::string summary() const;
  [[nodiscard]] const commit::StoreState& state() const { return state_; }

 private:
  using CallPointer = std::shared_ptr<varlink::Call>;

  void commit(const CallPointer& call);
  void resolve(const CallPointer& call);
  using Finish =
      std::function<void(const commit::Request&, const commit::RequestResult&, const commit::PassReport&)>;
  // Puts in the queue what was read from the call, or answers why it could not be read; `finish` is told what
  // came of it.
  void submit(const CallPointer& call, std::variant<commit::Request, varlink::WireError> read, Finish finish);
  void finish_commit(varlink::Call& call, const commit::Request& request, const commit::RequestResult& result,
                     const commit::PassReport& pass);
  // Values and differences are shown as far as they fit into a message of `bytes_max`.
  void reply_applied(varlink::Call& call, const commit::Request& request, const commit::Applied& applied,
                     std::size_t bytes_max);
  void reply_resolved(varlink::Call& call, const commit::Resolved& resolved);
  void get(varlink::Call& call);
  void list(varlink::Call& call);
  void status(varlink::Call& call);
  // Answers PermissionDenied and returns false if the caller may not.
  [[nodiscard]] bool admit(varlink::Call& call, const std::string& operation);
  void refuse(varlink::Call& call, const commit::Request& request, const commit::Refusal& refusal,
              std::chrono::microseconds duration);
  void adopt(const commit::PassReport& pass);
  void log_commit(const varlink::Call& call, const commit::Request& request, commit::Revision revision,
                  std::chrono::microseconds duration);

  commit::CommitQueue& queue_;
  commit::StoreState state_;
  const Access& access_;
  EventLog& log_;
  StoreInfo info_;
  Statistics statistics_;
  std::string degraded_reason_;
  std::string last_commit_;
  bool stopping_ = false;
};

/// The event that tells of a notice.
[[nodiscard]] Event event_of(const commit::Notice& notice);

}  // namespace holdfast::service
