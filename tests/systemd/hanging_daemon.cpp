// holdfastd whose writer hangs while the file .hang lies in its directory. For the test of the watchdog: put
// in the place of holdfastd by a drop-in. Usage: hanging_daemon --directory DIR
#include <unistd.h>

#include <exception>
#include <iostream>
#include <string_view>

#include "daemon/host/lifecycle.hpp"
#include "tests/support/hanging_file_system.hpp"

int main(int argc, char** argv) {
  using namespace holdfast;
  if (argc != 3 || std::string_view(argv[1]) != "--directory") return 2;
  host::Options options;
  options.directory = argv[2];
  const std::string mark = options.directory + "/.hang";
  try {
    test::HangingFileSystem files([&mark] { return ::access(mark.c_str(), F_OK) == 0; });
    host::Log log(host::detect_log_target(), options.settings.log_level);
    return host::run(options, files, log);
  } catch (const std::exception& error) {
    std::cerr << "hanging_daemon: " << error.what() << '\n';
    return 1;
  }
}
