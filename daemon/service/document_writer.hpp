// Documents in replies: the type Document of the interface, and a document's bytes as text or base64.
#pragma once

#include "daemon/commit/document_state.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::service {

/// Room for the other members of a reply.
inline constexpr std::size_t envelope_bytes_max = 4096;

void write_document(json::Writer& writer, const commit::DocumentState& document);

/// A document that does not exist (any more): revision 0, no digest, no bytes.
void write_absent_document(json::Writer& writer, const document::DocumentName& name,
                           const std::string& modified);

/// Adds the member `text` where the bytes are UTF-8 and their escaped form leaves room in a message, else
/// `base64`.
void write_content(json::Writer& writer, const std::string& bytes, std::size_t message_bytes_max);

}  // namespace holdfast::service
