#include "daemon/commit/journal_record.hpp"

#include <algorithm>

#include "daemon/disk/byte_code.hpp"

namespace holdfast::commit {
namespace {

using disk::ByteReader;
using disk::ByteWriter;
using document::DocumentName;

// The least bytes that an entry of a list takes: a length that cannot be is found before memory is taken for
// it.
constexpr std::size_t text_bytes_min = 4;
constexpr auto last_operation = Operation::Kind::merge;
constexpr auto last_transaction = JournaledTransaction::Kind::fence;

std::string text_of(ByteReader& reader) {
  return std::string(reader.text());
}

DocumentName name_from(ByteReader& reader) {
  static const auto none = *DocumentName::parse("none");
  auto name = DocumentName::parse(text_of(reader));
  if (!name) reader.refuse();
  return name ? std::move(*name) : none;
}

template <class Thing, class Read>
std::vector<Thing> list_from(ByteReader& reader, const Read& read) {
  const auto count = reader.count(text_bytes_min);
  std::vector<Thing> things;
  for (std::uint32_t i = 0; i < count && !reader.is_bad(); ++i)
    things.push_back(read(reader));
  return things;
}

template <class Thing, class Write>
void write_list(ByteWriter& writer, const std::vector<Thing>& things, const Write& write) {
  writer.u32(static_cast<std::uint32_t>(things.size()));
  for (const auto& thing : things)
    write(writer, thing);
}

void write_known(ByteWriter& writer, const KnownDocument& known) {
  writer.text(known.name.text()).u64(known.revision.number).text(known.digest).text(known.modified);
}

KnownDocument known_from(ByteReader& reader) {
  auto name = name_from(reader);
  const Revision revision{reader.u64()};
  auto digest = text_of(reader);
  return {std::move(name), revision, std::move(digest), text_of(reader)};
}

void write_fence(ByteWriter& writer, const Fence& fence) {
  writer.u32(fence.uid).text(fence.request_id).text(fence.time);
}

Fence fence_from(ByteReader& reader) {
  const auto uid = reader.u32();
  auto id = text_of(reader);
  return {uid, std::move(id), text_of(reader)};
}

void write_splice(ByteWriter& writer, const document::Splice& splice) {
  writer.u64(splice.offset).text(splice.removed).text(splice.inserted);
}

document::Splice splice_from(ByteReader& reader) {
  const auto offset = reader.u64();
  auto removed = text_of(reader);
  return {offset, std::move(removed), text_of(reader)};
}

void write_change(ByteWriter& writer, const JournaledChange& change) {
  writer.text(change.name.text()).u64(change.revision.number).u8(change.by_hand ? 1 : 0);
  writer.text(change.digest_before)
      .u64(change.inode_before)
      .u64(static_cast<std::uint64_t>(change.born_before_ns))
      .text(change.digest_after);
  writer.u32(change.mode).u32(change.uid).u32(change.gid);
  write_list(writer, change.splices, write_splice);
}

JournaledChange change_from(ByteReader& reader) {
  JournaledChange change{name_from(reader), {}, false, {}, 0, 0, {}, 0, 0, 0, {}};
  change.revision = {reader.u64()};
  change.by_hand = reader.u8() != 0;
  change.digest_before = text_of(reader);
  change.inode_before = reader.u64();
  change.born_before_ns = static_cast<std::int64_t>(reader.u64());
  change.digest_after = text_of(reader);
  change.mode = reader.u32();
  change.uid = reader.u32();
  change.gid = reader.u32();
  change.splices = list_from<document::Splice>(reader, splice_from);
  return change;
}

void write_told(ByteWriter& writer, const ToldDocument& told) {
  writer.text(told.name.text()).u64(told.revision.number).u64(told.bytes).text(told.digest);
  writer.u32(told.mode).text(told.modified);
}

ToldDocument told_from(ByteReader& reader) {
  ToldDocument told{name_from(reader), {}, 0, {}, 0, {}};
  told.revision = {reader.u64()};
  told.bytes = reader.u64();
  told.digest = text_of(reader);
  told.mode = reader.u32();
  told.modified = text_of(reader);
  return told;
}

void write_operation(ByteWriter& writer, const JournaledOperation& operation) {
  writer.text(operation.document.text()).u8(static_cast<std::uint8_t>(operation.kind));
  writer.text(operation.path).text(operation.from).u8(operation.value ? 1 : 0);
  if (operation.value) writer.text(*operation.value);
}

JournaledOperation operation_from(ByteReader& reader) {
  auto name = name_from(reader);
  const auto kind = reader.u8();
  if (kind > static_cast<std::uint8_t>(last_operation)) reader.refuse();
  JournaledOperation operation{static_cast<Operation::Kind>(kind), std::move(name), {}, {}, std::nullopt};
  operation.path = text_of(reader);
  operation.from = text_of(reader);
  if (reader.u8() != 0) operation.value = text_of(reader);
  return operation;
}

void write_transaction(ByteWriter& writer, const JournaledTransaction& transaction) {
  writer.text(transaction.message).text(transaction.request_id);
  writer.u8(static_cast<std::uint8_t>(transaction.kind)).u8(transaction.changed ? 1 : 0);
  writer.u64(transaction.revision.number).u32(transaction.uid).u32(transaction.gid).u32(transaction.pid);
  writer.bytes(disk::view_of(transaction.operations_digest));
  write_list(writer, transaction.operations, write_operation);
  write_list(writer, transaction.documents, write_told);
}

JournaledTransaction transaction_from(ByteReader& reader) {
  JournaledTransaction transaction;
  transaction.message = text_of(reader);
  transaction.request_id = text_of(reader);
  const auto kind = reader.u8();
  if (kind > static_cast<std::uint8_t>(last_transaction)) reader.refuse();
  transaction.kind = static_cast<JournaledTransaction::Kind>(kind);
  transaction.changed = reader.u8() != 0;
  transaction.revision = {reader.u64()};
  transaction.uid = reader.u32();
  transaction.gid = reader.u32();
  transaction.pid = reader.u32();
  const auto digest = reader.bytes(transaction.operations_digest.size());
  std::copy(digest.begin(), digest.end(), transaction.operations_digest.begin());
  transaction.operations = list_from<JournaledOperation>(reader, operation_from);
  transaction.documents = list_from<ToldDocument>(reader, told_from);
  return transaction;
}

}  // namespace

const char* name_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::checkpoint:
      return "checkpoint";
    case RecordKind::group:
      return "group";
    case RecordKind::retire:
      return "retire";
    case RecordKind::abort:
      return "abort";
  }
  return "unknown";
}

