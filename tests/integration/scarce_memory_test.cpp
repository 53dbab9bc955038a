// Goal: a daemon that runs out of memory refuses, or ends, and loses nothing that it acknowledged (promises 1
// and 11; T7). Method: its address space, then the memory of its control group, is limited to little more
// than it has while it is given large documents; then the limit goes, the daemon is killed and started, and
// the files are compared with what was answered.
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iostream>

#include "tests/integration/store.hpp"

namespace holdfast::test {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t mebibyte = 1024 * 1024;
constexpr std::size_t large = 6 * mebibyte;

class Round {
 public:
  Round(Store& store, std::size_t number)
      : store_(store),
        large_(large, static_cast<char>('a' + number % 26)),
        small_(std::to_string(number) + "\n") {}

  // What is acknowledged before memory gets short.
  void begin() {
    before_ = store_.file("large.conf");
    BOOST_TEST_REQUIRE(store_.client().put("small.json", small_).error() == "");
  }
  void put_large() {
    try {
      const auto reply = store_.client().put("large.conf", large_);
      answer_ = reply.error().empty() ? "committed" : reply.error();
      if (!reply.error().empty()) BOOST_TEST(reply.text("errnoName") == "ENOMEM", reply.text("message"));
    } catch (const std::exception&) {
      answer_ = "none";
    }
  }
  // Memory is back: a daemon that goes on must be well.
  void go_on() {
    // What ended it has told us before the kernel has taken it away.
    if (answer_ == "none") (void)store_.daemon().child().wait(std::chrono::milliseconds(300));
    ended_ = !store_.daemon().child().running();
    if (ended_) return;
    BOOST_TEST(store_.client().put("after.json", small_).error() == "");
    BOOST_TEST(store_.client().call("Status").text("state") == "ready");
  }
  void restart() {
    store_.daemon().kill();
    store_.daemon().start();
    const auto now = store_.file("large.conf");
    if (answer_ == "committed") BOOST_TEST((now == large_), "acknowledged and lost");
    if (answer_ == "StorageFailed") BOOST_TEST((now == before_), "refused and there");
    BOOST_TEST((now == before_ || now == large_), "torn");
    BOOST_TEST(store_.file("small.json") == small_);
    if (!ended_) BOOST_TEST(store_.file("after.json") == small_);
    BOOST_TEST(store_.strays() == "");
  }
  [[nodiscard]] std::string end() const { return answer_ + (ended_ ? ", ended" : ", alive"); }

 private:
  Store& store_;
  std::string large_;
  std::string small_;
  std::string before_;
  std::string answer_;
  bool ended_ = false;
};

void print(const std::string& limited, const std::map<std::string, std::size_t>& ends) {
  std::cout << limited << ":";
  for (const auto& [end, times] : ends)
    std::cout << " " << times << " x " << end << ";";
  std::cout << std::endl;
}

// VmSize of /proc/PID/status.
std::size_t address_space(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmSize:")) return std::stoull(line.substr(7)) * 1024;
  }
  throw std::runtime_error("the daemon has no size");
}

void limit_address_space(pid_t pid, rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  BOOST_TEST(::prlimit(pid, RLIMIT_AS, &limit, nullptr) == 0);
}

// A control group with a limit on memory, of either version; without controllers there is none.
class MemoryGroup {
 public:
  MemoryGroup() {
    const auto name = "holdfast-test-" + std::to_string(::getpid());
    for (const auto& [root, limit] : {std::pair{"/sys/fs/cgroup", "memory.max"},
                                      std::pair{"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}}) {
      std::error_code error;
      const fs::path path = fs::path(root) / name;
      if (!fs::create_directory(path, error)) continue;
      path_ = path;
      limit_ = path / limit;
      if (fs::exists(limit_)) return;
      fs::remove(path, error);
    }
    path_.clear();
  }
  ~MemoryGroup() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  MemoryGroup(const MemoryGroup&) = delete;
  MemoryGroup& operator=(const MemoryGroup&) = delete;

  [[nodiscard]] bool exists() const { return !path_.empty(); }
  void limit(const std::string& bytes) const { std::ofstream(limit_) << bytes << std::flush; }
  // Each version knows one of the words.
  void lift() const {
    limit("-1");
    limit("max");
  }
  [[nodiscard]] bool take(pid_t pid) const {
    return static_cast<bool>(std::ofstream(path_ / "cgroup.procs") << pid << std::flush);
  }

 private:
  fs::path path_;
  fs::path limit_;
};

struct ScarceStore : Store {
  ScarceStore() { BOOST_TEST_REQUIRE(client().put("large.conf", "1\n").error() == ""); }
};

BOOST_FIXTURE_TEST_SUITE(scarce_memory, ScarceStore)

BOOST_AUTO_TEST_CASE(little_address_space_loses_nothing_acknowledged) {
  std::map<std::string, std::size_t> ends;
  for (std::size_t i = 0; i < scaled(24); ++i) {
    Round round(*this, i);
    round.begin();
    limit_address_space(daemon().pid(), address_space(daemon().pid()) + i % 24 * 3 * mebibyte);
    round.put_large();
    limit_address_space(daemon().pid(), RLIM_INFINITY);
    round.go_on();
    round.restart();
    ++ends[round.end()];
  }
  print("address space", ends);
  BOOST_TEST(ends.size() > 1U, "the limits made no difference");
}

BOOST_AUTO_TEST_CASE(a_small_control_group_loses_nothing_acknowledged) {
  const MemoryGroup group;
  if (!group.exists()) return skip_loudly("memory of a control group", "no group with a limit can be made");
  std::map<std::string, std::size_t> ends;
  for (std::size_t i = 0; i < scaled(8); ++i) {
    Round round(*this, i);
    round.begin();
    // What it has already stays on the account of the group it comes from.
    group.limit(std::to_string((2 + i % 8 * 4) * mebibyte));
    if (!group.take(daemon().pid())) return skip_loudly("memory of a control group", "it takes no process");
    round.put_large();
    group.lift();
    round.go_on();
    round.restart();
    ++ends[round.end()];
  }
  print("control group", ends);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
