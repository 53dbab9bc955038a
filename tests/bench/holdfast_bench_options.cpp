#include "tests/bench/holdfast_bench_options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

namespace holdfast::bench {
namespace {

// The one installed beside this program, else the one built with it.
std::string daemon_beside() {
  std::error_code ignored;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto beside = self.parent_path() / "holdfastd";
  return std::filesystem::exists(beside, ignored) ? beside.string() : HOLDFASTD_PATH;
}

void describe(CLI::App& app, BenchOptions& options) {
  const auto whole = CLI::Range(std::size_t{1}, std::size_t{1'000'000});
  app.add_option("--daemon", options.daemon,
                 "The holdfastd to measure; without it the one beside this program")
      ->type_name("PATH");
  app.add_option("--directory", options.directory, "Where to make a fresh directory to work in")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--clients", options.clients, "Clients at the same time")->delimiter(',')->check(whole);
  app.add_option("--entities", options.entities, "Entities in the document, 200 bytes each")
      ->delimiter(',')
      ->check(whole);
  app.add_option("--seconds", options.seconds, "Length of a round")->check(CLI::Range(0.01, 3600.0));
  app.add_option("--rounds", options.rounds, "Rounds of each line of the table")->check(whole);
  app.add_option("--json", options.json, "Write the figures to this file too")->type_name("FILE");
}

}  // namespace

std::optional<BenchOptions> parse_options(int argc, const char* const* argv, int& exit_code) {
  BenchOptions options;
  CLI::App app("Measures holdfastd against a bare loop that replaces the same file with no daemon.",
               "holdfast-bench");
  describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error);
    return std::nullopt;
  }
  if (options.daemon.empty()) options.daemon = daemon_beside();
  return options;
}

}  // namespace holdfast::bench
