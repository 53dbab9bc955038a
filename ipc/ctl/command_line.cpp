#include "ipc/ctl/command_line.hpp"

#include <CLI/CLI.hpp>

#include "ipc/ctl/editor.hpp"

namespace holdfast::ctl {
namespace {

constexpr std::int64_t revision_max = 9'007'199'254'740'991;  // 2^53 - 1, see the interface

constexpr const char* path_help =
    "A JSON Pointer such as /hosts/0/name; key=value instead of a number names the element that has it: "
    "/hosts/name=alpha/port";

constexpr const char* value_help =
    "JSON if it is JSON, else a string; put -- before one that starts with a dash and is no number";

void take_document(CLI::App& command, std::string& document) {
  command.add_option("DOCUMENT", document, "Its name, such as network/wifi.json")->required();
}

void take_path(CLI::App& command, Arguments& arguments) {
  command.add_option("PATH", arguments.path, path_help)->required();
}

void take_reason(CLI::App& command, Change& change) {
  command.add_option("-m,--message", change.message, "Why, for the log")->type_name("TEXT");
  command.add_flag("--dry-run", change.dry_run, "Print what would change as a diff, write nothing");
}

void take_change(CLI::App& command, Change& change) {
  take_document(command, change.document);
  take_reason(command, change);
  command
      .add_option("--if-revision", change.if_revision,
                  "Refuse unless it is at this revision; 0: unless it is new")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, revision_max));
}

void take_file(CLI::App& command, ValueArgument& value) {
  command.add_option("--file", value.file, "Take the value from a file; - is standard input")
      ->type_name("FILE");
}

// An empty VALUE is one too, so whether it stands there is told apart from what it is.
void take_value(CLI::App& command, ValueArgument& value) {
  command.add_option("VALUE", value.text, value_help)->each([&value](const std::string&) {
    value.given = true;
  });
  command.add_flag("--string", value.as_string, "The value is a string, whatever it looks like");
  take_file(command, value);
}

CLI::App* declare_edit(CLI::App& app, Arguments& arguments, const char* name, const char* what) {
  auto* command = app.add_subcommand(name, what);
  take_change(*command, arguments.change);
  take_path(*command, arguments);
  return command;
}

// `merge DOCUMENT VALUE` and `merge DOCUMENT PATH VALUE`: what a lone word is shows only at the end.
void declare_merge(CLI::App& app, Arguments& arguments) {
  auto* command = app.add_subcommand("merge", "Merge a JSON value into a document, or into a value in it");
  take_change(*command, arguments.change);
  auto& [common, globs, selection, change, file, path, value] = arguments;
  auto* first = command->add_option("PATH", path, std::string(path_help) + "; none: the whole document");
  auto* second = command->add_option("VALUE", value.text, "JSON; null removes a member (RFC 7396)");
  take_file(*command, value);
  command->callback([first, second, &arguments] {
    auto& merged = arguments.value;
    const bool lone = first->count() != 0 && second->count() == 0 && merged.file.empty();
    if (lone) std::swap(arguments.path, merged.text);
    merged.given = lone || second->count() != 0;
    merge(arguments.common, arguments.change, arguments.path, merged);
  });
}

void declare_reading(CLI::App& app, Arguments& arguments) {
  auto* list_command = app.add_subcommand("list", "List documents");
  list_command->add_option("GLOB", arguments.globs,
                           "Only names that match one of these; * matches any characters");
  list_command->callback([&arguments] { list(arguments.common, arguments.globs); });

  auto& selection = arguments.selection;
  auto* get_command = app.add_subcommand("get", "Print a document byte for byte, or a value in it");
  take_document(*get_command, selection.document);
  get_command->add_option("PATH", arguments.path, path_help)->each([&selection](const std::string& path) {
    selection.path = path;
  });
  get_command->add_flag("-r,--raw", selection.raw, "Print a string without quotes and escapes");
  get_command->callback([&arguments] { get(arguments.common, arguments.selection); });

  auto* status_command = app.add_subcommand("status", "Tell how the daemon is");
  status_command->callback([&arguments] { status(arguments.common); });
}

void declare_whole_documents(CLI::App& app, Arguments& arguments) {
  auto* put_command = app.add_subcommand("put", "Create or replace a document; returns when it is durable");
  take_change(*put_command, arguments.change);
  put_command->add_option("FILE", arguments.file, "The new content; - or nothing: standard input");
  put_command->callback([&arguments] { put(arguments.common, arguments.change, arguments.file); });

  auto* delete_command = app.add_subcommand("delete", "Delete a document; returns when it is durably gone");
  take_change(*delete_command, arguments.change);
  delete_command->callback([&arguments] { remove(arguments.common, arguments.change); });

  auto* edit_command = app.add_subcommand(
      "edit", "Edit a document in $VISUAL or $EDITOR (else vi); what you typed is kept if it cannot be put");
  take_document(*edit_command, arguments.change.document);
  take_reason(*edit_command, arguments.change);
  edit_command->callback([&arguments] { edit(arguments.common, arguments.change); });
}

void declare_edits(CLI::App& app, Arguments& arguments) {
  auto& [common, globs, selection, change, file, path, value] = arguments;
  auto* set_command =
      declare_edit(app, arguments, "set", "Replace a value in a document, or add a member to an object");
  take_value(*set_command, value);
  set_command->callback(
      [&arguments] { set(arguments.common, arguments.change, arguments.path, arguments.value); });

  auto* unset_command = declare_edit(app, arguments, "unset", "Remove a member or an element");
  unset_command->callback([&arguments] { unset(arguments.common, arguments.change, arguments.path); });

  auto* add_command = declare_edit(app, arguments, "add",
                                   "Add a member, or insert an element before the one named; - appends one");
  take_value(*add_command, value);
  add_command->callback(
      [&arguments] { add(arguments.common, arguments.change, arguments.path, arguments.value); });

  declare_merge(app, arguments);

  auto* test_command =
      declare_edit(app, arguments, "test", "Compare a value with the one given; exit code 1 if they differ");
  take_value(*test_command, value);
  test_command->callback(
      [&arguments] { test(arguments.common, arguments.change, arguments.path, arguments.value); });

  auto* apply_command =
      app.add_subcommand("apply", "Apply a JSON array of operations (RFC 6902) as one change");
  apply_command->add_option("FILE", file, "The operations; - is standard input")->required();
  apply_command->add_option("--document", change.document, "For operations that name no document")
      ->type_name("DOCUMENT");
  take_reason(*apply_command, change);
  apply_command->callback([&arguments] { apply(arguments.common, arguments.change, arguments.file); });
}

}  // namespace

void declare(CLI::App& app, Arguments& arguments) {
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--socket", arguments.common.socket,
                 "The daemon's socket (default: $HOLDFAST_SOCKET, else /run/holdfast/io.holdfast.config)")
      ->type_name("PATH");
  app.add_flag("--json", arguments.common.json, "Print the reply as JSON, for programs");
  declare_reading(app, arguments);
  declare_whole_documents(app, arguments);
  declare_edits(app, arguments);
}

}  // namespace holdfast::ctl
