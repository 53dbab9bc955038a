#include "tests/integration/mixed_commit.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <stdexcept>

#include "ipc/json/writer.hpp"

namespace holdfast::test {
namespace {

const Documents& base() {
  static const Documents documents{{"a.json", "{\"n\": 1, \"list\": [1, 2]}\n"},
                                   {"b.json", "{\"of\": \"b\"}\n"},
                                   {"deep/kept.conf", "kept = 1\n"},
                                   {"gone.json", "1\n"}};
  return documents;
}

std::string edit_operation(const std::string& op, const std::string& path, const std::string& value) {
  json::Writer writer;
  writer.begin_object().member("op", op).member("document", "a.json").member("path", path);
  if (!value.empty()) writer.name("value").raw(value);
  return writer.end_object().take();
}

std::string request(const MixedCommit& commit, const std::string& id) {
  json::Writer writer;
  writer.begin_object().member("requestId", id).name("operations").begin_array();
  for (const auto& operation : commit.operations)
    writer.raw(operation);
  return writer.end_array().end_object().take();
}

}  // namespace

const std::vector<MixedCommit>& mixed_commits() {
  const std::string other = "{\"n\": 2}\n";
  static const std::vector<MixedCommit> all{
      {"replace", {}, {put_operation("a.json", other)}},
      {"create", {}, {put_operation("deep/new.json", other)}},
      {"create in new directories", {}, {put_operation("one/two/new.json", other)}},
      {"delete", {}, {delete_operation("gone.json")}},
      {"edit", {}, {edit_operation("replace", "/n", "2"), edit_operation("add", "/list/-", "3")}},
      {"several",
       {},
       {put_operation("a.json", other), put_operation("one/new.json", other), delete_operation("gone.json")}},
      {"replace two", {}, {put_operation("a.json", other), put_operation("deep/kept.conf", "kept = 2\n")}},
      {"delete two", {}, {delete_operation("gone.json"), delete_operation("deep/kept.conf")}},
      {"replace one large", {}, {put_operation("b.json", "\"" + std::string(300'000, 'x') + "\"\n")}},
      {"edit and create",
       {},
       {edit_operation("remove", "/list/0", ""), put_operation("new.conf", "x = 1\n")}},
      {"after an edit by hand", {{"b.json", "{\"of\": \"hand\"}\n"}}, {put_operation("b.json", other)}},
      {"unchanged", {}, {put_operation("b.json", base().at("b.json"))}}};
  return all;
}

// Thousands of commits are not to make each start read all of them.
MixedStore::MixedStore() : Store(R"({"journalRecordsMax": 100})") {
  prepare({"", {}, {}});
  const auto path = this->path("a.json");
  if (::chmod(path.c_str(), 0640) != 0) throw std::runtime_error("cannot chmod " + path.string());
  // Where these are not possible, the calls that keep them are not made either.
  (void)::setxattr(path.c_str(), "user.origin", "x", 1, 0);
  if (is_root()) (void)!::chown(path.c_str(), 1234, 1234);
}

void MixedStore::prepare(const MixedCommit& commit) {
  ++prepared_;
  const auto now = documents();
  std::vector<std::string> operations;
  for (const auto& [name, bytes] : base()) {
    if (const auto found = now.find(name); found == now.end() || found->second != bytes)
      operations.push_back(put_operation(name, bytes));
  }
  for (const auto& [name, bytes] : now) {
    if (!base().contains(name)) operations.push_back(delete_operation(name));
  }
  if (!operations.empty()) {
    const auto reply = client().commit(operations);
    if (!reply.error().empty())
      throw std::runtime_error("going back is refused: " + reply.error() + " " + reply.text("message"));
  }
  for (const auto* made : {"one/two", "one"})
    std::filesystem::remove(path(made));
  for (const auto& [name, bytes] : commit.by_hand)
    replace_file(path(name), bytes);
}

Reply MixedStore::apply(const MixedCommit& commit) {
  return client().call("Commit", request(commit, "mixed-" + std::to_string(prepared_)));
}

std::string MixedStore::resolution() {
  json::Writer writer;
  writer.begin_object().member("requestId", "mixed-" + std::to_string(prepared_)).end_object();
  const auto reply = client().call("Resolve", writer.take());
  return reply.error().empty() ? reply.text("outcome") : reply.error();
}

std::vector<std::string> torn(const Documents& now, const Documents& before, const Documents& after) {
  std::vector<std::string> faults;
  const auto is_in = [](const Documents& documents, const std::string& name, const std::string& bytes) {
    const auto found = documents.find(name);
    return found != documents.end() && found->second == bytes;
  };
  for (const auto& [name, bytes] : now) {
    if (!is_in(before, name, bytes) && !is_in(after, name, bytes))
      faults.push_back(name + " is torn: " + bytes.substr(0, 200));
  }
  for (const auto& [name, bytes] : before) {
    if (!now.contains(name) && after.contains(name)) faults.push_back(name + " is missing");
  }
  return faults;
}

}  // namespace holdfast::test
