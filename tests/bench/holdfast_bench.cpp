// holdfast-bench: how many durable edits a second clients get from holdfastd over its socket, and how that
// compares with a bare loop on the same file system. The two take turns in short rounds, so that a disk that
// is slow for a while is slow for both.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "tests/bench/holdfast_bench_figures.hpp"
#include "tests/bench/holdfast_bench_load.hpp"
#include "tests/bench/holdfast_bench_loop.hpp"
#include "tests/bench/holdfast_bench_options.hpp"
#include "tests/bench/holdfast_bench_store.hpp"

namespace {

using namespace holdfast::bench;

// Each client has an entity of its own, spread over the document; with more clients than entities they share.
std::vector<EntityRequest> requests_for(std::size_t clients, std::size_t entities) {
  std::vector<EntityRequest> requests;
  for (std::size_t i = 0; i < clients; ++i)
    requests.emplace_back(i, clients <= entities ? i * entities / clients : i % entities);
  return requests;
}

class Measurement {
 public:
  Measurement(const BenchOptions& options, BenchStore& store, BareLoop& loop)
      : options_(options), store_(store), loop_(loop) {}

  LineFigures measure(std::size_t clients, std::size_t entities, std::size_t document_bytes) {
    LineFigures line;
    line.clients = clients;
    line.entities = entities;
    line.document_bytes = document_bytes;
    Load load(store_.socket(), requests_for(clients, entities));
    for (std::size_t i = 1; i <= options_.rounds; ++i) {
      run_round(load, line);
      const auto& round = line.rounds.back();
      std::printf("%zu entities, %zu clients, round %zu of %zu: %.0f commits/s, loop %.0f/s, %.2f x\n",
                  entities, clients, i, options_.rounds, round.rate, round.loop_rate, round.ratio());
      std::fflush(stdout);
    }
    return line;
  }

 private:
  void run_round(Load& load, LineFigures& line) {
    const std::chrono::duration<double> duration(options_.seconds);
    const auto before = store_.counts();
    const auto figures = load.run(duration);
    const auto after = store_.counts();
    const auto replies = static_cast<std::int64_t>(figures.commits);
    if (after.revision - before.revision != replies)
      throw std::runtime_error(std::to_string(replies) +
                               " commits were acknowledged, and the revision rose by " +
                               std::to_string(after.revision - before.revision));
    if (before.flushes && after.flushes)
      line.flushes = line.flushes.value_or(0) + *after.flushes - *before.flushes;
    line.commits += after.commits - before.commits;
    line.groups += after.groups - before.groups;
    line.replies += figures.commits;
    line.client_cpu_seconds += figures.cpu.count();
    line.latencies.insert(line.latencies.end(), figures.latencies.begin(), figures.latencies.end());
    line.rounds.push_back({figures.rate(), loop_.run(duration)});
  }

  const BenchOptions& options_;
  BenchStore& store_;
  BareLoop& loop_;
};

void describe(RunFigures& run, BenchStore& store, const BenchOptions& options) {
  run.version = store.version();
  run.directory = std::filesystem::absolute(options.directory).lexically_normal().string();
  run.file_system = store.file_system();
  run.durability = store.durability();
  run.seconds = options.seconds;
  std::cout << "holdfastd " << run.version << " in " << run.directory << " on " << run.file_system
            << " (durability: " << run.durability << "); rounds of " << run.seconds << " s" << std::endl;
}

RunFigures run(const BenchOptions& options) {
  RunFigures figures;
  for (const auto entities : options.entities) {
    BenchStore store(options.daemon, options.directory);
    if (figures.lines.empty()) describe(figures, store, options);
    const auto text = document_text(entities);
    store.put(document_name, text);
    BareLoop loop(store.beside("loop"), text);
    Measurement measurement(options, store, loop);
    for (const auto clients : options.clients)
      figures.lines.push_back(measurement.measure(clients, entities, text.size()));
  }
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto options = parse_options(argc, argv, exit_code);
  if (!options) return exit_code;
  try {
    const auto figures = run(*options);
    std::cout << "\n" << table_of(figures) << std::flush;
    if (!options->json.empty() && !(std::ofstream(options->json) << json_of(figures)).flush())
      throw std::runtime_error("cannot write " + options->json);
  } catch (const std::exception& error) {
    std::cerr << "holdfast-bench: " << error.what() << std::endl;
    return 1;
  }
  return 0;
}
