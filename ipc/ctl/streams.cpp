#include "ipc/ctl/streams.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ipc/ctl/report.hpp"
#include "ipc/json/printable.hpp"

namespace holdfast::ctl {

std::string read_input(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw Stop(Exit::usage, "cannot read " + json::printable(path));
  return bytes;
}

void print(std::string_view bytes) {
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  if (!written || std::fflush(stdout) != 0) throw Stop(Exit::usage, "cannot write to standard output");
}

}  // namespace holdfast::ctl
