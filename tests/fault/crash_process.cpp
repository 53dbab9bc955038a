#include "tests/fault/crash_process.hpp"

namespace holdfast::test {
CrashProcess::CrashProcess(const CrashPlan& plan, SimulatedDisk disk)
    : files_(std::move(disk)), segment_bytes_(plan.scenario->segment_bytes) {
  if (plan.scenario->renames_by_link) files_.rename_by_link();
  if (plan.decorate) decorated_ = plan.decorate(files_);
}

disk::Result<void> CrashProcess::open() {
  close();
  disk::FileSystem& seen = decorated_ ? *decorated_ : files_;
  auto opened = TestStore::open(seen, "/managed", crash_options(segment_bytes_));
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return {};
}

}  // namespace holdfast::test
