// What is known of a store that is killed again and again: every write that was tried, and which of them the
// daemon acknowledged with which revision. Judges what is found afterwards. Threads: recording from any,
// judging from one.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/store_client.hpp"
#include "tests/integration/witness.hpp"

namespace holdfast::test {

/// One commit: the documents it names, each with its new content or none for a deletion.
struct StormWrite {
  std::map<std::string, std::optional<Witness>> documents;
};

class StormRecord {
 public:
  /// Before a write is sent.
  void tried(const StormWrite& write);
  /// After its reply.
  void acknowledged(const StormWrite& write, std::int64_t revision);

  /// What is wrong with the files as they lie there with no daemon running, a line each: torn, or never
  /// written so.
  [[nodiscard]] std::vector<std::string> faults_of_files(
      const std::map<std::string, std::string>& files) const;
  /// What is wrong with the store after a restart, a line each. Remembers it as the truth to start from.
  [[nodiscard]] std::vector<std::string> faults_of_store(StoreClient& store);
  [[nodiscard]] std::size_t acknowledgements() const { return revisions_.size(); }

 private:
  struct State {
    std::int64_t revision = 0;
    std::optional<Witness> content;
    auto operator<=>(const State&) const = default;
  };
  void judge(const std::string& document, const State& found, std::vector<std::string>& faults);
  void judge_pairs(const std::map<std::string, State>& found, std::vector<std::string>& faults) const;
  [[nodiscard]] bool was_tried(const std::string& document, const std::optional<Witness>& content) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::optional<Witness>>> tried_;
  std::map<std::string, State> last_;             // the newest known state of each document
  std::map<std::int64_t, StormWrite> revisions_;  // which write each known revision is
  std::vector<StormWrite> pairs_;                 // tried writes of several documents
  std::int64_t highest_ = 0;
};

}  // namespace holdfast::test
