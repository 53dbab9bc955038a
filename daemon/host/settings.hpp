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

struct Settings {
  commit::CommitterOptions committer;
  commit::QueueLimits queue;
  varlink::ListenerLimits listener;
  std::chrono::milliseconds drain_timeout{30'000};
  service::Severity log_level = service::Severity::info;

  Settings();
};

/// Reads the text of a settings file. Unknown keys, wrong types and values out of range are refused. The
/// error is a sentence that starts with "line L, column C:".
[[nodiscard]] boost::system::result<Settings, std::string> parse_settings(std::string_view text);

/// The limits as Status shows them: the numbers among the settings, by their keys.
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> limits_of(const Settings& settings);

}  // namespace holdfast::host
