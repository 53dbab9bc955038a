// One connection: reads calls ahead up to a window, starts them in order, sends the replies in order.
// Back-pressure is by not reading: a peer that sends more than the window, or does not take its replies,
// waits. Threads: the io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "ipc/varlink/frame_reader.hpp"
#include "ipc/varlink/service.hpp"

namespace holdfast::varlink {

struct SessionLimits {
  std::size_t message_bytes_max =
      16 * 1024 * 1024 - 4096;                      // each way; larger replies are the handlers' to avoid
  std::size_t window_bytes_max = 32 * 1024 * 1024;  // of such calls; one is always read, however large
  std::size_t window_calls = 64;                    // calls read and not answered
  std::size_t output_bytes_max = 1024 * 1024;       // replies waiting; beyond it no further call starts
  std::chrono::milliseconds stall_timeout{30'000};  // for a begun message to be whole, or a reply to move
  json::ParseLimits parse;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;
  using Clock = std::chrono::steady_clock;

  struct Events {
    std::function<void(const std::shared_ptr<Session>&)> closed;  // exactly once
    std::function<void(const Peer&, const std::string&)>
        bad_message;  // before a close for what the peer sent
  };

  Session(Socket socket, Peer peer, const Service& service, const SessionLimits& limits, Events events);

  void start();
  /// Reads no further call; closes when all that were read are answered and sent.
  void drain();
  /// Closes now; calls under way go on, their replies are dropped.
  void close();
  /// Closes if the peer has kept us waiting longer than the limit.
  void close_if_stalled(Clock::time_point now);

  [[nodiscard]] const Peer& peer() const { return *peer_; }

 private:
  struct Slot {
    std::shared_ptr<Call> call;
    Order order = Order::after_replies;
    bool started = false;
  };

  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> write();
  [[nodiscard]] std::string take_batch();
  // Takes whole messages while the window has room; false when nothing more is to be read.
  bool take_messages();
  // False if there is no whole message, or it is one that ends the reading.
  bool take_message();
  void start_calls();
  [[nodiscard]] bool may_start(const Slot& slot, bool earlier_unfinished, bool earlier_all_queued) const;
  void collect_output();
  void advance();
  [[nodiscard]] bool may_read() const {
    return slots_.size() < limits_.window_calls && window_bytes_ < limits_.window_bytes_max;
  }
  [[nodiscard]] bool all_answered() const { return reading_done_ && slots_.empty() && output_.empty(); }
  // Ends the reading for what the peer did.
  void refuse(const std::string& why);

  Socket socket_;
  std::shared_ptr<const Peer> peer_;
  const Service& service_;
  const SessionLimits& limits_;
  Events events_;
  FrameReader frames_;
  std::deque<Slot> slots_;
  std::deque<std::string> output_;
  std::size_t window_bytes_ = 0;  // in slots_
  std::size_t output_bytes_ = 0;  // in output_ and being written
  boost::asio::steady_timer reader_wake_;
  boost::asio::steady_timer writer_wake_;
  Clock::time_point message_begun_ = Clock::time_point::max();
  Clock::time_point write_begun_ = Clock::time_point::max();
  bool reading_done_ = false;
  bool closed_ = false;
  bool advancing_ = false;
  bool advance_again_ = false;
};

}  // namespace holdfast::varlink
