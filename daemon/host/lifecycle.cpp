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

#include "daemon/disk/posix_file_system.hpp"
#include "daemon/host/version.hpp"
#include "daemon/service/store_service.hpp"

namespace holdfast::host {
namespace {

using service::Event;
using service::EventKind;
using service::Severity;

constexpr std::chrono::seconds last_grace{5};

Event make_event(EventKind kind, Severity severity, std::string message) {
  Event event;
  event.kind = kind;
  event.severity = severity;
  event.message = std::move(message);
  return event;
}

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

commit::StoreState recover_state(const disk::ManagedDirectory& directory, const commit::CommitLimits& limits,
                                 service::EventLog& log) {
  auto recovered = commit::recover(directory, limits);
  if (!recovered) {
    throw std::runtime_error("cannot take up " + directory.path() + ": " + recovered.error().text());
  }
  for (const auto& notice : recovered->notices)
    log.write(service::event_of(notice));
  return std::move(recovered->state);
}

// All parts of a running daemon, in the order they depend on each other.
class Daemon {
 public:
  Daemon(const Options& options, service::EventLog& log)
      : options_(options),
        log_(log),
        directory_(open_directory(files_, options.directory)),
        committer_(directory_, recover_state(directory_, options.settings.committer.limits, log),
                   options.settings.committer),
        queue_(io_, committer_, options.settings.queue),
        access_(::geteuid(), ::getegid()),
        store_(queue_, committer_.state(), access_, log, info()),
        service_({"holdfast", "holdfastd", version, "https://holdfast.invalid/"}),
        signals_(io_, SIGTERM, SIGINT),
        deadline_(io_) {
    store_.register_with(service_);
    varlink::Listener::Events events{
        [this](const varlink::Peer& peer, const std::string& why) { bad_message(peer, why); },
        [this](const std::string& why) {
          log_.write(make_event(EventKind::connection, Severity::warning, why));
        }};
    listener_.emplace(io_, varlink::listen_on(io_, options.socket), service_, options.settings.listener,
                      std::move(events));
  }

  int run() {
    listener_->start();
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) stop();
    });
    log_.write(make_event(EventKind::started, Severity::notice,
                          "serving " + std::to_string(store_.state().documents.size()) + " documents of " +
                              options_.directory + " at revision " +
                              std::to_string(store_.state().revision.number) + " on " + options_.socket));
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
    if (info.mount.durability != "full") {
      log_.write(make_event(EventKind::setup, Severity::warning, "durability is " + info.mount.durability));
    }
    return info;
  }

  void bad_message(const varlink::Peer& peer, const std::string& why) {
    auto event = make_event(EventKind::connection, Severity::debug, "closed a connection: " + why);
    event.peer = peer;
    log_.write(event);
  }

  // Order: no new connection or call; what was taken is committed and answered; then nothing is under way.
  void stop() {
    log_.write(
        make_event(EventKind::stopped, Severity::notice,
                   "stopping: " + std::to_string(queue_.waiting()) + " requests are still to be answered"));
    store_.set_stopping();
    listener_->drain([this] { retire(); });
    deadline_.expires_after(options_.settings.drain_timeout);
    deadline_.async_wait([this](const boost::system::error_code& error) {
      if (!error) give_up();
    });
  }

  void retire() {
    queue_.retire([this](const disk::Result<void>& retired) {
      if (!retired) {
        auto event =
            make_event(EventKind::left_behind, Severity::warning, "the next start has to look at every file");
        event.cause = retired.error();
        log_.write(event);
      }
      finish();
    });
  }

  // A peer that does not take its replies must not keep the machine from shutting down.
  void give_up() {
    log_.write(
        make_event(EventKind::stopped, Severity::warning, "some peers did not take their replies in time"));
    exit_code_ = 1;
    listener_->close();
    deadline_.expires_after(last_grace);
    deadline_.async_wait([](const boost::system::error_code& error) {
      // The writer hangs in the disk, and nothing can interrupt it. What it has not answered is not promised.
      if (!error) std::_Exit(1);
    });
  }

  void finish() {
    ::unlink(options_.socket.c_str());
    log_.write(make_event(EventKind::stopped, Severity::notice,
                          "stopped at revision " + std::to_string(store_.state().revision.number)));
    io_.stop();
  }

  const Options& options_;
  service::EventLog& log_;
  boost::asio::io_context io_{1};
  disk::PosixFileSystem files_;
  disk::ManagedDirectory directory_;
  commit::Committer committer_;
  commit::CommitQueue queue_;
  service::Access access_;
  service::StoreService store_;
  varlink::Service service_;
  std::optional<varlink::Listener> listener_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer deadline_;
  int exit_code_ = 0;
};

}  // namespace

int run(const Options& options, service::EventLog& log) {
  // A file size limit shows as EFBIG, a vanished reader as EPIPE; neither is to end the process.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  Daemon daemon(options, log);
  return daemon.run();
}

}  // namespace holdfast::host