Revision JournaledGroup::revision() const {
  Revision highest;
  for (const auto& transaction : transactions)
    highest = std::max(highest, transaction.revision);
  return highest;
}

std::string encode(const Checkpoint& checkpoint) {
  ByteWriter writer;
  writer.u64(checkpoint.revision.number);
  write_list(writer, checkpoint.documents, write_known);
  write_list(writer, checkpoint.fences, write_fence);
  return writer.take();
}

std::string encode(const JournaledGroup& group) {
  ByteWriter writer;
  writer.text(group.time);
  write_list(writer, group.transactions, write_transaction);
  write_list(writer, group.changes, write_change);
  return writer.take();
}

std::string encode(const JournaledTransaction& transaction) {
  ByteWriter writer;
  write_transaction(writer, transaction);
  return writer.take();
}

std::optional<Checkpoint> decode_checkpoint(std::string_view payload) {
  ByteReader reader(payload);
  Checkpoint checkpoint;
  checkpoint.revision = {reader.u64()};
  checkpoint.documents = list_from<KnownDocument>(reader, known_from);
  checkpoint.fences = list_from<Fence>(reader, fence_from);
  if (reader.is_bad() || !reader.is_at_end()) return std::nullopt;
  return checkpoint;
}

std::optional<JournaledGroup> decode_group(std::string_view payload) {
  ByteReader reader(payload);
  JournaledGroup group;
  group.time = text_of(reader);
  group.transactions = list_from<JournaledTransaction>(reader, transaction_from);
  group.changes = list_from<JournaledChange>(reader, change_from);
  if (reader.is_bad() || !reader.is_at_end()) return std::nullopt;
  return group;
}

std::optional<JournaledTransaction> decode_transaction(std::string_view bytes) {
  ByteReader reader(bytes);
  auto transaction = transaction_from(reader);
  if (reader.is_bad() || !reader.is_at_end()) return std::nullopt;
  return transaction;
}

disk::Sha256 digest_of(const std::vector<Operation>& operations) {
  ByteWriter writer;
  for (const auto& operation : operations) {
    writer.text(operation.document.text()).u8(static_cast<std::uint8_t>(operation.kind));
    writer.text(operation.path.text()).text(operation.from.text());
    writer.u8(operation.if_revision ? 1 : 0).u64(operation.if_revision.value_or(Revision{}).number);
    writer.u8(operation.bytes ? 1 : 0).text(operation.bytes ? *operation.bytes : std::string_view());
    writer.u8(operation.value ? 1 : 0).text(operation.value ? operation.value->text() : std::string_view());
  }
  return disk::sha256_of(writer.written());
}

}  // namespace holdfast::commit
