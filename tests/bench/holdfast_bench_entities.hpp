// The document that is measured on, and the call that changes one entity of it. Every entity has 200 bytes in
// the document, and every call keeps that, so that its size stays what the table says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace holdfast::bench {

inline constexpr const char* document_name = "entities.json";

/// An array of entities, laid out as the daemon lays out a new document.
[[nodiscard]] std::string document_text(std::size_t entities);

/// A commit that replaces one entity, found by its id. Built once; each use only counts digits up in place.
class EntityRequest {
 public:
  EntityRequest(std::size_t client, std::size_t entity);

  /// The message with its NUL, each time with another value. Good until the next call.
  [[nodiscard]] const std::string& next();

 private:
  std::string message_;
  std::size_t counter_at_;
};

}  // namespace holdfast::bench
