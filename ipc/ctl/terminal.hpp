// How text looks where a person sees it: coloured and made safe on a terminal, exact everywhere else. Pure
// but for the one function that asks what standard output is.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::ctl {

struct Look {
  bool safe = false;    // a terminal reads it: nothing in it may move the cursor
  bool colour = false;  // a person wants colours
};

/// `terminal`: the output is one. `no_color` and `term` are those environment variables, null where not set.
[[nodiscard]] Look look_for(bool terminal, const char* no_color, const char* term);

/// The look of this process's standard output.
[[nodiscard]] Look look_of_output();

[[nodiscard]] std::string bold(std::string_view text, const Look& look);

/// One document's unified diff, coloured as git does. Where it need not be safe its bytes stay as they are.
[[nodiscard]] std::string dress_diff(std::string_view diff, const Look& look);

}  // namespace holdfast::ctl
