// Goal: patch(1) makes the new texts of the old ones from our diffs, and with -R the other way round; diff(1)
// writes the same bytes as we do. Method: hundreds of random pairs of files in two directories, with one run
// of the program for all of them.
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <map>
#include <string>

#include "ipc/text/unified_diff.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/text_support.hpp"

namespace holdfast::text {
namespace {

constexpr std::size_t pairs_usual = 400;

using Files = std::map<std::string, std::string>;

struct Trees {
  Files old_files;
  Files new_files;

  void add(const std::string& name, const test::TextPair& pair) {
    old_files[name] = pair.old_text;
    new_files[name] = pair.new_text;
  }
  // The diffs of all files, in the order of their names. A file that only one tree has is /dev/null in the
  // other.
  [[nodiscard]] std::string diff() const {
    Files all = old_files;
    all.insert(new_files.begin(), new_files.end());
    std::string diffs;
    for (const auto& [name, text] : all) {
      const bool is_old = old_files.contains(name);
      const bool is_new = new_files.contains(name);
      diffs += unified_diff(is_old ? old_files.at(name) : "", is_new ? new_files.at(name) : "",
                            {is_old ? "a/" + name : "/dev/null", is_new ? "b/" + name : "/dev/null"});
    }
    return diffs;
  }
};

void write_files(const std::filesystem::path& directory, const Files& files) {
  std::filesystem::create_directories(directory);
  for (const auto& [name, text] : files)
    test::write_file(directory / name, text);
}

std::string file_name(std::size_t number) {
  return std::to_string(100'000 + number) + ".json";
}

// Names of those files that are not as they should be.
std::string wrong_files(const std::filesystem::path& directory, const Files& expected) {
  const Files found = test::documents_below(directory);
  std::string names;
  for (const auto& [name, text] : expected) {
    if (!found.contains(name) || found.at(name) != text) names += name + " ";
  }
  for (const auto& [name, text] : found) {
    if (!expected.contains(name)) names += name + " (should not be) ";
  }
  return names;
}

// Looks for the program as a shell does.
test::Finished run(const std::vector<std::string>& arguments, const std::string& input = "") {
  test::Launch launch;
  launch.arguments = {"/usr/bin/env"};
  launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
  launch.input = input;
  launch.environment = {{"LC_ALL", "C"}};
  return test::run_program(launch);
}

bool have(const std::string& program) {
  if (run({program, "--version"}).exit_code == 0) return true;
  const std::string why = "SKIPPED: comparing with " + program + "(1): it is not installed";
  std::cerr << why << std::endl;
  BOOST_TEST_MESSAGE(why);
  return false;
}

// Every line of its report is to say that it patches a file: no offset, no fuzz, nothing rejected.
void patch(const std::filesystem::path& directory, const std::string& diffs,
           const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"patch", "-p1", "--force", "--fuzz=0", "-d", directory.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const auto done = run(arguments, diffs);
  BOOST_TEST(done.exit_code == 0);
  BOOST_TEST(done.errors == "");
  for (const auto& line : test::split(done.output))
    BOOST_TEST(line.starts_with("patching file "), line);
}

void check_both_ways(const Trees& trees) {
  const test::TemporaryDirectory directory;
  const std::string diffs = trees.diff();
  write_files(directory / "tree", trees.old_files);
  patch(directory / "tree", diffs);
  BOOST_TEST(wrong_files(directory / "tree", trees.new_files) == "");
  patch(directory / "tree", diffs, {"-R"});
  BOOST_TEST(wrong_files(directory / "tree", trees.old_files) == "");
}

// What `diff -u` of two trees prints, without the commands between the files and the times in the headers.
std::string without_times(const std::string& output) {
  std::string kept;
  for (const auto& line : test::split(output)) {
    if (line.starts_with("diff -")) continue;
    const bool is_name = line.starts_with("--- a/") || line.starts_with("+++ b/");
    kept += is_name ? line.substr(0, line.find('\t')) + "\n" : line;
  }
  return kept;
}

// No line stands twice in a text and none changes its place: there is only one shortest answer.
test::TextPair unambiguous_pair(test::RandomTexts& random) {
  std::vector<std::string> old_lines;
  std::vector<std::string> new_lines;
  const char* const end = random.below(4) == 0 ? "\r\n" : "\n";
  const std::size_t lines = random.below(60);
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string line = "  \"name" + std::to_string(i) + "\": ";
    const std::size_t choice = random.below(24);
    if (choice != 0) old_lines.push_back(line + "1" + end);
    if (choice != 1) new_lines.push_back(line + (choice == 2 ? "2" : "1") + end);
  }
  test::TextPair pair{test::joined(old_lines), test::joined(new_lines)};
  for (std::string* text : {&pair.old_text, &pair.new_text}) {
    if (!text->empty() && random.below(4) == 0) text->pop_back();
  }
  return pair;
}

BOOST_AUTO_TEST_SUITE(text_patch)

BOOST_AUTO_TEST_CASE(patch_makes_the_new_texts_and_reversed_the_old_ones) {
  if (!have("patch")) return;
  test::RandomTexts random(test::new_seed());
  Trees trees;
  for (std::size_t i = 0; i < test::scaled(pairs_usual); ++i)
    trees.add(file_name(i), random.pair(i % 4 == 0 ? 100 : 15));
  check_both_ways(trees);
}

BOOST_AUTO_TEST_CASE(patch_makes_and_removes_files) {
  if (!have("patch")) return;
  Trees trees;
  trees.new_files["made.json"] = "{}\n";
  trees.new_files["made-unfinished.json"] = "{\n}";
  trees.old_files["removed.json"] = "{}\n";
  trees.old_files["removed-unfinished.json"] = "{\n}";
  trees.add("emptied", {"a\n", ""});
  trees.add("filled", {"", "a\n"});
  check_both_ways(trees);
}

BOOST_AUTO_TEST_CASE(diff_writes_the_same_bytes) {
  if (!have("diff")) return;
  test::RandomTexts random(test::new_seed());
  Trees trees;
  for (std::size_t i = 0; i < test::scaled(pairs_usual); ++i)
    trees.add(file_name(i), unambiguous_pair(random));
  trees.add(file_name(pairs_usual), {std::string("a\0\n", 3), "a\n"});
  const test::TemporaryDirectory directory;
  write_files(directory / "a", trees.old_files);
  write_files(directory / "b", trees.new_files);
  const auto done = run({"-C", directory.path(), "diff", "-ru", "a", "b"});
  BOOST_TEST(done.exit_code == 1);
  BOOST_TEST(done.errors == "");
  const auto expected = test::split(without_times(done.output));
  const auto found = test::split(trees.diff());
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::text
