#include "daemon/host/lifecycle.hpp"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "daemon/host/service_manager.hpp"
#include "daemon/host/version.hpp"
#include "daemon/host/watchdog.hpp"
#include "daemon/service/store_service.hpp"

namespace holdfast::host {
namespace {

using service::Event;
using service::EventKind;
using service::Severity;

constexpr std::chrono::seconds last_grace{5};
constexpr std::chrono::milliseconds status_delay{
    200};  // a busy store tells its status five times a second at most

disk::ManagedDirectory open_directory(disk::FileSystem& files, const std::string& path) {
  auto directory = disk::ManagedDirectory::open(files, path);
  if (directory) return std::move(*directory);
  const auto& failure = directory.error();
  const auto advice = commit::advice_for(failure.code.value());
  if (failure.code.value() == EWOULDBLOCK) {
    throw std::runtime_error(path + " is served by another holdfastd already");
  }
  throw std::runtime_error("cannot manage " + path + ": " + failure.text() +
                           (advice.empty() ? "" : "; " + advice));
}

commit::Recovered recover(const disk::ManagedDirectory& directory, const commit::CommitterOptions& options,
                          service::EventLog& log) {
  auto recovered = commit::recover(directory, options.limits, options.journal);
  if (!recovered) {
    throw std::runtime_error("cannot take up " + directory.path() + ": " + recovered.error().text());
  }
  for (const auto& notice : recovered->notices)
    log.write(service::event_of(notice));
  return std::move(*recovered);
}

// All parts of a running daemon, in the order they depend on each other.
class Daemon {
 public:
  Daemon(const Options& options, disk::FileSystem& files, Log& log)
      : options_(options),
        log_(log),
        directory_(open_directory(files, options.directory)),
        committer_(directory_, recover(directory_, options.settings.committer, log),
                   options.settings.committer),
        queue_(io_, committer_, options.settings.queue),
        access_(::geteuid(), ::getegid()),
        store_(queue_, committer_.state(), access_, log, info()),
        service_({"holdfast", "holdfastd", version, "https://holdfast.invalid/"}),
        watchdog_(io_, manager_, queue_),
        end_signals_(io_, SIGTERM, SIGINT),
        reload_signal_(io_, SIGHUP),
        deadline_(io_),
        status_timer_(io_) {
    store_.set_degraded(committer_.degraded_reason());
    store_.register_with(service_);
    varlink::Listener::Events events{
        [this](const varlink::Peer& peer, const std::string& why) { bad_message(peer, why); },
        [this](const std::string& why) { log_.write(Event(EventKind::connection, Severity::warning, why)); }};
    listener_.emplace(io_, acceptor(), service_, options.settings.listener, std::move(events));
  }

