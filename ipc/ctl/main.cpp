// holdfast: reads the command line and runs one command. Exit codes are those of ctl::Exit.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "ipc/ctl/command_line.hpp"
#include "ipc/ctl/report.hpp"
#include "ipc/json/printable.hpp"

namespace {

using namespace holdfast::ctl;

std::string default_socket() {
  const char* set = std::getenv("HOLDFAST_SOCKET");
  return set != nullptr && *set != '\0' ? set : "/run/holdfast/io.holdfast.config";
}

int run(int argc, char** argv) {
  CLI::App app("Reads and changes configuration documents that holdfastd keeps.", "holdfast");
  Arguments arguments;
  arguments.common.socket = default_socket();
  declare(app, arguments);
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
