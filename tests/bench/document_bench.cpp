// How long it takes to change a document of 10,000 entities, against the least that replacing such a file can
// cost: one copy of its bytes and one write(2) of them. Run it in a directory on the disk that matters; it
// writes one file there.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "daemon/document/editor.hpp"
#include "ipc/json/parse.hpp"

namespace holdfast::document {
namespace {

constexpr std::size_t entities = 10'000;
constexpr std::size_t edits = 64;

std::string numbered(const char* prefix, std::size_t number) {
  const auto digits = std::to_string(number);
  return prefix + std::string(5 - digits.size(), '0') + digits;
}

// About 200 bytes an entity.
std::string servers() {
  std::string text = "[\n";
  for (std::size_t i = 0; i < entities; ++i) {
    text += "  {\n    \"id\": \"" + numbered("server-", i) + "\",\n    \"name\": \"" +
            numbered("Machine ", i) + "\",\n    \"address\": \"" + numbered("host-", i) +
            ".example\",\n    \"port\": " + std::to_string(1024 + i % 50'000) +
            ",\n    \"enabled\": " + (i % 3 == 0 ? "false" : "true") + ",\n    \"tags\": [\n      \"rack-" +
            std::to_string(i % 100) + "\",\n      \"blue\"\n    ]\n  }";
    text += i + 1 < entities ? ",\n" : "\n";
  }
  text += "]\n";
  text.shrink_to_fit();
  return text;
}

struct Document {
  std::string text = servers();
  json::Tree tree = json::parse(text).value();
};

const Document& document() {
  static const Document it;
  return it;
}

enum class Way { by_id, by_index };

std::vector<Pointer> paths(Way way) {
  std::vector<Pointer> all;
  for (std::size_t i = 0; i < edits; ++i) {
    const auto entity = (i * 7919) % entities;
    const auto token = way == Way::by_id ? "id=" + numbered("server-", entity) : std::to_string(entity);
    all.push_back(Pointer({token, "name"}));
  }
  return all;
}

Assembled edited(const std::vector<Pointer>& where, const json::ParsedText& value) {
  Draft draft(document().text, document().tree);
  Editor editor(draft, 64);
  for (const auto& path : where) {
    if (!editor.replace(path, value.root())) throw std::runtime_error("an edit failed");
  }
  return draft.assemble();
}

// A file that is new, as the next version of a document is.
class Scratch {
 public:
  Scratch() : descriptor_(::open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0)
      throw std::runtime_error(std::string("cannot make ") + name + " in the current directory");
  }
  ~Scratch() {
    ::close(descriptor_);
    ::unlink(name);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  void write(const std::string& bytes) const {
    if (::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error("cannot write");
  }

 private:
  static constexpr const char* name = "holdfast_document_bench.tmp";
  int descriptor_;
};

// In microseconds.
template <class Work>
double timed(const Work& work) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

void copy_and_write(const Scratch& scratch) {
  const std::string copy(document().text);
  benchmark::DoNotOptimize(copy.data());
  scratch.write(copy);
}

void parse(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(json::parse(document().text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * document().text.size()));
}
BENCHMARK(parse)->Unit(benchmark::kMicrosecond);

void edit_64_values(benchmark::State& state, Way way) {
  const auto where = paths(way);
  const auto value = json::parse_owned("\"renamed\"").value();
  for (auto _ : state)
    benchmark::DoNotOptimize(edited(where, value));
}
BENCHMARK_CAPTURE(edit_64_values, by_id, Way::by_id)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(edit_64_values, by_index, Way::by_index)->Unit(benchmark::kMicrosecond);

void copy_and_write_all(benchmark::State& state) {
  for (auto _ : state) {
    const Scratch scratch;
    state.SetIterationTime(timed([&] { copy_and_write(scratch); }) * 1e-6);
  }
}
BENCHMARK(copy_and_write_all)->UseManualTime()->Unit(benchmark::kMicrosecond);

// Median of runs that alternate with each other, so that what disturbs one disturbs all.
void print_ratios() {
  const auto value = json::parse_owned("\"renamed\"").value();
  const auto by_id = paths(Way::by_id);
  const auto by_index = paths(Way::by_index);
  std::array<std::vector<double>, 3> times;
  for (int round = 0; round < 201; ++round) {
    const Scratch scratch;
    times[0].push_back(timed([&] { copy_and_write(scratch); }));
    times[1].push_back(timed([&] { benchmark::DoNotOptimize(edited(by_id, value)); }));
    times[2].push_back(timed([&] { benchmark::DoNotOptimize(edited(by_index, value)); }));
  }
  for (auto& each : times)
    std::nth_element(each.begin(), each.begin() + 100, each.end());
  std::cout << "copy and write of " << document().text.size() << " bytes: " << times[0][100] << " us\n"
            << "64 edits by id and the new text: " << times[1][100] << " us, "
            << times[1][100] / times[0][100] << " x that (goal: under 3)\n"
            << "64 edits by index and the new text: " << times[2][100] << " us, "
            << times[2][100] / times[0][100] << " x that\n";
}

void print_memory() {
  const auto kept = [](const std::string& text, const json::Tree& tree) {
    return text.capacity() + tree.nodes().capacity() * sizeof(json::Node);
  };
  const auto value = json::parse_owned("\"renamed\"").value();
  const auto after = edited(paths(Way::by_id), value);
  const auto limit = 3 * document().text.size() + 1024 * 1024;
  std::cout << "text and tree after parsing: " << kept(document().text, document().tree)
            << " bytes, after edits: " << kept(after.text, after.tree) << ", limit: " << limit << "\n";
}

}  // namespace
}  // namespace holdfast::document

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  holdfast::document::print_ratios();
  holdfast::document::print_memory();
}
