#include "daemon/service/operation_writer.hpp"

#include <algorithm>

#include "daemon/service/document_writer.hpp"
#include "ipc/json/string.hpp"

namespace holdfast::service {
namespace {

using Kind = commit::Operation::Kind;

constexpr std::string_view not_shown = "The difference is too large to be shown, or not UTF-8.\n";

bool acts_inside(Kind kind) {
  return kind != Kind::put && kind != Kind::delete_document;
}

// Operations and diffs get half of a message each; documents take up to 64 KiB.
constexpr std::size_t documents_bytes_max = 64 * 1024;
std::size_t room_in(std::size_t message_bytes_max) {
  return (message_bytes_max - std::min(message_bytes_max / 2, documents_bytes_max)) / 2;
}

// The names and punctuation of one operation, and what escapes may add.
std::size_t size_of(const commit::Operation& operation, const commit::ResolvedPaths& paths) {
  std::string tokens;
  json::append_string(tokens, paths.path.text());
  json::append_string(tokens, paths.from.text());
  return 64 + operation.document.text().size() + tokens.size();
}

}  // namespace

void write_operations(json::Writer& writer, const commit::Request& request,
                      const std::vector<commit::ResolvedPaths>& paths, std::size_t message_bytes_max) {
  std::size_t room = room_in(message_bytes_max);
  writer.name("applied").begin_array();
  for (std::size_t i = 0; i < request.operations.size(); ++i) {
    const auto& operation = request.operations[i];
    const auto size = size_of(operation, paths[i]);
    if (size > room) break;
    room -= size;
    writer.begin_object().member("op", name_of(operation.kind)).member("document", operation.document.text());
    if (acts_inside(operation.kind)) writer.member("path", paths[i].path.text());
    if (operation.kind == Kind::move || operation.kind == Kind::copy)
      writer.member("from", paths[i].from.text());
    if (operation.value && operation.value->text().size() <= room) {
      room -= operation.value->text().size();
      writer.name("value").raw(operation.value->text());
    }
    writer.end_object();
  }
  writer.end_array();
}

void write_diffs(json::Writer& writer, const std::vector<std::string>& diffs, std::size_t message_bytes_max) {
  std::size_t room = room_in(message_bytes_max);
  writer.name("diffs").begin_array();
  for (const auto& diff : diffs) {
    const bool may_fit = diff.size() <= room && json::is_utf8(diff);
    std::string token;
    if (may_fit) json::append_string(token, diff);
    if (!may_fit || token.size() > room) {
      // The two lines that name the files are ASCII.
      token.clear();
      json::append_string(token, diff.substr(0, diff.find("\n@@")) + "\n" + std::string(not_shown));
    }
    room -= std::min(room, token.size());
    writer.raw(token);
  }
  writer.end_array();
}

}  // namespace holdfast::service
