#include "tests/fault/crash_sequences.hpp"

#include <array>

namespace holdfast::test {
namespace {

using OperationKind = commit::Operation::Kind;
using StepKind = CrashStep::Kind;

constexpr const char* edited_by_hand = "servers.json";

// Different at each place of a sequence.
std::string text_of(const std::string& word, std::size_t place) {
  return "{\"version\":\"" + word + " " + std::to_string(place) + "\"}\n";
}

CrashStep commit_of(std::vector<commit::Operation> operations) {
  return {StepKind::commit, {request_of(std::move(operations))}};
}

// Each makes a step for a place in a sequence.
using Make = CrashStep (*)(std::size_t place);
constexpr std::array<Make, 13> all_steps{
    [](std::size_t at) { return commit_of({put("servers.json", text_of("put", at))}); },
    [](std::size_t at) { return commit_of({put("groups.json", text_of("put", at))}); },
    [](std::size_t at) { return commit_of({put("new.json", text_of("put", at))}); },
    [](std::size_t at) { return commit_of({put("one/new.json", text_of("put", at))}); },
    [](std::size_t) { return commit_of({remove("servers.json")}); },
    [](std::size_t) { return commit_of({remove("groups.json")}); },
    [](std::size_t at) {
      return commit_of({put("servers.json", text_of("both", at)), put("groups.json", text_of("both", at))});
    },
    [](std::size_t at) {
      return commit_of({put("servers.json", text_of("mixed", at)), put("new.json", text_of("mixed", at)),
                        remove("groups.json")});
    },
    [](std::size_t at) {
      CrashStep step = commit_of({edit(OperationKind::replace, "servers.json", "/version",
                                       "\"inside " + std::to_string(at) + "\"")});
      step.edited["servers.json"] = text_of("inside", at);
      return step;
    },
    [](std::size_t at) {
      CrashStep step;
      step.requests = {request_of({put("servers.json", text_of("first of two", at))}),
                       request_of({put("groups.json", text_of("second of two", at))})};
      return step;
    },
    [](std::size_t at) {
      return CrashStep{StepKind::edit_by_hand, {}, {}, edited_by_hand, text_of("by hand", at)};
    },
    [](std::size_t) {
      return CrashStep{StepKind::remove_by_hand, {}, {}, edited_by_hand, {}};
    },
    [](std::size_t) { return CrashStep{StepKind::restart}; },
};

bool is_by_hand(const CrashStep& step) {
  return step.kind == StepKind::edit_by_hand || step.kind == StepKind::remove_by_hand;
}

bool looks_at(const CrashStep& step, const std::string& document) {
  if (step.kind == StepKind::restart) return true;
  for (const auto& request : step.requests) {
    for (const auto& operation : request.operations) {
      if (operation.document.text() == document) return true;
    }
  }
  return false;
}

// All that a step acts on and does not make is there.
bool is_possible(const CrashStep& step, const Version& version) {
  if (is_by_hand(step)) return version.contains(step.document);
  for (const auto& request : step.requests) {
    for (const auto& operation : request.operations) {
      if (operation.kind != OperationKind::put && !version.contains(operation.document.text())) return false;
    }
  }
  return true;
}

// A document that was made and at once removed by hand looks as if it had not been made yet, until the commit
// is retired.
bool undoes_what_is_open(const CrashStep& step, const CrashScenario& so_far) {
  if (step.kind != StepKind::remove_by_hand || so_far.steps.empty()) return false;
  Version version = so_far.first_version();
  for (std::size_t i = 0; i + 1 < so_far.steps.size(); ++i)
    version = so_far.steps[i].after(version);
  return so_far.steps.back().kind == StepKind::commit && !version.contains(step.document);
}

}  // namespace

std::vector<CrashScenario> all_sequences(std::size_t steps_max) {
  const Documents before{{"servers.json", text_of("before", 0)}, {"groups.json", text_of("before", 0)}};
  std::vector<CrashScenario> found, longest{{"", before, {}}};
  for (std::size_t place = 1; place <= steps_max; ++place) {
    std::vector<CrashScenario> longer;
    for (const auto& shorter : longest) {
      Version version = shorter.first_version();
      for (const auto& step : shorter.steps)
        version = step.after(version);
      const bool is_unseen = !shorter.steps.empty() && is_by_hand(shorter.steps.back());
      for (const Make make : all_steps) {
        const CrashStep step = make(place);
        if (!is_possible(step, version) || (is_unseen && !looks_at(step, edited_by_hand))) continue;
        longer.push_back(shorter);
        if (undoes_what_is_open(step, shorter))
          longer.back().known_gap =
              "a removal by hand, right after the commit that made the document, is undone";
        longer.back().steps.push_back(step);
        longer.back().name += (place > 1 ? ", then " : "") + step.text();
      }
    }
    found.insert(found.end(), longer.begin(), longer.end());
    longest = std::move(longer);
  }
  return found;
}

}  // namespace holdfast::test
