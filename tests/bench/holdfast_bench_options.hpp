// What a run of holdfast-bench measures, as the command line says it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::bench {

struct BenchOptions {
  std::string daemon;                                   // the holdfastd to measure
  std::string directory = ".";                          // where a fresh directory is made for the run
  std::vector<std::size_t> clients{1, 8, 64, 256};      // at the same time
  std::vector<std::size_t> entities{10, 1000, 10'000};  // in the document
  double seconds = 2;                                   // a round of the clients, and one of the loop
  std::size_t rounds = 3;
  std::string json;  // where the figures go for machines; empty: nowhere
};

/// Reads the command line. Nothing: the run ends here with `exit_code`, and what there was to say is printed.
[[nodiscard]] std::optional<BenchOptions> parse_options(int argc, const char* const* argv, int& exit_code);

}  // namespace holdfast::bench
