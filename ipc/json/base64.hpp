// Base64 (RFC 4648 section 4) for bytes that JSON cannot carry as a string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::json {

/// With padding, without line ends.
[[nodiscard]] std::string encode_base64(std::string_view bytes);

/// Nothing if `text` is not canonical base64: padding is demanded, blank space and line ends are refused.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace holdfast::json