  int run() {
    listener_->start();
    watchdog_.start();
    end_signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) stop();
    });
    await_reload();
    const std::string where = handed_over_ ? "the service manager's socket" : options_.socket;
    log_.write(Event(EventKind::started, Severity::notice,
                     "serving " + options_.directory + " on " + where + "; " + store_.summary()));
    if (committer_.degraded_reason().empty())
      log_.write(Event(EventKind::healthy, Severity::info, "the store takes changes"));
    manager_.ready(store_.summary());
    io_.run();
    return exit_code_;
  }

 private:
  service::StoreInfo info() {
    service::StoreInfo info;
    info.version = version;
    info.directory = options_.directory;
    info.mount = disk::mount_of(options_.directory);
    info.started = commit::timestamp_now();
    info.message_bytes_max = options_.settings.listener.session.message_bytes_max;
    info.limits = limits_of(options_.settings);
    info.connections = [this] { return listener_->connections(); };
    info.changed = [this] { tell_status(); };
    if (info.mount.durability != "full") {
      log_.write(Event(EventKind::setup, Severity::warning, "durability is " + info.mount.durability));
    }
    return info;
  }

  varlink::Listener::Acceptor acceptor() {
    const auto socket = manager_.take_socket();
    handed_over_ = socket.has_value();
    if (handed_over_) return varlink::adopt_listening_socket(io_, *socket);
    if (options_.socket.empty()) {
      throw std::runtime_error("no socket: give --socket PATH, or start me by a socket unit");
    }
    return varlink::listen_on(io_, options_.socket);
  }

  void bad_message(const varlink::Peer& peer, const std::string& why) {
    Event event(EventKind::connection, Severity::debug, "closed a connection: " + why);
    event.peer = peer;
    log_.write(event);
  }

  // At once, so that who asks after a commit sees it; the next one after a delay.
  void tell_status() {
    status_stale_ = status_told_;
    if (status_told_) return;
    status_told_ = true;
    manager_.status(store_.summary());
    status_timer_.expires_after(status_delay);
    status_timer_.async_wait([this](const boost::system::error_code& error) {
      status_told_ = false;
      if (!error && status_stale_) tell_status();
    });
  }

  void await_reload() {
    reload_signal_.async_wait([this](const boost::system::error_code& error, int) {
      if (error) return;
      reload();
      await_reload();
    });
  }

  // The old settings stay in force unless the whole file is good.
  void reload() {
    manager_.reloading();
    if (store_.is_degraded()) queue_.probe();
    const auto settings = read_settings(options_.settings_file);
    if (settings) {
      log_.set_level(settings->log_level);
      listener_->set_limits(settings->listener);
      queue_.reconfigure(settings->queue, settings->committer);
      store_.set_limits(limits_of(*settings));
      drain_timeout_ = settings->drain_timeout;
      log_.write(
          Event(EventKind::reloaded, Severity::notice, "the settings were read again and are in force"));
    } else {
      log_.write(Event(EventKind::reload_refused, Severity::error,
                       "the settings are wrong, the old ones stay in force: " + settings.error()));
    }
    manager_.ready(store_.summary());
  }

  // Order: no new connection or call; what was taken is committed and answered; then nothing is under way.
  void stop() {
    store_.set_stopping();
    manager_.stopping(store_.summary());
    log_.write(Event(EventKind::stopped, Severity::notice,
                     "stopping: " + std::to_string(queue_.waiting()) + " requests are still to be answered"));
    reload_signal_.cancel();
    listener_->drain([this] { retire(); });
    deadline_.expires_after(drain_timeout_);
    deadline_.async_wait([this](const boost::system::error_code& error) {
      if (!error) give_up();
    });
  }

  void retire() {
    queue_.retire([this](const disk::Result<void>& retired) {
      if (!retired) {
        Event event(EventKind::left_behind, Severity::warning, "the next start has to look at every file");
        event.cause = retired.error();
        log_.write(event);
      }
      finish();
    });
  }

  // A peer that does not take its replies must not keep the machine from shutting down.
  void give_up() {
    log_.write(Event(EventKind::stopped, Severity::warning, "some peers did not take their replies in time"));
    exit_code_ = 1;
    listener_->close();
    deadline_.expires_after(last_grace);
    deadline_.async_wait([](const boost::system::error_code& error) {
      // The writer hangs in the disk, and nothing can interrupt it. What it has not answered is not promised.
      if (!error) std::_Exit(1);
    });
  }

  // A socket that was handed over stays: connections wait there for the next start.
  void finish() {
    if (!handed_over_) ::unlink(options_.socket.c_str());
    log_.write(Event(EventKind::stopped, Severity::notice,
                     "stopped at revision " + std::to_string(store_.state().revision.number)));
    io_.stop();
  }

  const Options& options_;
  Log& log_;
  ServiceManager manager_;
  boost::asio::io_context io_{1};
  disk::ManagedDirectory directory_;
  commit::Committer committer_;
  commit::CommitQueue queue_;
  service::Access access_;
  service::StoreService store_;
  varlink::Service service_;
  std::optional<varlink::Listener> listener_;
  Watchdog watchdog_;
  boost::asio::signal_set end_signals_;
  boost::asio::signal_set reload_signal_;
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer status_timer_;
  std::chrono::milliseconds drain_timeout_ = options_.settings.drain_timeout;
  bool status_told_ = false;   // within the last delay
  bool status_stale_ = false;  // and it has changed since
  bool handed_over_ = false;
  int exit_code_ = 0;
};

}  // namespace

int run(const Options& options, disk::FileSystem& files, Log& log) {
  // A file size limit shows as EFBIG, a vanished reader as EPIPE; neither is to end the process.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  Daemon daemon(options, files, log);
  return daemon.run();
}

}  // namespace holdfast::host
