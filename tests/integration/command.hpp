// The holdfast command as its users run it, against a daemon of the test or against none.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/integration/store.hpp"

namespace holdfast::test {

class Command : public Store {
 public:
  using Store::Store;

  /// `holdfast --socket SOCKET arguments...`
  Finished run(std::vector<std::string> arguments, std::string input = {});
  /// `holdfast arguments...`
  static Finished run_bare(std::vector<std::string> arguments, std::string input = {},
                           std::map<std::string, std::string> environment = {});
  /// Ended with this code, said one line of reason, and printed nothing.
  static void check_stopped(const Finished& finished, int exit_code);
  static void check_done(const Finished& finished);
};

}  // namespace holdfast::test
