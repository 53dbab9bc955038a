#include "daemon/document/document_name.hpp"

#include <algorithm>

namespace holdfast::document {
namespace {

// Not isalnum(): that one depends on the locale.
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_inner(char c) {
  return is_word(c) || c == '.' || c == '@' || c == '+' || c == '-';
}

}  // namespace

bool DocumentName::is_component(std::string_view component) {
  return !component.empty() && component.size() <= bytes_max && is_word(component.front()) &&
         std::all_of(component.begin(), component.end(), is_inner) && !component.ends_with(".tmp") &&
         component.find(".conflict-") == std::string_view::npos;
}

boost::system::result<DocumentName, std::string> DocumentName::parse(std::string_view text) {
  using namespace std::string_literals;
  if (text.empty()) return "a document name must not be empty"s;
  if (text.size() > bytes_max) return "a document name has at most " + std::to_string(bytes_max) + " bytes";
  std::size_t components = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const auto slash = std::min(text.find('/', at), text.size());
    const auto component = text.substr(at, slash - at);
    if (component.ends_with(".tmp") || component.find(".conflict-") != std::string_view::npos) {
      return "names ending in .tmp or holding .conflict- are kept for holdfast's own files"s;
    }
    if (!is_component(component)) {
      return "a document name is made of letters, digits and . _ @ + - in parts separated by '/', each "
             "starting with a "
             "letter, a digit or _"s;
    }
    if (++components > components_max)
      return "a document name has at most " + std::to_string(components_max) + " parts";
    at = slash + 1;
  }
  return DocumentName(text);
}

std::string DocumentName::directory() const {
  const auto slash = text_.rfind('/');
  return slash == std::string::npos ? std::string() : text_.substr(0, slash);
}

std::string DocumentName::leaf() const {
  const auto slash = text_.rfind('/');
  return slash == std::string::npos ? text_ : text_.substr(slash + 1);
}

DocumentKind DocumentName::kind() const {
  return text_.ends_with(".json") ? DocumentKind::json : DocumentKind::opaque;
}

}  // namespace holdfast::document
