// holdfast: reads the command line and runs one command. Exit codes are those of ctl::Exit.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "ipc/ctl/commands.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/json/printable.hpp"

namespace {

using namespace holdfast::ctl;

std::string default_socket() {
  const char* set = std::getenv("HOLDFAST_SOCKET");
  return set != nullptr && *set != '\0' ? set : "/run/holdfast/io.holdfast.config";
}

constexpr std::int64_t revision_max = 9'007'199'254'740'991;  // 2^53 - 1, see the interface

// Options may stand before or behind the command.
void add_common(CLI::App& app, Common& common) {
  app.add_option("--socket", common.socket,
                 "The daemon's socket (default: $HOLDFAST_SOCKET, else " +
                     std::string("/run/holdfast/io.holdfast.config)"))
      ->type_name("PATH");
  app.add_flag("--json", common.json, "Print the reply as JSON, for programs");
}

void add_change(CLI::App& command, Change& change) {
  command.add_option("DOCUMENT", change.document, "Its name, such as network/wifi.json")->required();
  command.add_option("-m,--message", change.message, "Why, for the log")->type_name("TEXT");
  command
      .add_option("--if-revision", change.if_revision,
                  "Refuse unless it is at this revision; 0: unless it is new")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, revision_max));
}

int run(int argc, char** argv) {
  CLI::App app("Reads and changes configuration documents that holdfastd keeps.", "holdfast");
  app.require_subcommand(1);
  app.fallthrough();
  Common common{default_socket(), false};
  add_common(app, common);

  std::vector<std::string> globs;
  auto* list_command = app.add_subcommand("list", "List documents");
  list_command->add_option("GLOB", globs, "Only names that match one of these; * matches any characters");
  list_command->callback([&] { list(common, globs); });

  std::string document;
  auto* get_command = app.add_subcommand("get", "Print a document, byte for byte");
  get_command->add_option("DOCUMENT", document, "Its name, such as network/wifi.json")->required();
  get_command->callback([&] { get(common, document); });

  Change change;
  auto* put_command = app.add_subcommand("put", "Create or replace a document; returns when it is durable");
  add_change(*put_command, change);
  put_command->add_option("FILE", change.file, "The new content; - or nothing: standard input");
  put_command->callback([&] { put(common, change); });

  Change removal;
  auto* delete_command = app.add_subcommand("delete", "Delete a document; returns when it is durably gone");
  add_change(*delete_command, removal);
  delete_command->callback([&] { remove(common, removal); });

  auto* status_command = app.add_subcommand("status", "Tell how the daemon is");
  status_command->callback([&] { status(common); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0)
      throw Stop(Exit::usage, holdfast::json::printable(error.what()) + "; see --help");
    (void)app.exit(error);  // --help: prints it
  }
  return static_cast<int>(Exit::done);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Stop& stop) {
    std::cerr << "holdfast: " << stop.what() << '\n';
    return static_cast<int>(stop.code());
  } catch (const std::exception& error) {
    std::cerr << "holdfast: " << error.what() << '\n';
    return static_cast<int>(Exit::usage);
  }
}
