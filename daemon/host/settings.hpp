// The daemon's settings: one strict JSON file, every key with a default.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "daemon/commit/commit_queue.hpp"
#include "daemon/commit/committer.hpp"
#include "daemon/service/event_log.hpp"
#include "ipc/varlink/listener.hpp"

namespace holdfast::host {

/// What the daemon reads when it is not told otherwise.
inline constexpr const char* default_settings_path = "/etc/holdfast/holdfast.json";

struct Settings {
  commit::CommitterOptions committer;
  commit::QueueLimits queue;
  varlink::ListenerLimits listener;
  std::chrono::milliseconds drain_timeout{30'000};
  service::Severity log_level = service::Severity::info;

  Settings();
};

/// Where settings come from.
struct SettingsFile {
  std::string path;      // empty: defaults only
  bool optional = true;  // a file that does not exist means the defaults
};

/// Reads the file. The error is a sentence that names the file, and line and column where it applies. Blocks.
[[nodiscard]] boost::system::result<Settings, std::string> read_settings(const SettingsFile& file);

/// Reads the text of a settings file. Unknown keys, wrong types and values out of range are refused. The
/// error is a sentence that starts with "line L, column C:".
[[nodiscard]] boost::system::result<Settings, std::string> parse_settings(std::string_view text);

/// Every setting with its value, as a settings file that parse_settings() reads back.
[[nodiscard]] std::string settings_text(const Settings& settings);

/// The limits as Status shows them: the numbers among the settings, by their keys.
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> limits_of(const Settings& settings);

}  // namespace holdfast::host
