#include "tests/integration/command.hpp"

#include <algorithm>

namespace holdfast::test {

Finished Command::run(std::vector<std::string> arguments, std::string input) {
  arguments.insert(arguments.begin(), {"--socket", socket().string()});
  return run_bare(std::move(arguments), std::move(input));
}

Finished Command::run_bare(std::vector<std::string> arguments, std::string input,
                           std::map<std::string, std::string> environment) {
  arguments.insert(arguments.begin(), HOLDFAST_PATH);
  return run_program({std::move(arguments), std::move(input), std::move(environment), {}});
}

void Command::check_stopped(const Finished& finished, int exit_code) {
  BOOST_TEST(finished.exit_code == exit_code);
  BOOST_TEST(finished.output == "");
  BOOST_TEST(std::count(finished.errors.begin(), finished.errors.end(), '\n') == 1, finished.errors);
  BOOST_TEST(finished.errors.starts_with("holdfast: "), finished.errors);
  BOOST_TEST(finished.errors.ends_with("\n"), finished.errors);
}

void Command::check_done(const Finished& finished) {
  BOOST_TEST(finished.exit_code == 0);
  BOOST_TEST(finished.errors == "");
}

}  // namespace holdfast::test
