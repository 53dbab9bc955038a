#include "daemon/commit/journal_dump.hpp"

#include "daemon/commit/journal_record.hpp"
#include "ipc/json/base64.hpp"
#include "ipc/json/string.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::commit {
namespace {

using json::Writer;

// "removed", or "removedBase64".
void write_bytes(Writer& writer, std::string name, const std::string& bytes) {
  if (json::is_utf8(bytes)) {
    writer.member(name, bytes);
  } else {
    writer.member(name.append("Base64"), json::encode_base64(bytes));
  }
}

void write_checkpoint(Writer& writer, const Checkpoint& checkpoint) {
  writer.member("revision", checkpoint.revision.number).name("documents").begin_array();
  for (const auto& document : checkpoint.documents) {
    writer.begin_object().member("name", document.name.text()).member("revision", document.revision.number);
    writer.member("digest", document.digest).member("modified", document.modified).end_object();
  }
  writer.end_array().name("fences").begin_array();
  for (const auto& fence : checkpoint.fences) {
    writer.begin_object().member("uid", fence.uid).member("requestId", fence.request_id);
    writer.member("time", fence.time).end_object();
  }
  writer.end_array();
}

const char* name_of(JournaledTransaction::Kind kind) {
  switch (kind) {
    case JournaledTransaction::Kind::commit:
      return "commit";
    case JournaledTransaction::Kind::by_hand:
      return "byHand";
    case JournaledTransaction::Kind::fence:
      return "fence";
  }
  return "unknown";
}

void write_operation(Writer& writer, const JournaledOperation& operation) {
  writer.begin_object().member("op", name_of(operation.kind)).member("document", operation.document.text());
  if (!operation.path.empty()) writer.member("path", operation.path);
  if (!operation.from.empty()) writer.member("from", operation.from);
  // As text: a dump must be readable even if what was stored is not.
  if (operation.value) write_bytes(writer, "value", *operation.value);
  writer.end_object();
}

void write_told(Writer& writer, const ToldDocument& told) {
  writer.begin_object().member("name", told.name.text()).member("revision", told.revision.number);
  writer.member("bytes", told.bytes)
      .member("digest", told.digest)
      .member("modified", told.modified)
      .end_object();
}

void write_transaction(Writer& writer, const JournaledTransaction& transaction) {
  writer.begin_object().member("kind", name_of(transaction.kind)).member("changed", transaction.changed);
  writer.member("revision", transaction.revision.number).member("uid", transaction.uid);
  writer.member("gid", transaction.gid).member("pid", transaction.pid);
  if (!transaction.message.empty()) writer.member("message", transaction.message);
  if (!transaction.request_id.empty()) writer.member("requestId", transaction.request_id);
  writer.name("operations").begin_array();
  for (const auto& operation : transaction.operations)
    write_operation(writer, operation);
  writer.end_array().name("documents").begin_array();
  for (const auto& told : transaction.documents)
    write_told(writer, told);
  writer.end_array().end_object();
}

void write_change(Writer& writer, const JournaledChange& change) {
  writer.begin_object().member("document", change.name.text()).member("revision", change.revision.number);
  writer.member("byHand", change.by_hand).member("digestBefore", change.digest_before);
  writer.member("inodeBefore", change.inode_before).member("digestAfter", change.digest_after);
  writer.member("mode", change.mode).member("uid", change.uid).member("gid", change.gid);
  writer.name("splices").begin_array();
  for (const auto& splice : change.splices) {
    writer.begin_object().member("offset", splice.offset);
    write_bytes(writer, "removed", splice.removed);
    write_bytes(writer, "inserted", splice.inserted);
    writer.end_object();
  }
  writer.end_array().end_object();
}

void write_group(Writer& writer, const JournaledGroup& group) {
  writer.member("time", group.time).name("transactions").begin_array();
  for (const auto& transaction : group.transactions)
    write_transaction(writer, transaction);
  writer.end_array().name("changes").begin_array();
  for (const auto& change : group.changes)
    write_change(writer, change);
  writer.end_array();
}

std::string damage_line(const disk::JournalDamage& damage) {
  return Writer()
      .begin_object()
      .member("kind", "damage")
      .member("segment", disk::segment_name(damage.epoch))
      .member("offset", damage.offset)
      .member("message", damage.message)
      .end_object()
      .take();
}

}  // namespace

std::string json_line(const disk::StoredRecord& record) {
  const auto kind = static_cast<RecordKind>(record.kind);
  Writer writer;
  writer.begin_object()
      .member("segment", disk::segment_name(record.epoch))
      .member("sequence", record.sequence);
  writer.member("retired", record.retired).member("kind", name_of(kind));
  const auto checkpoint = kind == RecordKind::checkpoint ? decode_checkpoint(record.payload) : std::nullopt;
  const auto group = kind == RecordKind::group ? decode_group(record.payload) : std::nullopt;
  if (checkpoint) write_checkpoint(writer, *checkpoint);
  if (group) write_group(writer, *group);
  if (!checkpoint && !group && !record.payload.empty())
    writer.member("payloadBase64", json::encode_base64(std::string(record.payload)));
  return writer.end_object().take();
}

disk::Result<bool> dump_journal(disk::FileSystem& files, const std::string& path,
                                const std::function<void(const std::string&)>& line) {
  const auto root = files.open_root(path);
  if (!root) return root.error();
  const auto directory = files.open_directory(*root, ".holdfast/journal");
  if (!directory) return directory.error();
  const auto found = disk::read_journal(
      files, *directory, [&line](const disk::StoredRecord& record) { line(json_line(record)); });
  if (!found) return found.error();
  for (const auto& damage : found->history_damage)
    line(damage_line(damage));
  if (found->fatal_damage) line(damage_line(*found->fatal_damage));
  return found->history_damage.empty() && !found->fatal_damage;
}

}  // namespace holdfast::commit
