// What was measured, a line for each number of clients and entities, as a table for people and as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::bench {

struct RoundFigures {
  double rate = 0;       // commits a second
  double loop_rate = 0;  // replacements a second, right after

  [[nodiscard]] double ratio() const { return rate / loop_rate; }
};

struct LineFigures {
  std::size_t clients = 0;
  std::size_t entities = 0;
  std::size_t document_bytes = 0;
  std::vector<RoundFigures> rounds;
  std::vector<std::uint32_t> latencies;  // microseconds, of all rounds
  std::uint64_t replies = 0;             // of which every one was a commit
  std::int64_t commits = 0;              // as the daemon counts them
  std::int64_t groups = 0;
  std::optional<std::int64_t> flushes;  // of the disk, by everybody, while the clients ran
  double client_cpu_seconds = 0;

  /// Medians over the rounds.
  [[nodiscard]] double rate() const;
  [[nodiscard]] double loop_rate() const;
  [[nodiscard]] double ratio() const;
  /// Microseconds.
  [[nodiscard]] std::uint32_t latency(double share) const;
  [[nodiscard]] double commits_per_group() const;
  [[nodiscard]] std::optional<double> flushes_per_commit() const;
  [[nodiscard]] double client_microseconds() const;
};

/// Where and how it was measured.
struct RunFigures {
  std::string version;
  std::string directory;
  std::string file_system;
  std::string durability;
  double seconds = 0;
  std::vector<LineFigures> lines;
};

[[nodiscard]] std::string table_of(const RunFigures& run);
[[nodiscard]] std::string json_of(const RunFigures& run);

}  // namespace holdfast::bench
