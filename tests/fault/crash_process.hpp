// A process that owns a store on a simulated disk, until it is cut off.
#pragma once

#include "tests/fault/crash_plan.hpp"
#include "tests/support/test_store.hpp"

namespace holdfast::test {

class CrashProcess {
 public:
  CrashProcess(const CrashPlan& plan, SimulatedDisk disk);
  ~CrashProcess() { close(); }
  CrashProcess(const CrashProcess&) = delete;
  CrashProcess& operator=(const CrashProcess&) = delete;

  /// Opens, locks and recovers; what was open before is closed.
  [[nodiscard]] disk::Result<void> open();
  void close() { store_.reset(); }

  [[nodiscard]] CrashFileSystem& files() { return files_; }
  [[nodiscard]] const CrashFileSystem& files() const { return files_; }
  /// Precondition: is open.
  [[nodiscard]] TestStore& store() { return *store_; }
  [[nodiscard]] bool is_open() const { return store_ != nullptr; }

 private:
  CrashFileSystem files_;
  std::uint64_t segment_bytes_;
  std::unique_ptr<disk::FileSystem> decorated_;
  std::unique_ptr<TestStore> store_;
};

}  // namespace holdfast::test
