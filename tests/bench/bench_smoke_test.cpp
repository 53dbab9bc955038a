// Goal: holdfast-bench measures what it says it does. Method: a run of a second; every reply must have been a
// commit, and the table and the file for machines must hold a figure for every line. What the figures are is
// not asked: that depends on the machine.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "ipc/json/parse.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::test {
namespace {

class Bench : public TemporaryDirectory {
 public:
  [[nodiscard]] Finished run(std::vector<std::string> more) const {
    Launch launch;
    launch.arguments = {HOLDFAST_BENCH_PATH, "--directory", path(), "--rounds", "2", "--seconds", "0.1"};
    launch.arguments.insert(launch.arguments.end(), more.begin(), more.end());
    return run_program(launch);
  }
};

BOOST_FIXTURE_TEST_SUITE(bench, Bench)

BOOST_AUTO_TEST_CASE(every_reply_is_a_commit_and_every_line_has_its_figures) {
  const auto file = (*this / "figures.json").string();
  const auto done = run({"--clients", "1,12", "--entities", "10,200", "--json", file});
  BOOST_TEST_REQUIRE(done.exit_code == 0, done.errors);
  BOOST_TEST(done.errors == "");
  BOOST_TEST(done.output.find(" commits/s") != std::string::npos, done.output);
  const auto figures = json::parse_owned(read_file(file)).value();
  const auto lines = figures.root().find("lines").value();
  BOOST_TEST(lines.size() == 4U);
  for (const json::Value line : lines) {
    const auto count = [&line](const char* name) { return line.find(name).value().integer().value(); };
    BOOST_TEST(count("replies") > 0);
    BOOST_TEST(count("replies") == count("commits"));
    BOOST_TEST(count("groups") > 0);
    BOOST_TEST(count("latencyP50Microseconds") > 0);
    BOOST_TEST(count("latencyP50Microseconds") <= count("latencyP99Microseconds"));
    BOOST_TEST(count("documentBytes") >= 200 * count("entities"));
    BOOST_TEST(line.find("rounds").value().size() == 2U);
    for (const char* rate : {"commitsPerSecond", "loopPerSecond", "ratio"})
      BOOST_TEST(std::stod(std::string(line.find(rate).value().raw())) > 0.0);
  }
  // Nothing is left where it worked.
  const std::filesystem::directory_iterator entries(path());
  BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
}

BOOST_AUTO_TEST_CASE(a_daemon_that_does_not_start_is_an_error) {
  const auto done = run({"--daemon", "/bin/false"});
  BOOST_TEST(done.exit_code == 1);
  BOOST_TEST(done.errors.find("holdfastd did not start") != std::string::npos, done.errors);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
