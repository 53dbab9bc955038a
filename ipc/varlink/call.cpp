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
  output_.append(make_reply(parameters, true));
  if (notify_) notify_();
}

void Call::finish(std::string reply) {
  BOOST_ASSERT(!finished_);
  finished_ = true;
  if (!message_.flags().oneway) output_.append(reply);
  if (const auto notify = std::exchange(notify_, nullptr)) notify();
}

}  // namespace holdfast::varlink
