// The commands of the holdfast client that read, and those that write whole documents, one function each.
// Each prints its result on standard output or throws Stop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ipc/ctl/change.hpp"

namespace holdfast::ctl {

/// What `get` shows.
struct Selection {
  std::string document;
  std::optional<std::string> path;
  bool raw = false;  // a string as its characters, without quotes
};

void list(const Common& common, const std::vector<std::string>& globs);
/// Prints the exact bytes of the document and nothing else, or the value at a path as it is spelled and a
/// newline.
void get(const Common& common, const Selection& selection);
/// Makes the bytes of a file the document's; "-" is standard input.
void put(const Common& common, const Change& change, const std::string& file);
void remove(const Common& common, const Change& change);
void status(const Common& common);

}  // namespace holdfast::ctl
