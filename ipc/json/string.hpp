// JSON strings (RFC 8259 section 7): between the spelling in a text and the characters meant.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::json {

/// The string token at the start of `text`, both quotes included. Precondition: `text` starts with a
/// well-formed one.
[[nodiscard]] std::string_view string_token(std::string_view text);

/// The characters a token stands for, as UTF-8. Precondition: `token` is well-formed, with its quotes.
[[nodiscard]] std::string decode_string(std::string_view token);

/// Whether a well-formed token stands for exactly these characters; allocates only if it holds escapes.
[[nodiscard]] bool string_equals(std::string_view token, std::string_view characters);

/// The same for the token at the start of `text`; looks no further than the first difference.
[[nodiscard]] bool starts_with_string(std::string_view text, std::string_view characters);

/// Appends `characters` as a token: quotes, backslashes and control characters escaped, all else as it is.
/// Precondition: `characters` is UTF-8.
void append_string(std::string& out, std::string_view characters);

/// Whether the bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF (RFC
/// 3629).
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace holdfast::json
