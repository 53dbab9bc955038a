#include "daemon/commit/ledger.hpp"

#include <cerrno>

#include "daemon/disk/document_file.hpp"
#include "daemon/disk/staged_file.hpp"
#include "ipc/json/parse.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::commit {
namespace {

using disk::Failure;
using disk::make_failure;
using document::DocumentName;
using json::Value;

constexpr const char* ledger_name = "ledger.json";
constexpr std::int64_t format = 1;
constexpr std::uint64_t ledger_bytes_max = 1024 * 1024 * 1024;

Failure damaged(const std::string& what) {
  return make_failure(EBADMSG,
                      "reading .holdfast/ledger.json (" + what +
                          "; restore it from a backup, or move it away to start counting revisions anew)");
}

// Reads members of one object; remembers the first that is missing or wrong instead of failing at each.
class Members {
 public:
  explicit Members(const Value& object) : object_(object) {}

  std::string string(std::string_view name) {
    const auto value = object_.find(name);
    if (value && value->is(json::Kind::string)) return value->string();
    note(name);
    return {};
  }
  Revision revision(std::string_view name) {
    const auto value = object_.find(name);
    const auto number = value ? value->integer() : std::nullopt;
    if (!number || *number < 0) note(name);
    return {static_cast<std::uint64_t>(number.value_or(0))};
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void note(std::string_view name) {
    if (problem_.empty()) problem_ = "bad member '" + std::string(name) + "'";
  }
  Value object_;
  std::string problem_;
};

disk::Result<Intent> read_intent(const Value& value) {
  Intent intent;
  Members members(value);
  intent.revision = members.revision("revision");
  intent.modified = members.string("modified");
  if (!members.problem().empty()) return damaged(members.problem());
  const auto changes = value.find("changes");
  if (!changes || !changes->is(json::Kind::array)) return damaged("bad member 'changes'");
  for (const Value change : *changes) {
    Members fields(change);
    auto name = DocumentName::parse(fields.string("document"));
    const std::string before = fields.string("before");
    const std::string after = fields.string("after");
    const std::string temporary = fields.string("temporary");
    // A ledger written before passes took several requests has one revision for all.
    const Revision revision = change.find("revision") ? fields.revision("revision") : intent.revision;
    if (!fields.problem().empty() || !name) return damaged("bad change");
    intent.changes.push_back({*name, before, after, temporary, revision});
  }
  return intent;
}

disk::Result<Ledger> parse_ledger(const std::string& text) {
  const auto parsed = json::parse_owned(text);
  if (!parsed) return damaged("line " + std::to_string(parsed.error().line) + ": " + parsed.error().message);
  const Value root = parsed->root();
  const auto version = root.find("format");
  if (!version || version->integer() != format)
    return damaged("it was written by another version of holdfastd");
  Ledger ledger;
  Members members(root);
  ledger.revision = members.revision("revision");
  if (!members.problem().empty()) return damaged(members.problem());
  const auto documents = root.find("documents");
  if (!documents || !documents->is(json::Kind::object)) return damaged("bad member 'documents'");
  for (const Value entry : *documents) {
    const auto name = DocumentName::parse(entry.key());
    Members fields(entry);
    const LedgerEntry read{fields.revision("revision"), fields.string("digest"), fields.string("modified")};
    if (!name || !fields.problem().empty()) return damaged("bad entry '" + entry.key() + "'");
    ledger.documents.emplace(*name, read);
  }
  if (const auto value = root.find("intent")) {
    auto intent = read_intent(*value);
    if (!intent) return intent.error();
    ledger.intent = std::move(*intent);
  }
  return ledger;
}

std::string ledger_text(const Ledger& ledger) {
  json::Writer writer;
  writer.begin_object().member("format", format).member("revision", ledger.revision.number);
  if (ledger.intent) {
    writer.name("intent").begin_object().member("revision", ledger.intent->revision.number);
    writer.member("modified", ledger.intent->modified).name("changes").begin_array();
    for (const auto& change : ledger.intent->changes) {
      writer.begin_object().member("document", change.name.text()).member("before", change.digest_before);
      writer.member("after", change.digest_after).member("temporary", change.temporary);
      writer.member("revision", change.revision.number).end_object();
    }
    writer.end_array().end_object();
  }
  writer.name("documents").begin_object();
  for (const auto& [name, entry] : ledger.documents) {
    writer.name(name.text()).begin_object().member("revision", entry.revision.number);
    writer.member("digest", entry.digest).member("modified", entry.modified).end_object();
  }
  return writer.end_object().end_object().take() + "\n";
}

}  // namespace

disk::Result<std::optional<Ledger>> read_ledger(const disk::ManagedDirectory& directory) {
  const auto file = disk::read_document(directory.files(), directory.own(), ledger_name, ledger_bytes_max);
  if (!file && file.error().code.value() == ENOENT) return std::optional<Ledger>();
  if (!file) return file.error();
  auto ledger = parse_ledger(file->bytes);
  if (!ledger) return ledger.error();
  return std::optional<Ledger>(std::move(*ledger));
}

disk::Result<void> write_ledger(const disk::ManagedDirectory& directory, const Ledger& ledger,
                                bool* in_place) {
  // A descriptor of its own for each time: one on which an fsync failed is not to be trusted with another.
  const auto own = directory.files().open_directory(directory.own(), "");
  if (!own) return own.error();
  auto staged = disk::StagedFile::create(directory.files(), *own, ledger_name);
  if (!staged) return staged.error();
  disk::Appearance appearance;
  appearance.mode = 0600;
  if (auto filled = staged->fill(ledger_text(ledger), appearance); !filled) return filled.error();
  if (auto synced = staged->sync(); !synced) return synced.error();
  if (auto published = staged->publish(disk::RenameMode::replace); !published) return published.error();
  if (in_place != nullptr) *in_place = true;
  if (auto synced = directory.files().sync_directory(*own); !synced) return synced.error();
  return staged->sync();
}

}  // namespace holdfast::commit
