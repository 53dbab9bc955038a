#include "ipc/ctl/edits.hpp"

#include <algorithm>

#include "ipc/ctl/patch.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/ctl/streams.hpp"
#include "ipc/ctl/terminal.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::ctl {
namespace {

using json::Kind;
using json::Writer;

std::string last_token(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

Writer begin_edit(const Change& change, std::string_view op, const std::string& path) {
  demand_utf8(path, "the path");
  auto operation = begin_operation(change, op);
  operation.member("path", path);
  return operation;
}

std::string edit_with(const Change& change, std::string_view op, const std::string& path,
                      const std::string& value) {
  return begin_edit(change, op, path).name("value").raw(value).end_object().take();
}

void commit_and_print(const Common& common, const Change& change, const std::string& operation) {
  print_change(common, commit(common, change, operation), change.dry_run);
}

// A token key=value that found no element is a good name for a member, but an `add` where an array stands
// would put a second element before one that somebody else has just made.
bool parent_is_array(const Common& common, const Change& change, const std::string& path) {
  Writer parameters;
  parameters.begin_object().member("document", change.document);
  parameters.member("path", path.substr(0, path.rfind('/')));
  const auto reply = ask(common, "Get", parameters.end_object().take(), false);
  const auto value = parameters_of(reply).find("value");
  return value && value->is(Kind::array);
}

// What `set` does where `replace` found nothing: `missing` is that reply.
void set_new_member(const Common& common, const Change& change, const std::string& path,
                    const std::string& value, const varlink::ReplyMessage& missing) {
  if (names_element(path)) {
    throw Stop(Exit::refused, std::string(stop_for(missing).what()) +
                                  "; 'set' makes no new element of an array: see 'holdfast add'");
  }
  const bool selects = last_token(path).find('=') != std::string::npos;
  if (selects && parent_is_array(common, change, path)) throw stop_for(missing);
  commit_and_print(common, change, edit_with(change, "add", path, value));
}

}  // namespace

bool names_element(const std::string& path) {
  const auto token = last_token(path);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return token == "-" || (!token.empty() && std::all_of(token.begin(), token.end(), digit));
}

void set(const Common& common, const Change& change, const std::string& path, const ValueArgument& argument) {
  const auto value = json_text_of(characters_of(argument), argument.as_string);
  const auto reply = commit(common, change, edit_with(change, "replace", path, value));
  if (is_error(reply, "NoSuchPath")) return set_new_member(common, change, path, value, reply);
  print_change(common, reply, change.dry_run);
}

void unset(const Common& common, const Change& change, const std::string& path) {
  commit_and_print(common, change, begin_edit(change, "remove", path).end_object().take());
}

void add(const Common& common, const Change& change, const std::string& path, const ValueArgument& argument) {
  const auto value = json_text_of(characters_of(argument), argument.as_string);
  commit_and_print(common, change, edit_with(change, "add", path, value));
}

void merge(const Common& common, const Change& change, const std::string& path,
           const ValueArgument& argument) {
  const auto value = demand_json(characters_of(argument));
  commit_and_print(common, change, edit_with(change, "merge", path, value));
}

void test(const Common& common, const Change& change, const std::string& path,
          const ValueArgument& argument) {
  const auto value = json_text_of(characters_of(argument), argument.as_string);
  const auto reply = commit(common, change, edit_with(change, "test", path, value));
  if (common.json || !reply.error().empty()) return print_change(common, reply, change.dry_run);
  const auto parameters = parameters_of(reply);
  std::string revision = text(parameters, "revision");
  for (const json::Value document : member(parameters, "documents"))
    revision = text(document, "revision");
  print(bold(json::printable(change.document), look_of_output()) + ": as expected at revision " + revision +
        "\n");
}

void apply(const Common& common, const Change& change, const std::string& file) {
  const auto operations = operations_of(read_input(file), change.document);
  const auto parameters = commit_parameters(change, operations);
  const auto reply = send_commit(common, parameters, change.dry_run);
  if (reply.error().empty()) return print_change(common, reply, change.dry_run);
  const auto refusal = stop_for(reply);
  const auto which = reply.parameters() ? reply.parameters()->find("operation") : std::nullopt;
  if (!which || !which->integer()) throw refusal;
  throw Stop(refusal.code(), "operations[" + std::string(which->raw()) + "]: " + refusal.what());
}

}  // namespace holdfast::ctl
