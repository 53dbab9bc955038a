// The person's editor, run on a file until it ends.
#pragma once

#include <string>

namespace holdfast::ctl {

/// $VISUAL, else $EDITOR, else vi: a shell command, so that options in it work. `visual` and `editor` are
/// those environment variables, null where not set.
[[nodiscard]] std::string editor_command(const char* visual, const char* editor);

/// Blocks until the editor ends; true if it ended well. Ctrl-C and Ctrl-\ are the editor's meanwhile. Throws
/// Stop if it cannot be started.
[[nodiscard]] bool run_editor(const std::string& path);

}  // namespace holdfast::ctl
