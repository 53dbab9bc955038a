#include "tests/conformance/certification_judge.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "ipc/json/writer.hpp"
#include "tests/conformance/certification_chain.hpp"
#include "tests/conformance/org_varlink_certification.hpp"
#include "tests/conformance/same_json.hpp"

namespace holdfast::conformance {
namespace {

using varlink::Call;
using CallPointer = std::shared_ptr<Call>;
constexpr std::size_t stream_step = 10;
constexpr std::size_t oneway_step = 11;
constexpr std::size_t end_step = 12;
constexpr std::size_t clients_max = 1000;

varlink::WireError client_id_error() {
  return {full_name("ClientIdError")};
}

varlink::WireError certification_error(std::string_view wants, std::string_view got) {
  return {full_name("CertificationError"),
          json::Writer().begin_object().name("wants").raw(wants).name("got").raw(got).end_object().take()};
}

std::string make_client_id() {
  std::random_device random;
  return std::to_string(random()) + "-" + std::to_string(random());
}

std::string step_name(std::size_t step) {
  return (step < 10 ? "0" : "") + std::to_string(step);
}

}  // namespace

bool CertificationJudge::can_break(const std::string& step) {
  static constexpr std::array steps{"01", "02", "03", "04", "05",       "06",
                                    "07", "08", "09", "10", "10-short", "11"};
  return std::find(steps.begin(), steps.end(), step) != steps.end();
}

void CertificationJudge::serve(varlink::Service& service) {
  using varlink::Order;
  service.add_interface(std::string(org_varlink_certification_description));
  service.add_method(full_name("Start"), Order::after_replies,
                     [this](const CallPointer& call) { start(*call); });
  for (std::size_t step = 1; step <= plain_steps; ++step) {
    service.add_method(full_name(certification_chain()[step - 1].method), Order::after_replies,
                       [this, step](const CallPointer& call) { answer_plain_step(step, *call); });
  }
  service.add_method(full_name("Test10"), Order::after_replies,
                     [this](const CallPointer& call) { answer_with_stream(*call); });
  service.add_method(full_name("Test11"), Order::after_replies,
                     [this](const CallPointer& call) { take_summary(*call); });
  service.add_method(full_name("End"), Order::after_replies, [this](const CallPointer& call) { end(*call); });
}

void CertificationJudge::start(Call& call) {
  // Whoever starts and never ends is forgotten together with everybody else; a test has a handful of clients.
  if (clients_.size() >= clients_max) clients_.clear();
  const auto id = make_client_id();
  clients_[id] = Client{};
  call.reply(with_client_id(id, "{}"));
}

CertificationJudge::Client* CertificationJudge::find_client(Call& call, std::size_t step) {
  const auto found = clients_.find(call.parameter("client_id")->string());
  if (found != clients_.end() && found->second.next_step == step) return &found->second;
  if (found != clients_.end()) found->second.failed = true;
  call.fail(client_id_error());
  return nullptr;
}

bool CertificationJudge::accept(Call& call, const Expectation& expected) {
  Client* client = find_client(call, expected.step);
  if (client == nullptr) return false;
  ++client->next_step;
  const auto& flags = call.message().flags();
  client->failed = client->failed || flags.oneway != (expected.step == oneway_step);
  if (expected.step == stream_step && !flags.more) {
    client->failed = true;
    call.fail(varlink::expected_more());
    return false;
  }
  const auto wants = with_client_id(call.parameter("client_id")->string(), expected.arguments);
  const auto got = *call.message().parameters();
  if (same_json(wants, got)) return true;
  client->failed = true;
  call.fail(certification_error(wants, got.raw()));
  return false;
}

void CertificationJudge::answer_plain_step(std::size_t step, Call& call) {
  const auto& chain = certification_chain();
  if (!accept(call, {step, step == 1 ? "{}" : std::string(chain[step - 2].reply)})) return;
  call.reply(broken_step_ == step_name(step) ? chain[step - 1].broken : chain[step - 1].reply);
}

void CertificationJudge::answer_with_stream(Call& call) {
  if (!accept(call, {stream_step, std::string(certification_chain().back().reply)})) return;
  const std::size_t length = broken_step_ == "10-short" ? stream_length - 1 : stream_length;
  for (std::size_t number = 1; number < length; ++number) {
    call.reply_and_continue(broken_step_ == "10" && number == 7 ? R"({"string":"Reply number seven"})"
                                                                : stream_reply(number));
  }
  call.reply(stream_reply(length));
}

void CertificationJudge::take_summary(Call& call) {
  if (accept(call, {oneway_step, stream_summary()})) call.reply("{}");
}

void CertificationJudge::end(Call& call) {
  const Client* client = find_client(call, end_step);
  if (client == nullptr) return;
  const bool all_ok = !client->failed && broken_step_ != "11";
  clients_.erase(call.parameter("client_id")->string());
  call.reply(json::Writer().begin_object().member("all_ok", all_ok).end_object().take());
}

}  // namespace holdfast::conformance
