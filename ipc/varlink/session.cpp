#include "ipc/varlink/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <new>
#include <utility>

namespace holdfast::varlink {
namespace {

namespace asio = boost::asio;
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr auto never = Session::Clock::time_point::max();
constexpr std::size_t batch_bytes_max = 65'536;

}  // namespace

Session::Session(Socket socket, Peer peer, const Service& service, const SessionLimits& limits, Events events)
    : socket_(std::move(socket)),
      peer_(std::make_shared<const Peer>(std::move(peer))),
      service_(service),
      limits_(limits),
      events_(std::move(events)),
      frames_(limits.message_bytes_max),
      reader_wake_(socket_.get_executor(), never),
      writer_wake_(socket_.get_executor(), never) {}

// Each coroutine is handed a reference to keep the session alive as long as it runs.
void Session::start() {
  auto self = shared_from_this();
  auto reader = [self]() { return self->read(); };
  auto writer = [self]() { return self->write(); };
  asio::co_spawn(socket_.get_executor(), std::move(reader), asio::detached);
  asio::co_spawn(socket_.get_executor(), std::move(writer), asio::detached);
}

asio::awaitable<void> Session::read() {
  const auto self = shared_from_this();
  while (!reading_done_ && !closed_) {
    if (!may_read()) {
      co_await reader_wake_.async_wait(as_values);
      if (!closed_ && !take_messages()) break;
      continue;
    }
    std::span<char> room;
    try {
      room = frames_.writable();
    } catch (const std::bad_alloc&) {
      refuse("no memory for a message this large");
      break;
    }
    const auto [error, bytes] =
        co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), as_values);
    if (error) break;
    frames_.written(bytes);
    if (!take_messages()) break;
  }
  reading_done_ = true;
  message_begun_ = never;
  advance();
  writer_wake_.cancel();
}

asio::awaitable<void> Session::write() {
  const auto self = shared_from_this();
  while (!closed_ && !all_answered()) {
    if (output_.empty()) {
      co_await writer_wake_.async_wait(as_values);
      continue;
    }
    const std::string batch = take_batch();
    write_begun_ = Clock::now();
    std::size_t sent = 0;
    while (sent < batch.size()) {
      const auto rest = asio::buffer(batch.data() + sent, batch.size() - sent);
      const auto [error, bytes] = co_await socket_.async_write_some(rest, as_values);
      if (error) {
        close();
        co_return;
      }
      sent += bytes;
      write_begun_ = Clock::now();
    }
    write_begun_ = never;
    output_bytes_ -= batch.size();
    advance();
  }
  close();
}

// Small replies go out together; a large one is not copied.
std::string Session::take_batch() {
  std::string batch = std::move(output_.front());
  output_.pop_front();
  while (!output_.empty() && batch.size() + output_.front().size() <= batch_bytes_max) {
    batch.append(output_.front());
    output_.pop_front();
  }
  return batch;
}

bool Session::take_messages() {
  bool more = true;
  while (more && may_read() && !reading_done_) {
    while (may_read() && (more = take_message())) {
    }
    advance();  // what is answered at once leaves the window
  }
  if (frames_.too_large()) {
    refuse("a message is larger than " + std::to_string(limits_.message_bytes_max) + " bytes");
  }
  if (reading_done_) return false;
  const bool waiting = may_read() && frames_.partial();
  if (!waiting) message_begun_ = never;
  if (waiting && message_begun_ == never) message_begun_ = Clock::now();
  return true;
}

bool Session::take_message() {
  std::shared_ptr<Call> call;
  try {
    auto text = frames_.next();
    if (!text) return false;
    message_begun_ = never;
    auto message = CallMessage::parse(std::move(*text), limits_.parse);
    if (!message) {
      refuse(message.error().message);
      return false;
    }
    call = std::make_shared<Call>(std::move(*message), peer_);
  } catch (const std::bad_alloc&) {
    refuse("no memory for a message this large");
    return false;
  }
  const std::weak_ptr<Session> session = weak_from_this();
  call->on_output([session] {
    if (const auto alive = session.lock()) alive->advance();
  });
  const Order order = service_.order_of(*call);
  window_bytes_ += call->message().bytes();
  slots_.push_back({std::move(call), order, false});
  return true;
}

// A handler that answers at once comes back here through on_output; the flags turn that recursion into a
// loop.
void Session::advance() {
  advance_again_ = true;
  if (advancing_ || closed_) return;
  advancing_ = true;
  while (std::exchange(advance_again_, false) && !closed_) {
    start_calls();
    collect_output();
  }
  advancing_ = false;
  if (may_read()) reader_wake_.cancel();
  if (!output_.empty() || all_answered()) writer_wake_.cancel();
}

bool Session::may_start(const Slot& slot, bool earlier_unfinished, bool earlier_all_queued) const {
  if (output_bytes_ > limits_.output_bytes_max) return false;
  return !earlier_unfinished || (slot.order == Order::queued && earlier_all_queued);
}

void Session::start_calls() {
  bool earlier_unfinished = false;
  bool earlier_all_queued = true;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!slots_[i].started) {
      if (!may_start(slots_[i], earlier_unfinished, earlier_all_queued)) return;
      slots_[i].started = true;
      const auto call = slots_[i].call;
      service_.dispatch(call);
      if (call->finished()) collect_output();
      advance_again_ = true;
      return;
    }
    if (!slots_[i].call->finished()) {
      earlier_unfinished = true;
      earlier_all_queued = earlier_all_queued && slots_[i].order == Order::queued;
    }
  }
}

void Session::collect_output() {
  while (!slots_.empty()) {
    const auto& call = slots_.front().call;
    std::string reply = call->take_output();
    if (!reply.empty()) {
      output_bytes_ += reply.size();
      output_.push_back(std::move(reply));
    }
    if (!call->finished()) return;
    window_bytes_ -= call->message().bytes();
    slots_.pop_front();
  }
}

void Session::drain() {
  reading_done_ = true;
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_receive, ignored);
  reader_wake_.cancel();
  advance();
  writer_wake_.cancel();
}

void Session::close() {
  if (std::exchange(closed_, true)) return;
  boost::system::error_code ignored;
  socket_.close(ignored);
  reader_wake_.cancel();
  writer_wake_.cancel();
  events_.closed(shared_from_this());
}

void Session::close_if_stalled(Clock::time_point now) {
  const auto stalled = [&](Clock::time_point since) {
    return since != never && now - since > limits_.stall_timeout;
  };
  if (!stalled(message_begun_) && !stalled(write_begun_)) return;
  refuse("the peer stalled in the middle of a message");
  close();
}

// What was taken before is still answered.
void Session::refuse(const std::string& why) {
  reading_done_ = true;
  events_.bad_message(*peer_, why);
}

}  // namespace holdfast::varlink
