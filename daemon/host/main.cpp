// holdfastd: reads the command line and the settings, then runs the daemon.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "daemon/commit/journal_dump.hpp"
#include "daemon/disk/posix_file_system.hpp"
#include "daemon/host/lifecycle.hpp"
#include "daemon/host/version.hpp"
#include "ipc/json/printable.hpp"

namespace {

namespace host = holdfast::host;

constexpr int exit_usage = 2;
constexpr int exit_failed = 1;

host::Settings settings_or_throw(const host::SettingsFile& file) {
  auto settings = host::read_settings(file);
  if (!settings) throw std::runtime_error(settings.error());
  return *settings;
}

struct CommandLine {
  host::Options options;
  std::string settings_path;
  std::string check_path;
  std::string dump_path;
  bool print_settings = false;
};

void describe(CLI::App& app, CommandLine& line) {
  auto* directory = app.add_option("--directory", line.options.directory, "The directory to manage");
  directory->type_name("DIR");
  app.add_option("--socket", line.options.socket, "Where to listen, unless a socket is handed over")
      ->type_name("PATH");
  app.add_option("--settings", line.settings_path,
                 std::string("A JSON file that must exist; without this option ") +
                     host::default_settings_path + " is read if it is there")
      ->type_name("FILE");
  app.add_flag("--print-settings", line.print_settings, "Print every setting with its value, then end");
  app.add_option("--check-settings", line.check_path, "Check a settings file, then end")->type_name("FILE");
  app.add_option("--dump-journal", line.dump_path,
                 "Print the journal of a managed directory as lines of JSON, then end")
      ->type_name("DIR");
  app.set_version_flag("--version", std::string("holdfastd ") + host::version);
}

// Fails where something is damaged, so that a script need not read for it.
int dump(const std::string& path) {
  holdfast::disk::PosixFileSystem files;
  const auto whole =
      holdfast::commit::dump_journal(files, path, [](const std::string& line) { std::cout << line << '\n'; });
  if (!whole) throw std::runtime_error("cannot read the journal of " + path + ": " + whole.error().text());
  return *whole ? 0 : exit_failed;
}

int run(CommandLine& line) {
  if (!line.check_path.empty()) {
    (void)settings_or_throw({line.check_path, false});
    std::cout << line.check_path << " is good\n";
    return 0;
  }
  if (!line.dump_path.empty()) return dump(line.dump_path);
  auto& options = line.options;
  const bool given = !line.settings_path.empty();
  options.settings_file = {given ? line.settings_path : host::default_settings_path, !given};
  options.settings = settings_or_throw(options.settings_file);
  if (line.print_settings) {
    std::cout << host::settings_text(options.settings);
    return 0;
  }
  if (options.directory.empty()) {
    std::cerr << "holdfastd: --directory is required\n";
    return exit_usage;
  }
  if (options.socket.empty() && std::getenv("LISTEN_FDS") == nullptr) {
    std::cerr << "holdfastd: --socket is required, unless a socket unit starts it\n";
    return exit_usage;
  }
  options.directory = std::filesystem::absolute(options.directory).lexically_normal().string();
  holdfast::disk::PosixFileSystem files;
  host::Log log(host::detect_log_target(), options.settings.log_level);
  return host::run(options, files, log);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Owns a directory of configuration files and changes them durably on request.", "holdfastd");
  CommandLine line;
  describe(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version: prints it
    std::cerr << "holdfastd: " << holdfast::json::printable(error.what()) << "; see --help\n";
    return exit_usage;
  }
  try {
    return run(line);
  } catch (const std::exception& error) {
    std::cerr << "holdfastd: " << error.what() << '\n';
    return exit_failed;
  }
}
