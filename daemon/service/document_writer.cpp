#include "daemon/service/document_writer.hpp"

#include <algorithm>

#include "ipc/json/base64.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::service {
namespace {

const char* kind_of(const document::DocumentName& name) {
  return name.kind() == document::DocumentKind::json ? "json" : "opaque";
}

std::string octal(mode_t mode) {
  std::string digits(4, '0');
  for (std::size_t i = 4; i-- > 0; mode >>= 3)
    digits[i] = static_cast<char>('0' + (mode & 7));
  return digits;
}

// What append_string() makes of the bytes, quotes included.
std::size_t escaped_size(const std::string& bytes) {
  std::size_t size = 2;
  for (const char c : bytes) {
    const bool short_escape = c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t';
    size += short_escape ? 2 : static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
  }
  return size;
}

}  // namespace

void write_document(json::Writer& writer, const commit::DocumentState& document) {
  writer.begin_object()
      .member("name", document.name.text())
      .member("revision", document.revision.number)
      .member("digest", document.digest)
      .member("bytes", document.content ? document.content->bytes().size() : document.superseded_bytes)
      .member("kind", kind_of(document.name))
      .member("mode", octal(document.metadata.mode))
      .member("modified", document.modified)
      .member("valid", document.valid())
      .end_object();
}

void write_absent_document(json::Writer& writer, const document::DocumentName& name,
                           const std::string& modified) {
  writer.begin_object()
      .member("name", name.text())
      .member("revision", 0)
      .member("digest", "")
      .member("bytes", 0)
      .member("kind", kind_of(name))
      .member("mode", "0000")
      .member("modified", modified)
      .member("valid", true)
      .end_object();
}

void write_content(json::Writer& writer, const std::string& bytes, std::size_t message_bytes_max) {
  const bool as_text = json::is_utf8(bytes) && escaped_size(bytes) + envelope_bytes_max <= message_bytes_max;
  if (as_text) {
    writer.member("text", bytes);
  } else {
    writer.member("base64", json::encode_base64(bytes));
  }
}

}  // namespace holdfast::service
