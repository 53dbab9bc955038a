#include "tests/fault/crash_scenario.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "tests/support/crash_file_system.hpp"

namespace holdfast::test {
namespace {

using OperationKind = commit::Operation::Kind;
using StepKind = CrashStep::Kind;

const LooksPointer& looks_to_keep() {
  static const LooksPointer looks = make_looks({0640, false, 1234, 1234, {{"user.note", "kept"}}});
  return looks;
}

// Long enough for several blocks, and different in each.
std::string long_text(char first, std::size_t size) {
  std::string text = "{\"text\":\"";
  while (text.size() < size)
    text.push_back(static_cast<char>(first + text.size() / 100 % 20));
  return text + "\"}\n";
}

const std::string first = "{\"version\":\"first\"}\n";
const std::string second = "{\"version\":\"second, and longer\"}\n";
const std::string third = "{\"version\":\"third\"}\n";

Documents three() {
  return {{"servers.json", first}, {"groups.json", first}, {"network/wifi.json", first}};
}

CrashStep commit_of(std::vector<commit::Operation> operations, Documents edited = {}) {
  return {StepKind::commit, {request_of(std::move(operations))}, std::move(edited)};
}

CrashStep group_of(const std::vector<commit::Operation>& operations) {
  CrashStep step;
  for (const auto& operation : operations)
    step.requests.push_back(request_of({operation}));
  return step;
}

// Bound to a revision that never is, so that it is refused once the document has been looked at.
CrashStep refused_on(const std::string& document) {
  return {StepKind::refused_commit, {request_of({put(document, "{}", 1'000'000)})}};
}

CrashStep by_hand(StepKind kind, const std::string& document, const std::string& bytes = {}) {
  return {kind, {}, {}, document, bytes};
}

void give_looks(disk::FileSystem& files, const std::string& document, const disk::Appearance& appearance) {
  const auto root = files.open_root("");
  const auto file = files.open_for_reading(*root, document);
  if (!files.set_owner(*file, appearance.uid, appearance.gid) || !files.set_mode(*file, appearance.mode) ||
      !files.set_attribute(*file, appearance.attributes.front()) || !files.sync_file(*file))
    throw std::logic_error("cannot give looks to " + document);
}

}  // namespace

commit::CommitterOptions crash_options(std::uint64_t segment_bytes) {
  auto options = fast_options();
  options.journal.segment_bytes = segment_bytes;
  options.journal.retention.bytes_max = 3 * segment_bytes;
  return options;
}

LooksPointer plain_looks() {
  static const LooksPointer looks = make_looks({0644, false, ::geteuid(), ::getegid(), {}});
  return looks;
}

Version CrashStep::after(const Version& version, const commit::Request& request) const {
  Version next = version;
  for (const auto& operation : request.operations) {
    const auto& document_name = operation.document.text();
    if (operation.kind == OperationKind::delete_document) {
      next.erase(document_name);
      continue;
    }
    auto& document_after =
        next.try_emplace(document_name, WholeDocument{nullptr, plain_looks()}).first->second;
    document_after.bytes =
        make_blob(operation.kind == OperationKind::put ? *operation.bytes : edited.at(document_name));
  }
  return next;
}

Version CrashStep::after(const Version& version) const {
  Version next = version;
  if (kind == StepKind::refused_commit) return next;
  for (const auto& request : requests)
    next = after(next, request);
  if (kind == StepKind::edit_by_hand) next[document] = {make_blob(bytes), plain_looks()};
  if (kind == StepKind::edit_in_place) next.at(document).bytes = make_blob(bytes);
  if (kind == StepKind::remove_by_hand) next.erase(document);
  return next;
}

std::string CrashStep::text() const {
  constexpr std::array names{
      "commit",          "refused commit", "edit by hand",  "edit in place",
      "removal by hand", "retire",         "clean restart", "file made with the next temporary name of"};
  std::string text = names[static_cast<std::size_t>(kind)];
  if (!document.empty()) text += " " + document;
  for (const auto& request : requests) {
    for (const auto& operation : request.operations)
      text += std::string(" ") + name_of(operation.kind) + " " + operation.document.text();
  }
  return text;
}

bool CrashScenario::survives(CrashFileSystem::SyncFault fault) const {
  if (fault == CrashFileSystem::SyncFault::error) return true;
  for (const auto& step : steps) {
    for (const auto& request : step.requests) {
      const auto deletes = [](const auto& operation) {
        return operation.kind == OperationKind::delete_document;
      };
      if (std::any_of(request.operations.begin(), request.operations.end(), deletes)) return false;
    }
  }
  return true;
}

bool CrashScenario::may_ask_again() const {
  Version version = first_version();
  for (const auto& step : steps) {
    if (step.kind == StepKind::edit_by_hand || step.kind == StepKind::remove_by_hand) return false;
    for (const auto& [document, whole] : step.after(version)) {
      const auto slash = document.find('/');
      if (slash != std::string::npos && !before.contains(document)) return false;
    }
  }
  return true;
}

Version CrashScenario::first_version() const {
  Version version;
  for (const auto& [document, bytes] : before)
    version[document] = {make_blob(bytes), document == "servers.json" ? looks_to_keep() : plain_looks()};
  return version;
}

DurableImage CrashScenario::image() const {
  if (before.empty()) return DurableImage::empty();
  CrashFileSystem files(SimulatedDisk(DurableImage::empty(), 0));
  {
    const auto store = TestStore::open(files, "", crash_options(segment_bytes));
    if (!store) throw std::runtime_error(store.error().text());
    for (const auto& [document, bytes] : before) {
      const auto outcome = (*store)->apply({put(document, bytes)});
      if (!applied_in(outcome)) throw std::runtime_error(text_of(outcome));
    }
  }
  if (before.contains("servers.json")) give_looks(files, "servers.json", looks_to_keep()->appearance);
  return files.disk().live_image();
}

const std::vector<CrashScenario>& single_commits() {
  static const std::vector<CrashScenario> all{
      {"replace", three(), {commit_of({put("servers.json", second)})}},
      {"create", three(), {commit_of({put("new.json", second)})}},
      {"delete", three(), {commit_of({remove("servers.json")})}},
      {"create in new directories", three(), {commit_of({put("one/two/new.json", second)})}},
      {"replace two", three(), {commit_of({put("groups.json", second), put("servers.json", second)})}},
      {"create two", three(), {commit_of({put("a.json", second), put("b.json", third)})}},
      {"delete two", three(), {commit_of({remove("groups.json"), remove("network/wifi.json")})}},
      {"replace two in two directories",
       three(),
       {commit_of({put("servers.json", second), put("network/wifi.json", second)})}},
      {"replace, create and delete in one directory",
       three(),
       {commit_of({put("servers.json", second), put("new.json", second), remove("groups.json")})}},
      {"replace, create and delete in three directories",
       three(),
       {commit_of({put("servers.json", second), put("one/new.json", second), remove("network/wifi.json")})}},
      {"replace three",
       three(),
       {commit_of(
           {put("servers.json", second), put("groups.json", third), put("network/wifi.json", second)})}},
      {"replace by several blocks", three(), {commit_of({put("servers.json", long_text('a', 9000))})}},
      {"replace what has several blocks",
       {{"servers.json", long_text('A', 9000)}},
       {commit_of({put("servers.json", long_text('a', 8192))})}},
      {"bytes that are no JSON",
       {{"servers.json", first}, {"logo.bin", "old"}},
       {commit_of({put("logo.bin", "")})}},
      {"the first start and the first commit", {}, {commit_of({put("servers.json", first)})}},
      {"a group of two", three(), {group_of({put("servers.json", second), put("groups.json", second)})}},
      {"a group of three",
       three(),
       {group_of({put("servers.json", second), remove("groups.json"), put("servers.json", third)})}},
      {"replace two, and the journal has no room",
       three(),
       {commit_of({put("groups.json", second), put("servers.json", second)}),
        commit_of({put("servers.json", third)})},
       false,
       1024},
      {"create where no rename can refuse to replace",
       three(),
       {commit_of({put("new.json", second)})},
       true,
       4096,
       false,
       "a crash between link and unlink leaves a document two names: it is not served"},
  };
  return all;
}

const std::vector<CrashScenario>& sequences() {
  static const std::vector<CrashScenario> all{
      {"two replacements",
       three(),
       {commit_of({put("servers.json", second)}), commit_of({put("servers.json", third)})}},
      {"two documents in turn",
       three(),
       {commit_of({put("servers.json", second)}), commit_of({put("groups.json", second)}),
        commit_of({put("servers.json", third)})}},
      {"delete, then create again",
       three(),
       {commit_of({remove("servers.json")}), commit_of({put("servers.json", third)})}},
      {"delete two, then one made again by hand",
       three(),
       {commit_of({remove("groups.json"), remove("network/wifi.json")}),
        by_hand(StepKind::edit_by_hand, "groups.json", first),
        {StepKind::restart}}},
      {"create, replace, delete",
       three(),
       {commit_of({put("new.json", first)}), commit_of({put("new.json", second)}),
        commit_of({remove("new.json")})}},
      {"edits inside documents",
       {{"servers.json", "{\"list\":[1,2],\"name\":\"x\"}\n"}, {"groups.json", first}},
       {commit_of({edit(OperationKind::replace, "servers.json", "/name", "\"y\"")},
                  {{"servers.json", "{\"list\":[1,2],\"name\":\"y\"}\n"}}),
        commit_of({edit(OperationKind::add, "servers.json", "/list/-", "3"),
                   edit(OperationKind::replace, "groups.json", "/version", "\"edited\"")},
                  {{"servers.json", "{\"list\":[1,2,3],\"name\":\"y\"}\n"},
                   {"groups.json", "{\"version\":\"edited\"}\n"}})}},
      {"replace after an edit by hand",
       three(),
       {by_hand(StepKind::edit_by_hand, "servers.json", second), commit_of({put("servers.json", third)})}},
      {"replace after an edit in place",
       three(),
       {by_hand(StepKind::edit_in_place, "servers.json", second), commit_of({put("servers.json", third)})}},
      {"create after a removal by hand",
       three(),
       {by_hand(StepKind::remove_by_hand, "servers.json"), commit_of({put("servers.json", third)})}},
      {"an edit by hand that a refused commit finds",
       three(),
       {by_hand(StepKind::edit_by_hand, "servers.json", second), refused_on("servers.json"),
        commit_of({put("groups.json", third)})}},
      {"a removal by hand that a refused commit finds",
       three(),
       {by_hand(StepKind::remove_by_hand, "servers.json"), refused_on("servers.json"),
        commit_of({put("groups.json", third)})}},
      {"several at once after an edit by hand",
       three(),
       {by_hand(StepKind::edit_by_hand, "groups.json", second),
        commit_of({put("servers.json", second), put("groups.json", third), put("new.json", first)})}},
      {"several at once, twice",
       three(),
       {commit_of({put("servers.json", second), put("new.json", first)}),
        commit_of({put("servers.json", third), remove("new.json")})}},
      {"a clean stop",
       three(),
       {commit_of({put("servers.json", second)}), {StepKind::retire}, {StepKind::restart}}},
      {"a clean stop, then a commit",
       three(),
       {commit_of({put("servers.json", second), put("groups.json", second)}),
        {StepKind::retire},
        {StepKind::restart},
        commit_of({put("servers.json", third)})}},
      {"created, a clean stop, then removed by hand",
       three(),
       {commit_of({put("new.json", second)}),
        {StepKind::retire},
        by_hand(StepKind::remove_by_hand, "new.json"),
        {StepKind::restart}},
       false,
       4096,
       true},
      {"the old bytes put back by hand before a restart",
       three(),
       {commit_of({put("groups.json", second), put("servers.json", second)}),
        by_hand(StepKind::edit_by_hand, "groups.json", first),
        {StepKind::restart}}},
      {"edited by hand before a restart",
       three(),
       {commit_of({put("groups.json", second), put("servers.json", second)}),
        by_hand(StepKind::edit_by_hand, "groups.json", third),
        {StepKind::restart}}},
      {"edits by hand in a directory while it is stopped",
       three(),
       {{StepKind::retire},
        by_hand(StepKind::edit_by_hand, "network/wifi.json", second),
        {StepKind::restart},
        {StepKind::retire},
        by_hand(StepKind::remove_by_hand, "network/wifi.json"),
        {StepKind::restart}}},
      {"an edit by hand while it is stopped",
       three(),
       {{StepKind::retire}, by_hand(StepKind::edit_by_hand, "groups.json", second), {StepKind::restart}}},
      {"a taken temporary name",
       three(),
       {by_hand(StepKind::take_name, "servers.json", "somebody's\n"),
        commit_of({put("servers.json", second)})}},
  };
  return all;
}

}  // namespace holdfast::test
