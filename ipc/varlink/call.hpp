// One call being answered: what was asked, by whom, and the way back. Threads: the io thread only. A handler
// may keep it and answer later; if the connection has gone by then, the answer is dropped.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ipc/varlink/message.hpp"
#include "ipc/varlink/peer.hpp"
#include "ipc/varlink/wire_error.hpp"

namespace holdfast::varlink {

class Call {
 public:
  Call(CallMessage message, std::shared_ptr<const Peer> peer)
      : message_(std::move(message)), peer_(std::move(peer)) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  [[nodiscard]] const CallMessage& message() const { return message_; }
  [[nodiscard]] const Peer& peer() const { return *peer_; }
  [[nodiscard]] std::shared_ptr<const Peer> shared_peer() const { return peer_; }
  /// The caller takes a stream of replies.
  [[nodiscard]] bool more() const { return message_.flags().more; }
  /// The value of a parameter; nothing where it is absent or null.
  [[nodiscard]] std::optional<json::Value> parameter(std::string_view name) const;

  /// The last or only reply. `parameters` is the text of an object. Precondition: not finished.
  void reply(std::string_view parameters) { finish(make_reply(parameters, false)); }
  /// One reply of several. Precondition: more(), not finished.
  void reply_and_continue(std::string_view parameters);
  /// Answers with an error. Precondition: not finished.
  void fail(const WireError& error) { finish(make_error(error.name, error.parameters)); }

  [[nodiscard]] bool finished() const { return finished_; }

  /// For the session: called after every reply.
  void on_output(std::function<void()> notify) { notify_ = std::move(notify); }
  /// For the session: the replies made since the last time, ready to be sent.
  [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }

 private:
  void append(std::string reply);
  void finish(std::string reply);

  CallMessage message_;
  std::shared_ptr<const Peer> peer_;
  std::function<void()> notify_;
  std::string output_;
  bool finished_ = false;
};

}  // namespace holdfast::varlink
