// A question to the person at the terminal.
#pragma once

#include <optional>
#include <string_view>

namespace holdfast::ctl {

/// Asks on standard error until a line on standard input starts with one of `choices` (lower case), and
/// returns it. Nothing at the end of input, and at once where standard input is no terminal. What was typed
/// before the question is not taken for an answer.
[[nodiscard]] std::optional<char> answer_to(std::string_view question, std::string_view choices);

}  // namespace holdfast::ctl
