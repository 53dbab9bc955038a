// Goal: no message harms the server or the client, and every call gets an answer that a client can read.
// Method: the input is read as a call and as a reply; an accepted call is dispatched, and what would be sent
// is read back as replies; an accepted message is written again and read again.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ipc/io_holdfast_config.hpp"
#include "ipc/varlink/service.hpp"
#include "tests/fuzz/require.hpp"

namespace holdfast::varlink {
namespace {

// Declares what the daemon does; every handler answers at once with nothing, a stream with two replies.
const Service& service() {
  static const auto made = [] {
    auto fresh = std::make_unique<Service>(ServiceInfo{"vendor", "product", "version", "url"});
    fresh->add_interface(std::string(io_holdfast_config_description));
    for (const auto& [name, method] : fresh->interface("io.holdfast.config")->methods()) {
      if (name == "Verify") continue;  // stays not implemented
      fresh->add_method("io.holdfast.config." + name, Order::queued, [](const std::shared_ptr<Call>& call) {
        if (call->more()) call->reply_and_continue("{}");
        call->reply("{}");
      });
    }
    return fresh;
  }();
  return *made;
}

void check_output(std::string_view output, const CallFlags& flags) {
  HOLDFAST_REQUIRE(output.empty() == flags.oneway);
  while (!output.empty()) {
    const auto end = output.find('\0');
    HOLDFAST_REQUIRE(end != std::string_view::npos);
    const auto reply = ReplyMessage::parse(std::string(output.substr(0, end)), {});
    output.remove_prefix(end + 1);
    HOLDFAST_REQUIRE(reply.has_value());
    HOLDFAST_REQUIRE(reply->parameters().has_value());
    HOLDFAST_REQUIRE(!reply->continues() || flags.more);
    HOLDFAST_REQUIRE(reply->continues() == !output.empty());
  }
}

void check_call(const std::string& text) {
  auto message = CallMessage::parse(text, {});
  if (!message) {
    HOLDFAST_REQUIRE(!message.error().message.empty());
    return;
  }
  const auto flags = message->flags();
  HOLDFAST_REQUIRE(!(flags.oneway && flags.more));
  const auto parameters = message->parameters();
  const std::string spelled(parameters ? parameters->raw() : "{}");
  auto written = make_call(message->method(), spelled, flags);
  HOLDFAST_REQUIRE(written.find('\0') == written.size() - 1);
  written.pop_back();
  const auto again = CallMessage::parse(written, {});
  HOLDFAST_REQUIRE(again.has_value());
  HOLDFAST_REQUIRE(again->method() == message->method());
  HOLDFAST_REQUIRE(again->parameters()->raw() == spelled);
  const auto call = std::make_shared<Call>(std::move(*message), std::make_shared<Peer>());
  service().dispatch(call);
  HOLDFAST_REQUIRE(call->finished());
  check_output(call->take_output(), flags);
}

void check_reply(const std::string& text) {
  const auto message = ReplyMessage::parse(text, {});
  if (!message) return;
  const auto parameters = message->parameters();
  const std::string spelled(parameters ? parameters->raw() : "{}");
  auto written = message->error().empty() ? make_reply(spelled, message->continues())
                                          : make_error(message->error(), spelled);
  written.pop_back();
  const auto again = ReplyMessage::parse(written, {});
  HOLDFAST_REQUIRE(again.has_value());
  HOLDFAST_REQUIRE(again->error() == message->error());
  HOLDFAST_REQUIRE(again->continues() == message->continues());
  HOLDFAST_REQUIRE(again->parameters()->raw() == spelled);
}

}  // namespace
}  // namespace holdfast::varlink

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  holdfast::varlink::check_call(text);
  holdfast::varlink::check_reply(text);
  return 0;
}
