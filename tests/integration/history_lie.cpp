#include "tests/integration/history_lie.hpp"

#include "ipc/json/parse.hpp"
#include "ipc/varlink/message.hpp"
#include "tests/integration/store_client.hpp"

namespace holdfast::test {
namespace {

constexpr unsigned one_in = 8;

struct Step {
  std::string op;
  std::string document;
  std::string path;
  std::string text;
};

std::string member(const json::Value& object, const char* name) {
  const auto found = object.find(name);
  return found ? found->string() : "";
}

// Of a commit; none of another call.
std::vector<Step> steps_of(const std::string& call) {
  const auto message = json::parse_owned(call).value();
  const auto parameters = message.root().find("parameters");
  const auto operations = parameters ? parameters->find("operations") : std::nullopt;
  std::vector<Step> steps;
  if (!operations) return steps;
  for (const json::Value one : *operations)
    steps.push_back(
        {member(one, "op"), member(one, "document"), member(one, "path"), std::string(one.raw())});
  return steps;
}

// Under no request id: under the same one nothing would be done again.
std::string commit_call(const std::vector<std::string>& steps) {
  auto message = varlink::make_call("io.holdfast.config.Commit", commit_parameters(steps), {});
  message.pop_back();
  return message;
}

// The commit without the steps that are `unwanted`; nothing if it has none of these, or no others.
std::optional<std::string> without(const std::string& call,
                                   const std::function<bool(const Step&)>& unwanted) {
  const auto steps = steps_of(call);
  std::vector<std::string> left;
  for (const auto& step : steps) {
    if (!unwanted(step)) left.push_back(step.text);
  }
  if (left.size() == steps.size() || left.empty()) return std::nullopt;
  return commit_call(left);
}

bool writes_cell(const Step& step, const char* document) {
  return step.op == "replace" && step.document == document && step.path != "/last";
}

std::optional<std::string> twisted(HistoryLie::Kind kind, const std::string& call) {
  switch (kind) {
    case HistoryLie::Kind::drop_a_write:
      return without(call, [](const Step& step) { return writes_cell(step, "values.json"); });
    case HistoryLie::Kind::halve_a_pair:
      return without(call, [](const Step& step) { return writes_cell(step, "right.json"); });
    case HistoryLie::Kind::drop_the_tests:
      return without(call, [](const Step& step) { return step.op == "test"; });
    default:
      return std::nullopt;
  }
}

// Nothing is expected, and one cell is written.
bool is_plain_write(const std::vector<Step>& steps) {
  return steps.size() == 2 && writes_cell(steps.front(), "values.json");
}

}  // namespace

bool HistoryLie::is_time() {
  if (random_() % one_in != 0) return false;
  ++told_;
  return true;
}

std::optional<std::string> HistoryLie::answer(const std::string& call, const Ask& ask) {
  if (kind_ == Kind::answer_from_the_past) return answer_from_the_past(call, ask);
  if (kind_ == Kind::apply_again) return apply_again(call, ask);
  const auto other = twisted(kind_, call);
  return ask(other && is_time() ? *other : call);
}

std::optional<std::string> HistoryLie::answer_from_the_past(const std::string& call, const Ask& ask) {
  const auto known = past_.find(call);
  if (known != past_.end() && is_time()) return known->second;
  auto reply = ask(call);
  const bool is_read = call.find("io.holdfast.config.Get") != std::string::npos;
  if (reply && is_read) past_.insert_or_assign(call, *reply);
  return reply;
}

std::optional<std::string> HistoryLie::apply_again(const std::string& call, const Ask& ask) {
  auto reply = ask(call);
  const auto steps = steps_of(call);
  if (!reply || !is_plain_write(steps)) return reply;
  if (!before_.empty() && is_time()) (void)ask(before_);
  before_ = commit_call({steps.front().text, steps.back().text});
  return reply;
}

}  // namespace holdfast::test
