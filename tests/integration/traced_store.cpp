#include "tests/integration/traced_store.hpp"

#include <stdexcept>

namespace holdfast::test {
namespace {

constexpr const char* traced_calls =
    "trace=openat,openat2,close,write,pwrite64,writev,pwritev,fallocate,ftruncate,fchmod,fchown,fsetxattr,"
    "fremovexattr,"
    "fsync,fdatasync,rename,renameat,renameat2,linkat,unlinkat,mkdirat,sendto,sendmsg";

}  // namespace

std::vector<std::string> TracedStore::strace() const {
  return {"/usr/bin/env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-f",        "-y", "-s", "64",
          "-o",           outside("trace").string(),     "-e",     traced_calls};
}

// With -D strace is a grandchild, so that our child is the daemon itself and dies with us. A leak check
// cannot run traced.
void TracedStore::start_traced() {
  auto& wrapper = daemon().options().wrapper;
  wrapper = strace();
  wrapper.emplace_back("-D");
  daemon().start();
}

bool TracedStore::start_then_trace(const std::string& inject) {
  daemon().options().wrapper = {"/usr/bin/env", "ASAN_OPTIONS=detect_leaks=0"};
  daemon().start();
  auto arguments = strace();
  arguments.insert(arguments.end(), {"-e", "inject=" + inject, "-p", std::to_string(daemon().pid())});
  tracer_ =
      std::make_unique<ChildProcess>(Launch{.arguments = arguments, .input{}, .environment{}, .prepare{}});
  return eventually([&] { return !tracer_->running() || is_traced(); }) && tracer_->running();
}

// Every thread has its tracer.
bool TracedStore::is_traced() {
  const auto tasks = "/proc/" + std::to_string(daemon().pid()) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    if (read_file(task.path() / "status").find("TracerPid:\t0\n") != std::string::npos) return false;
  }
  return true;
}

std::vector<TracedCall> TracedStore::finish() {
  const auto last_line = std::to_string(daemon().pid());
  if (daemon().stop() < 0) throw std::runtime_error("the traced daemon was lost");
  // strace writes on for a moment after the daemon has gone.
  std::string text;
  const bool whole = eventually([&] {
    text = read_file(outside("trace"));
    const auto exited = text.rfind("+++ exited");
    return exited != std::string::npos && text.find(last_line, text.rfind('\n', exited) + 1) < exited;
  });
  tracer_.reset();
  if (!whole) throw std::runtime_error("the trace has no end");
  return parse_trace(text);
}

void TracedStore::start_plain() {
  daemon().options().wrapper.clear();
  daemon().start();
}

std::string reason_not_to_trace() {
  const auto run = run_program({{"/usr/bin/env", "strace", "-f", "-e", "trace=fsync", "true"}, {}, {}, {}});
  if (run.exit_code == 127) return "strace is not installed";
  return run.exit_code == 0 ? "" : "strace may not trace: " + run.errors;
}

}  // namespace holdfast::test
