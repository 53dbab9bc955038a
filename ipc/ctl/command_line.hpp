// The words of the command line: which commands there are and what each takes. Running them is theirs.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "ipc/ctl/commands.hpp"
#include "ipc/ctl/edits.hpp"

namespace holdfast::ctl {

/// What the command line says; commands see the part that is theirs.
struct Arguments {
  Common common;
  std::vector<std::string> globs;
  Selection selection;
  Change change;
  std::string file = "-";  // put, apply: what to read
  std::string path;
  ValueArgument value;
};

/// Declares everything on `app`. Parsing then fills `arguments` and runs the command; both must outlive it.
void declare(CLI::App& app, Arguments& arguments);

}  // namespace holdfast::ctl
