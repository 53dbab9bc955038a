#include "daemon/document/content.hpp"

namespace holdfast::document {

boost::system::result<ContentPointer, json::ParseFailure> Content::make(const DocumentName& name,
                                                                        std::string bytes,
                                                                        const json::ParseLimits& limits) {
  if (name.kind() == DocumentKind::opaque) {
    return std::make_shared<const Content>(std::move(bytes), json::Tree());
  }
  auto tree = json::parse(bytes, limits);
  if (!tree) return tree.error();
  return std::make_shared<const Content>(std::move(bytes), std::move(*tree));
}

}  // namespace holdfast::document
