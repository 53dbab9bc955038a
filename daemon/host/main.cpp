// holdfastd: reads the command line and the settings, then runs the daemon.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "daemon/host/lifecycle.hpp"
#include "daemon/host/log.hpp"
#include "daemon/host/version.hpp"
#include "ipc/json/printable.hpp"

namespace {

using holdfast::host::Settings;

constexpr int exit_usage = 2;
constexpr int exit_failed = 1;

Settings read_settings(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error("cannot read the settings file " + path);
  auto settings = holdfast::host::parse_settings(text);
  if (!settings) throw std::runtime_error(path + ": " + settings.error());
  return *settings;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Owns a directory of configuration files and changes them durably on request.", "holdfastd");
  holdfast::host::Options options;
  std::string settings_path;
  app.add_option("--directory", options.directory, "The directory to manage")->required()->type_name("DIR");
  app.add_option("--socket", options.socket, "Where to listen")->required()->type_name("PATH");
  app.add_option("--settings", settings_path, "A JSON file; every setting has a default")->type_name("FILE");
  app.set_version_flag("--version", std::string("holdfastd ") + holdfast::host::version);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version: prints it
    std::cerr << "holdfastd: " << holdfast::json::printable(error.what()) << "; see --help\n";
    return exit_usage;
  }
  try {
    options.settings = read_settings(settings_path);
    options.directory = std::filesystem::absolute(options.directory).lexically_normal().string();
    holdfast::host::Log log(options.settings.log_level);
    return holdfast::host::run(options, log);
  } catch (const std::exception& error) {
    std::cerr << "holdfastd: " << error.what() << '\n';
    return exit_failed;
  }
}
