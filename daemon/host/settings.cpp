#include "daemon/host/settings.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <functional>
#include <vector>

#include "daemon/host/nearest_name.hpp"
#include "ipc/json/format.hpp"
#include "ipc/json/writer.hpp"

namespace holdfast::host {
namespace {

using json::Value;

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::uint64_t message_bytes_limit = 16 * mebibyte - 4096;
constexpr std::size_t levels = static_cast<std::size_t>(service::Severity::critical) + 1;

struct NumberKey {
  const char* name;
  std::uint64_t least;
  std::uint64_t most;
  std::function<std::uint64_t(const Settings&)> get;
  std::function<void(Settings&, std::uint64_t)> set;
};

// A key for a member of Settings that counts something.
template <class Member>
NumberKey number(const char* name, std::uint64_t least, std::uint64_t most, Member member) {
  return {name, least, most,
          [member](const Settings& settings) {
            return static_cast<std::uint64_t>(member(const_cast<Settings&>(settings)));
          },
          [member](Settings& settings, std::uint64_t value) {
            auto& target = member(settings);
            target = static_cast<std::remove_reference_t<decltype(target)>>(value);
          }};
}

const std::vector<NumberKey>& number_keys() {
  static const std::vector<NumberKey> keys{
      number(
          "documentBytesMax", 1, 11 * mebibyte,
          [](Settings & s) -> auto& { return s.committer.limits.document_bytes_max; }),
      number(
          "commitBytesMax", 1, 64 * mebibyte,
          [](Settings & s) -> auto& { return s.committer.limits.request_bytes_max; }),
      number(
          "commitDocumentsMax", 1, 1024,
          [](Settings & s) -> auto& { return s.committer.limits.documents_max; }),
      number(
          "commitWorkBytesMax", mebibyte, 65536 * mebibyte,
          [](Settings & s) -> auto& { return s.committer.limits.work_bytes_max; }),
      number(
          "depthMax", 1, 1000, [](Settings & s) -> auto& { return s.committer.limits.parse.depth_max; }),
      number(
          "queueRequestsMax", 1, 1'000'000, [](Settings & s) -> auto& { return s.queue.requests_max; }),
      number(
          "queueBytesMax", 1, 1024 * mebibyte, [](Settings & s) -> auto& { return s.queue.bytes_max; }),
      number(
          "connectionsMax", 16, 1'000'000, [](Settings & s) -> auto& { return s.listener.connections_max; }),
      number(
          "connectionsPerUserMax", 1, 1'000'000,
          [](Settings & s) -> auto& { return s.listener.connections_per_user_max; }),
      number(
          "messageBytesMax", 4096, message_bytes_limit,
          [](Settings & s) -> auto& { return s.listener.session.message_bytes_max; }),
      number(
          "callsInFlightMax", 1, 4096, [](Settings & s) -> auto& { return s.listener.session.window_calls; }),
      number(
          "outputBytesMax", 4096, 1024 * mebibyte,
          [](Settings & s) -> auto& { return s.listener.session.output_bytes_max; }),
      number(
          "journalSegmentBytes", 65'536, 1024 * mebibyte,
          [](Settings & s) -> auto& { return s.committer.journal.segment_bytes; }),
      number(
          "journalBytesMax", 16 * mebibyte, 1024 * 1024 * mebibyte,
          [](Settings & s) -> auto& { return s.committer.journal.retention.bytes_max; }),
      number(
          "journalRecordsMax", 1, 1'000'000'000,
          [](Settings & s) -> auto& { return s.committer.journal.retention.records_max; }),
      {"journalDaysMax", 1, 36'500,
       [](const Settings& s) {
         return static_cast<std::uint64_t>(s.committer.journal.retention.age_max.count() / 24);
       },
       [](Settings& s, std::uint64_t value) {
         s.committer.journal.retention.age_max = std::chrono::hours(24 * value);
       }},
      {"drainTimeoutMilliseconds", 0, 3'600'000,
       [](const Settings& s) { return static_cast<std::uint64_t>(s.drain_timeout.count()); },
       [](Settings& s, std::uint64_t value) { s.drain_timeout = std::chrono::milliseconds(value); }},
  };
  return keys;
}

std::string unknown(const std::string& key) {
  std::vector<std::string> known{"newFileMode", "logLevel"};
  for (const auto& number : number_keys())
    known.emplace_back(number.name);
  const auto nearest = nearest_name(key, known);
  return "unknown setting \"" + key + "\"" + (nearest.empty() ? "" : "; do you mean \"" + nearest + "\"?");
}

// Nothing if it was taken, else what is wrong with it.
std::optional<std::string> take_number(Settings& settings, const std::string& key, const Value& value) {
  for (const auto& known : number_keys()) {
    if (key != known.name) continue;
    const auto given = value.integer();
    const bool good = given && *given >= 0 && static_cast<std::uint64_t>(*given) >= known.least &&
                      static_cast<std::uint64_t>(*given) <= known.most;
    if (!good) {
      return "\"" + key + "\" must be a whole number from " + std::to_string(known.least) + " to " +
             std::to_string(known.most);
    }
    known.set(settings, static_cast<std::uint64_t>(*given));
    return std::nullopt;
  }
  return unknown(key);
}

std::optional<std::string> take_mode(Settings& settings, const Value& value) {
  const auto text = value.is(json::Kind::string) ? value.string() : std::string();
  const bool good =
      text.size() == 4 && text[0] == '0' && text.find_first_not_of("01234567") == std::string::npos;
  if (!good) return R"("newFileMode" must be four octal digits in quotes, such as "0644")";
  settings.committer.new_file_mode = static_cast<mode_t>(std::stoul(text, nullptr, 8));
  return std::nullopt;
}

std::optional<std::string> take_level(Settings& settings, const Value& value) {
  const auto text = value.is(json::Kind::string) ? value.string() : std::string();
  for (std::size_t i = 0; i < levels; ++i) {
    const auto level = static_cast<service::Severity>(i);
    if (text != service::name_of(level)) continue;
    settings.log_level = level;
    return std::nullopt;
  }
  return R"("logLevel" must be one of "debug", "info", "notice", "warning", "error", "critical")";
}

std::optional<std::string> take(Settings& settings, const std::string& key, const Value& value) {
  if (key == "newFileMode") return take_mode(settings, value);
  if (key == "logLevel") return take_level(settings, value);
  return take_number(settings, key, value);
}

std::string at_place(std::string_view text, std::size_t offset, const std::string& message) {
  const auto place = json::place_of(text, offset);
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + message;
}

}  // namespace

Settings::Settings() {
  // A document 64 levels deep travels inside the levels of a message.
  listener.session.parse.depth_max = 128;
}

boost::system::result<Settings, std::string> read_settings(const SettingsFile& file) {
  const bool absent = ::access(file.path.c_str(), F_OK) != 0 && errno == ENOENT;
  if (file.path.empty() || (file.optional && absent)) return Settings();
  std::ifstream stream(file.path, std::ios::binary);
  std::string text;
  // read() rather than iterators, which throw where the path is a directory; a reload must not end the
  // daemon.
  for (std::array<char, 4096> chunk{}; stream.read(chunk.data(), chunk.size()), stream.gcount() > 0;)
    text.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  if (!stream.eof()) return "cannot read the settings file " + file.path;
  auto settings = parse_settings(text);
  if (!settings) return file.path + ": " + settings.error();
  return settings;
}

std::string settings_text(const Settings& settings) {
  json::Writer writer;
  writer.begin_object();
  for (const auto& key : number_keys())
    writer.member(key.name, key.get(settings));
  std::string mode(4, '0');
  for (std::size_t i = 4, bits = settings.committer.new_file_mode; i-- > 0; bits >>= 3) {
    mode[i] = static_cast<char>('0' + (bits & 7));
  }
  writer.member("newFileMode", mode).member("logLevel", service::name_of(settings.log_level)).end_object();
  return json::format_document(json::parse_owned(writer.take())->root());
}

boost::system::result<Settings, std::string> parse_settings(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return at_place(text, parsed.error().offset, parsed.error().message);
  const Value root = parsed->root(text);
  if (!root.is(json::Kind::object)) return at_place(text, 0, "settings are a JSON object");
  Settings settings;
  for (const Value member : root) {
    if (const auto problem = take(settings, member.key(), member))
      return at_place(text, member.node().key, *problem);
  }
  settings.listener.session.parse.depth_max = settings.committer.limits.parse.depth_max + 64;
  return settings;
}

std::vector<std::pair<std::string, std::uint64_t>> limits_of(const Settings& settings) {
  std::vector<std::pair<std::string, std::uint64_t>> limits;
  for (const auto& key : number_keys())
    limits.emplace_back(key.name, key.get(settings));
  return limits;
}

}  // namespace holdfast::host
