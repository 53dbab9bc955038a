// The ways in which somebody between the daemon and a client of a history makes both see what is not so.
// Works on the texts of whole messages.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>

namespace holdfast::test {

class HistoryLie {
 public:
  enum class Kind {
    none,
    drop_a_write,          // acknowledged with a revision of its own, and not done
    halve_a_pair,          // one of two documents of a commit is left as it was
    drop_the_tests,        // a compare-and-swap becomes a plain write
    answer_from_the_past,  // a read is answered with what the same read was answered with before
    apply_again,           // a write is repeated after the client's next one
  };
  /// What the daemon answers a call; nothing if it is gone.
  using Ask = std::function<std::optional<std::string>(const std::string& call)>;

  /// Lies about one in a few of the calls that it could lie about, counting them in `told`.
  HistoryLie(Kind kind, std::uint64_t seed, std::atomic<std::size_t>& told)
      : kind_(kind), random_(seed), told_(told) {}

  /// What the client is told.
  [[nodiscard]] std::optional<std::string> answer(const std::string& call, const Ask& ask);

 private:
  [[nodiscard]] bool is_time();
  [[nodiscard]] std::optional<std::string> answer_from_the_past(const std::string& call, const Ask& ask);
  [[nodiscard]] std::optional<std::string> apply_again(const std::string& call, const Ask& ask);

  Kind kind_;
  std::mt19937_64 random_;
  std::atomic<std::size_t>& told_;
  std::map<std::string, std::string> past_;  // the last answer to each read
  std::string before_;                       // the last plain write
};

}  // namespace holdfast::test
