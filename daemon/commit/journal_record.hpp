// What the records of the journal say, and their bytes (docs/DURABILITY.md shows them one by one). A group
// record can redo each of its documents from the version before, and undo it, and it remembers what was
// answered. Pure: no files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/commit/request.hpp"
#include "daemon/disk/digest.hpp"
#include "daemon/disk/journal.hpp"
#include "daemon/document/splice.hpp"

namespace holdfast::commit {

enum class RecordKind : std::uint32_t {
  checkpoint = 1,  // all that one must know from before; the first of each segment
  group = 2,       // what one pass of the writer did
  retire = 3,      // nothing is under way; no payload
  abort = 4,       // the record before this one was called off; no payload
};
/// "checkpoint", "group"...; "unknown".
[[nodiscard]] const char* name_of(RecordKind kind);

/// A document as it stands: enough to tell whether its file was changed behind our back.
struct KnownDocument {
  document::DocumentName name;
  Revision revision;
  std::string digest;
  std::string modified;  // RFC 3339
};

/// An id that was told to be not applied, and so never may be.
struct Fence {
  std::uint32_t uid = 0;
  std::string request_id;
  std::string time;  // RFC 3339
};

struct Checkpoint {
  Revision revision;
  std::vector<KnownDocument> documents;
  std::vector<Fence> fences;
};

/// What happened to one document from before the group to after it.
struct JournaledChange {
  document::DocumentName name;
  Revision revision;          // of the last transaction that changed it
  bool by_hand = false;       // it lies on disk already: nothing is to be redone
  std::string digest_before;  // empty: did not exist, or is not known
  std::uint64_t inode_before = 0;
  std::int64_t born_before_ns = 0;
  std::string digest_after;  // empty: is deleted
  mode_t mode = 0;           // of the new version
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<document::Splice> splices;  // from the bytes before; none if these are not known
};

/// A document as a transaction was answered with it.
struct ToldDocument {
  document::DocumentName name;
  Revision revision;  // 0: does not exist
  std::uint64_t bytes = 0;
  std::string digest;  // empty: that version was never a file
  mode_t mode = 0;
  std::string modified;
};

struct JournaledOperation {
  Operation::Kind kind;
  document::DocumentName document;
  std::string path, from;            // resolved
  std::optional<std::string> value;  // in its own spelling; the content of a put is left out
};

struct JournaledTransaction {
  enum class Kind : std::uint8_t { commit = 0, by_hand = 1, fence = 2 };
  Kind kind = Kind::commit;
  bool changed = false;  // false: every byte was there already
  Revision revision;     // of the store, after it
  std::uint32_t uid = 0, gid = 0, pid = 0;
  std::string message;
  std::string request_id;            // empty: none
  disk::Sha256 operations_digest{};  // of what was asked for, see digest_of(); zeros without an id
  std::vector<JournaledOperation> operations;
  std::vector<ToldDocument> documents;
};

struct JournaledGroup {
  std::string time;  // RFC 3339
  std::vector<JournaledTransaction> transactions;
  std::vector<JournaledChange> changes;

  /// The store's revision after it; 0 if no transaction has one.
  [[nodiscard]] Revision revision() const;
};

[[nodiscard]] std::string encode(const Checkpoint& checkpoint);
[[nodiscard]] std::string encode(const JournaledGroup& group);
[[nodiscard]] std::string encode(const JournaledTransaction& transaction);
/// Nothing if these bytes are none.
[[nodiscard]] std::optional<Checkpoint> decode_checkpoint(std::string_view payload);
[[nodiscard]] std::optional<JournaledGroup> decode_group(std::string_view payload);
[[nodiscard]] std::optional<JournaledTransaction> decode_transaction(std::string_view bytes);

/// Equal for requests that ask for the same, byte by byte: operations in order, with contents and
/// preconditions.
[[nodiscard]] disk::Sha256 digest_of(const std::vector<Operation>& operations);

}  // namespace holdfast::commit
