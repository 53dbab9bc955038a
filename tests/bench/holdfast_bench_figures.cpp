#include "tests/bench/holdfast_bench_figures.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "ipc/json/writer.hpp"

namespace holdfast::bench {
namespace {

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class Get>
double median_over(const std::vector<RoundFigures>& rounds, Get get) {
  std::vector<double> values;
  for (const auto& round : rounds)
    values.push_back(get(round));
  return median_of(std::move(values));
}

std::string fixed(double value, int decimals) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

std::string milliseconds(std::uint32_t microseconds) {
  return fixed(microseconds / 1000.0, 2);
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

struct Column {
  const char* title;
  std::string (*text)(const LineFigures&);
};

const std::array columns{
    Column{"clients", [](const LineFigures& line) { return std::to_string(line.clients); }},
    Column{"entities", [](const LineFigures& line) { return std::to_string(line.entities); }},
    Column{"bytes", [](const LineFigures& line) { return std::to_string(line.document_bytes); }},
    Column{"commits/s", [](const LineFigures& line) { return fixed(line.rate(), 0); }},
    Column{"p50 ms", [](const LineFigures& line) { return milliseconds(line.latency(0.5)); }},
    Column{"p99 ms", [](const LineFigures& line) { return milliseconds(line.latency(0.99)); }},
    Column{"loop/s", [](const LineFigures& line) { return fixed(line.loop_rate(), 0); }},
    Column{"x loop", [](const LineFigures& line) { return fixed(line.ratio(), 2); }},
    Column{"a group", [](const LineFigures& line) { return fixed(line.commits_per_group(), 1); }},
    Column{"flushes",
           [](const LineFigures& line) {
             const auto flushes = line.flushes_per_commit();
             return flushes ? fixed(*flushes, 2) : std::string("-");
           }},
    Column{"client us", [](const LineFigures& line) { return fixed(line.client_microseconds(), 1); }},
};

void write_rounds(json::Writer& writer, const std::vector<RoundFigures>& rounds) {
  writer.name("rounds").begin_array();
  for (const auto& round : rounds) {
    writer.begin_object().name("commitsPerSecond").raw(fixed(round.rate, 1));
    writer.name("loopPerSecond").raw(fixed(round.loop_rate, 1));
    writer.name("ratio").raw(fixed(round.ratio(), 3)).end_object();
  }
  writer.end_array();
}

void write_line(json::Writer& writer, const LineFigures& line) {
  writer.begin_object();
  writer.member("clients", line.clients).member("entities", line.entities);
  writer.member("documentBytes", line.document_bytes);
  writer.name("commitsPerSecond").raw(fixed(line.rate(), 1));
  writer.name("loopPerSecond").raw(fixed(line.loop_rate(), 1));
  writer.name("ratio").raw(fixed(line.ratio(), 3));
  writer.member("latencyP50Microseconds", line.latency(0.5));
  writer.member("latencyP99Microseconds", line.latency(0.99));
  writer.member("replies", line.replies).member("commits", line.commits).member("groups", line.groups);
  writer.name("commitsPerGroup").raw(fixed(line.commits_per_group(), 2));
  if (const auto flushes = line.flushes_per_commit())
    writer.name("diskFlushesPerCommit").raw(fixed(*flushes, 3));
  writer.name("clientMicrosecondsPerCommit").raw(fixed(line.client_microseconds(), 2));
  write_rounds(writer, line.rounds);
  writer.end_object();
}

}  // namespace

double LineFigures::rate() const {
  return median_over(rounds, [](const RoundFigures& round) { return round.rate; });
}
double LineFigures::loop_rate() const {
  return median_over(rounds, [](const RoundFigures& round) { return round.loop_rate; });
}
double LineFigures::ratio() const {
  return median_over(rounds, [](const RoundFigures& round) { return round.ratio(); });
}

std::uint32_t LineFigures::latency(double share) const {
  if (latencies.empty()) return 0;
  auto sorted = latencies;
  const auto index =
      std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())));
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(sorted.begin(), place, sorted.end());
  return *place;
}

double LineFigures::commits_per_group() const {
  return groups == 0 ? 0 : static_cast<double>(commits) / static_cast<double>(groups);
}
std::optional<double> LineFigures::flushes_per_commit() const {
  if (!flushes || commits == 0) return std::nullopt;
  return static_cast<double>(*flushes) / static_cast<double>(commits);
}
double LineFigures::client_microseconds() const {
  return replies == 0 ? 0 : client_cpu_seconds * 1e6 / static_cast<double>(replies);
}

std::string table_of(const RunFigures& run) {
  std::string text;
  for (const auto& column : columns)
    text += right(column.title, 11);
  for (const auto& line : run.lines) {
    text += "\n";
    for (const auto& column : columns)
      text += right(column.text(line), 11);
  }
  return text +
         "\n\nRates and ratios are medians over the rounds. flushes: of the disk, a commit, those of other "
         "programs "
         "included.\nclient us: processor time the clients take, a commit.\n";
}

std::string json_of(const RunFigures& run) {
  json::Writer writer;
  writer.begin_object().member("version", run.version).member("directory", run.directory);
  writer.member("filesystem", run.file_system).member("durability", run.durability);
  writer.name("roundSeconds").raw(fixed(run.seconds, 3));
  writer.name("lines").begin_array();
  for (const auto& line : run.lines)
    write_line(writer, line);
  return writer.end_array().end_object().take() + "\n";
}

}  // namespace holdfast::bench
