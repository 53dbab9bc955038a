#include "daemon/document/content.hpp"

namespace holdfast::document {

std::optional<json::ParseFailure> find_fault(const DocumentName& name, std::string_view bytes,
                                             const json::ParseLimits& limits) {
  if (name.kind() == DocumentKind::opaque) return std::nullopt;
  const auto parsed = json::parse(bytes, limits);
  if (parsed) return std::nullopt;
  return parsed.error();
}

}  // namespace holdfast::document
