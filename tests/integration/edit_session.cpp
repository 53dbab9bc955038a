#include "tests/integration/edit_session.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;

// Counts how often it runs and runs the script of that time.
constexpr const char* editor = R"sh(
holdfast() { "$HOLDFAST" "$@"; }
store() { holdfast put "$document" -m 'somebody else' >/dev/null; }
write() { printf '%s' "$1" >"$file"; }
file=$1
document=${file##*/}
round=$(($(cat "$0.round" 2>/dev/null || echo 0) + 1))
echo "$round" >"$0.round"
. "$0.$round"
)sh";

}  // namespace

EditSession::EditSession(const std::string& settings, Begin begin) : Command(settings, begin) {
  fs::create_directory(outside("run"));
}

void EditSession::script(const std::vector<std::string>& rounds) {
  write_file(outside("editor"), editor);
  fs::remove(outside("editor.round"));
  for (std::size_t i = 0; i < rounds.size(); ++i)
    write_file(outside("editor." + std::to_string(i + 1)), rounds[i] + "\n");
}

int EditSession::rounds() const {
  return fs::exists(outside("editor.round")) ? std::stoi(read_file(outside("editor.round"))) : 0;
}

Launch EditSession::launch(std::vector<std::string> arguments,
                           std::map<std::string, std::string> more) const {
  arguments.insert(arguments.begin(), {HOLDFAST_PATH, "edit"});
  more.insert({{"HOLDFAST", HOLDFAST_PATH},
               {"HOLDFAST_SOCKET", socket().string()},
               {"TMPDIR", outside("run").string()},
               {"EDITOR", "sh '" + outside("editor").string() + "'"},
               {"VISUAL", ""},
               {"NO_COLOR", "1"},
               {"TERM", "xterm"}});
  return {std::move(arguments), {}, std::move(more), {}};
}

Finished EditSession::edit(std::vector<std::string> arguments, std::map<std::string, std::string> more) {
  return run_program(launch(std::move(arguments), std::move(more)));
}

std::unique_ptr<PseudoTerminal> EditSession::edit_at_terminal(std::vector<std::string> arguments) {
  return std::make_unique<PseudoTerminal>(launch(std::move(arguments), {}));
}

std::map<std::string, std::string> EditSession::drafts() const {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(outside("run"))) {
    if (entry.is_regular_file()) found[entry.path().string()] = read_file(entry.path());
  }
  return found;
}

std::string EditSession::kept(const std::string& said) const {
  const auto all = drafts();
  const std::string words = "your text is kept in ";
  const auto at = said.rfind(words);
  BOOST_TEST_REQUIRE(at != std::string::npos, said);
  const auto from = at + words.size();
  const auto path = said.substr(from, said.find('\n', from) - from);
  BOOST_TEST_REQUIRE(all.contains(path), path + " is not there");
  BOOST_TEST((fs::status(path).permissions() == fs::perms{0600}), path);
  return all.at(path);
}

}  // namespace holdfast::test
