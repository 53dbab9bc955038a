// The commands of the holdfast client, one function each. Each prints its result on standard output or throws
// Stop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::ctl {

struct Common {
  std::string socket;
  bool json = false;  // print the reply's parameters instead of text for people
};

struct Change {
  std::string document;
  std::string file = "-";  // put: what to read; "-" is standard input
  std::string message;
  std::optional<std::int64_t> if_revision;
};

void list(const Common& common, const std::vector<std::string>& globs);
/// Prints the exact bytes of the document, nothing else.
void get(const Common& common, const std::string& document);
void put(const Common& common, const Change& change);
void remove(const Common& common, const Change& change);
void status(const Common& common);

}  // namespace holdfast::ctl
