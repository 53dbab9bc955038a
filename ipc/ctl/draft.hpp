// The text a person is working on: a file with the document's name in a directory that only this user may
// enter. It goes only when it is told to; whatever happens before, what was typed lies there.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::ctl {

class Draft {
 public:
  /// Makes the directory below $TMPDIR, /var/tmp or /tmp and the file, named like the last part of
  /// `document`, with `bytes` in it. Throws Stop if that cannot be done; nothing is left then.
  Draft(const std::string& document, std::string_view bytes);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// What is in the file now. Throws Stop if it cannot be read.
  [[nodiscard]] std::string read() const;
  [[nodiscard]] bool present() const;
  /// Writes another text to a file beside it, named PATH.theirs, and returns its path. Throws Stop.
  std::string lay_beside(std::string_view theirs) const;
  /// Removes the file, what was laid beside it, and the copy PATH~ of editors. Anything else an editor left
  /// there (a swap file holds what was typed) stays, with its directory: false then.
  bool remove() const;

 private:
  std::string directory_;
  std::string path_;
};

}  // namespace holdfast::ctl
