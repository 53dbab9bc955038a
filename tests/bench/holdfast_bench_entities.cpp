#include "tests/bench/holdfast_bench_entities.hpp"

#include <algorithm>

#include "ipc/json/writer.hpp"
#include "ipc/varlink/message.hpp"

namespace holdfast::bench {
namespace {

constexpr std::size_t entity_bytes = 200;
constexpr std::size_t digits = 12;

std::string padded(std::size_t number, std::size_t width) {
  auto text = std::to_string(number);
  text.insert(0, width - std::min(width, text.size()), '0');
  return text;
}

std::string id_of(std::size_t entity) {
  return "entity-" + padded(entity, 6);
}

// Starts with what changes: who wrote it, and as which of its writes.
std::string note_of(std::size_t client, std::size_t filler_bytes) {
  return padded(client, 6) + "/" + padded(0, digits) + std::string(filler_bytes, 'n');
}

std::string entity_text(std::size_t entity, std::size_t filler_bytes) {
  return "  {\n    \"id\": \"" + id_of(entity) + "\",\n    \"host\": \"host-" + padded(entity, 6) +
         ".example\",\n    \"port\": 8080,\n    \"note\": \"" + note_of(0, filler_bytes) + "\"\n  }";
}

// Counts the comma and the line end behind it.
std::size_t filler_bytes() {
  return entity_bytes - 2 - entity_text(0, 0).size();
}

}  // namespace

std::string document_text(std::size_t entities) {
  std::string text = "[\n";
  for (std::size_t i = 0; i < entities; ++i)
    text += entity_text(i, filler_bytes()) + (i + 1 < entities ? ",\n" : "\n");
  return text + "]\n";
}

EntityRequest::EntityRequest(std::size_t client, std::size_t entity) {
  // Never what the document was made with: that would be no change.
  const auto note = note_of(client + 1, filler_bytes());
  json::Writer writer;
  writer.begin_object().name("operations").begin_array().begin_object();
  writer.member("op", "replace").member("document", document_name).member("path", "/id=" + id_of(entity));
  writer.name("value").begin_object();
  writer.member("id", id_of(entity)).member("host", "host-" + padded(entity, 6) + ".example");
  writer.member("port", 8080).member("note", note);
  writer.end_object().end_object().end_array().end_object();
  message_ = varlink::make_call("io.holdfast.config.Commit", writer.take(), {});
  counter_at_ = message_.find(note) + note.find('/') + 1;
}

const std::string& EntityRequest::next() {
  for (std::size_t at = counter_at_ + digits; at-- > counter_at_;) {
    if (message_[at] != '9') {
      ++message_[at];
      break;
    }
    message_[at] = '0';
  }
  return message_;
}

}  // namespace holdfast::bench
