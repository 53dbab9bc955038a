#include "ipc/varlink/call.hpp"

#include <boost/assert.hpp>

namespace holdfast::varlink {

std::optional<json::Value> Call::parameter(std::string_view name) const {
  const auto parameters = message_.parameters();
  if (!parameters) return std::nullopt;
  const auto found = parameters->find(name);
  return found && !found->is(json::Kind::null) ? found : std::nullopt;
}

void Call::reply_and_continue(std::string_view parameters) {
  BOOST_ASSERT(!finished_ && more());
  append(make_reply(parameters, true));
  if (notify_) notify_();
}

// A large reply is not copied.
void Call::append(std::string reply) {
  if (output_.empty()) {
    output_ = std::move(reply);
  } else {
    output_.append(reply);
  }
}

void Call::finish(std::string reply) {
  BOOST_ASSERT(!finished_);
  // First, because it may find no memory: then another reply can be made still.
  if (!message_.flags().oneway) append(std::move(reply));
  finished_ = true;
  if (const auto notify = std::exchange(notify_, nullptr)) notify();
}

}  // namespace holdfast::varlink
