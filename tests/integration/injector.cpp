#include "tests/integration/injector.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

std::vector<std::filesystem::path> threads_for_files(pid_t daemon) {
  std::vector<std::filesystem::path> threads;
  const auto own = std::to_string(daemon);
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + own + "/task")) {
    if (task.path().filename() != own) threads.push_back(task.path());
  }
  return threads;
}

Launch launch_of(const std::vector<std::filesystem::path>& threads, const std::string& trace,
                 const std::string& what, const std::string& calls) {
  std::string ids;
  for (const auto& thread : threads)
    ids += (ids.empty() ? "" : ",") + thread.filename().string();
  Launch launch{{"/usr/bin/env", "strace", "-y", "-s", "64", "-o", trace, "-e", "trace=" + calls, "-p", ids},
                {},
                {},
                {}};
  if (!what.empty()) launch.arguments.insert(launch.arguments.end(), {"-e", "inject=" + what});
  return launch;
}

bool has_tracer(const std::filesystem::path& thread) {
  return read_file(thread / "status").find("TracerPid:\t0\n") == std::string::npos;
}

}  // namespace

std::string file_calls() {
  return "openat,openat2,close,read,write,pread64,pwrite64,readv,writev,preadv,pwritev,preadv2,pwritev2,"
         "fsync,"
         "fdatasync,syncfs,sync_file_range,fchmod,fchmodat,fchown,fchownat,fsetxattr,fgetxattr,flistxattr,"
         "fremovexattr,fallocate,ftruncate,fadvise64,copy_file_range,statx,fstat,newfstatat,fstatfs,lseek,"
         "rename,"
         "renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,getdents64,fcntl,flock,ioctl";
}

Injector::Injector(const DaemonProcess& daemon, std::filesystem::path trace, const std::string& what,
                   const std::string& calls)
    : trace_(std::move(trace)),
      strace_(launch_of(threads_for_files(daemon.pid()), trace_.string(), what, calls)) {
  const auto threads = threads_for_files(daemon.pid());
  const bool attached = eventually(
      [&] { return !strace_.running() || std::all_of(threads.begin(), threads.end(), has_tracer); });
  if (!attached || !strace_.running())
    throw std::runtime_error("strace does not attach: " + strace_.errors());
}

std::vector<TracedCall> Injector::finish() {
  if (strace_.stop() < 0) throw std::runtime_error("strace was lost");
  return parse_trace(read_file(trace_));
}

}  // namespace holdfast::test
