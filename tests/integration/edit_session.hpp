// `holdfast edit` with an editor that is a script: what it does to the text, once for each time it is opened.
// Drafts are made in a place of the test, so that what is left of them can be seen.
#pragma once

#include "tests/integration/command.hpp"
#include "tests/support/pseudo_terminal.hpp"

namespace holdfast::test {

class EditSession : public Command {
 public:
  explicit EditSession(const std::string& settings = "", Begin begin = Begin::started);

  /// The script of each round, for sh: $1 is the file, $2.. options of $EDITOR. `store FILE`, `write TEXT`
  /// and `holdfast` are commands in it.
  void script(const std::vector<std::string>& rounds);
  /// How often the editor was opened.
  [[nodiscard]] int rounds() const;

  /// `holdfast edit arguments...` with an empty standard input, which is no terminal.
  Finished edit(std::vector<std::string> arguments, std::map<std::string, std::string> more = {});
  /// The same at a terminal.
  [[nodiscard]] std::unique_ptr<PseudoTerminal> edit_at_terminal(std::vector<std::string> arguments);

  /// What lies in the places for drafts, by path: file name and bytes.
  [[nodiscard]] std::map<std::string, std::string> drafts() const;
  /// The text kept, whose path `said` must name; fails if it is not the only one.
  [[nodiscard]] std::string kept(const std::string& said) const;
  [[nodiscard]] bool nothing_kept() const { return std::filesystem::is_empty(outside("run")); }

 private:
  [[nodiscard]] Launch launch(std::vector<std::string> arguments,
                              std::map<std::string, std::string> more) const;
};

}  // namespace holdfast::test
