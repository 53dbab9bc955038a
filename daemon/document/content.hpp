// What the bytes of a document must be: strict JSON where the name says so, anything elsewhere.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/document/document_name.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {

/// Nothing if `bytes` may be the content of a document of this name; else what is wrong, and where.
[[nodiscard]] std::optional<json::ParseFailure> find_fault(const DocumentName& name, std::string_view bytes,
                                                           const json::ParseLimits& limits);

}  // namespace holdfast::document
