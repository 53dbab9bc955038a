// What a command reads besides its arguments, and how it prints: whole texts, exact bytes.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::ctl {

/// The bytes of a file; "-" is standard input. Throws Stop if they cannot be read.
[[nodiscard]] std::string read_input(const std::string& path);

/// Writes to standard output and flushes it; throws Stop if that fails.
void print(std::string_view bytes);

}  // namespace holdfast::ctl
