// Goal: a store cannot tell the simulated file system from the kernel's. Method: random calls on both, on a
// few names, and whatever they answer is compared, errors too.
#include <boost/test/unit_test.hpp>
#include <random>

#include "daemon/disk/posix_file_system.hpp"
#include "tests/fault/crash_campaign.hpp"
#include "tests/support/temporary_directory.hpp"

namespace holdfast::test {
namespace {

using disk::File;
using disk::FileSystem;

// One of the two, with the files it has open.
class Twin {
 public:
  Twin(FileSystem& files, const std::string& path) : files_(files) {
    directories_.push_back(files_.open_root(path).value());
  }

  // What call `random` makes of it, in words.
  std::string call(std::uint64_t random) {
    const auto draw = [&random](std::size_t below) {
      const auto drawn = random % below;
      random /= below;
      return static_cast<std::size_t>(drawn);
    };
    const std::size_t kind = draw(19);
    const File& directory = directories_[draw(directories_.size())];
    const std::string name(1, static_cast<char>('a' + draw(4))), other(1, static_cast<char>('a' + draw(4)));
    switch (kind) {
      case 0:
      case 1:
        return opened(files_.create_exclusive(directory, name), open_);
      case 2:
        return opened(draw(2) == 0 ? files_.open_for_reading(directory, name)
                                   : files_.open_for_writing(directory, name),
                      open_);
      case 3:
        return done(files_.make_directory(directory, "d" + name, 0750));
      case 4:
        return opened(files_.open_directory(directory, draw(2) == 0 ? "d" + name : name), directories_);
      case 5:
        return done(files_.rename(directory, name, draw(5) == 0 ? "d" + other : other,
                                  draw(2) == 0 ? disk::RenameMode::replace : disk::RenameMode::no_replace));
      case 6:
        return done(files_.unlink(directory, draw(4) == 0 ? "d" + name : name));
      case 7:
        return listed(files_.list(directory));
      case 8:
        return seen(files_.metadata_at(directory, draw(3) == 0 ? "d" + name : name));
      default:
        break;
    }
    if (open_.empty()) return "";
    const File& file = open_[draw(open_.size())];
    switch (kind) {
      case 9:
        return counted(files_.write(file, std::string(1 + draw(20), static_cast<char>('A' + draw(26)))));
      case 10:
        return read(file, draw(30));
      case 11:
        return done(files_.set_mode(file, 0600 + static_cast<mode_t>(draw(64))));
      case 12:
        return seen(files_.metadata(file));
      case 13:
        return counted(
            files_.write_at(file, std::string(1 + draw(20), static_cast<char>('A' + draw(26))), draw(9000)));
      case 14:
        return read(file, draw(9000));
      case 15:
        return done(files_.truncate(file, draw(2) == 0 ? draw(30) : draw(9000)));
      case 16:
        return done(files_.drop_cached(file));
      case 17:
        return done(draw(2) == 0 ? files_.sync_file(file) : files_.sync_data(file));
      default:
        return done(files_.reserve(file, 10));
    }
  }

 private:
  template <class T>
  static std::string failure(const disk::Result<T>& result) {
    return "error " + std::to_string(result.error().code.value());
  }
  static std::string done(const disk::Result<void>& result) { return result ? "done" : failure(result); }
  static std::string counted(const disk::Result<std::size_t>& result) {
    return result ? std::to_string(*result) : failure(result);
  }
  static std::string opened(disk::Result<File> result, std::vector<File>& among) {
    if (!result) return failure(result);
    among.push_back(std::move(*result));
    return "open";
  }
  static std::string listed(const disk::Result<std::vector<disk::DirectoryEntry>>& result) {
    if (!result) return failure(result);
    std::map<std::string, int> entries;
    for (const auto& entry : *result)
      entries[entry.name] = static_cast<int>(entry.kind);
    std::string text = "entries";
    for (const auto& [name, kind] : entries)
      text += " " + name + ":" + std::to_string(kind);
    return text;
  }
  static std::string seen(const disk::Result<disk::Metadata>& result) {
    if (!result) return failure(result);
    const bool directory = result->kind == disk::FileKind::directory;
    return std::to_string(static_cast<int>(result->kind)) + " mode " + std::to_string(result->mode) +
           (directory ? ""
                      : " size " + std::to_string(result->identity.size) + " links " +
                            std::to_string(result->links));
  }
  std::string read(const File& file, std::uint64_t offset) {
    std::string bytes(10, '?');
    const auto got = files_.read(file, bytes, offset);
    return got ? bytes.substr(0, *got) : failure(got);
  }

  FileSystem& files_;
  std::vector<File> directories_;
  std::vector<File> open_;
};

BOOST_AUTO_TEST_SUITE(crash_twin)

BOOST_AUTO_TEST_CASE(random_calls_are_answered_as_the_kernel_answers_them) {
  const auto seed = seed_for("fault_crash_model --run_test=crash_twin");
  std::mt19937_64 random(seed);
  for (std::size_t history = 0; history < scaled(200); ++history) {
    const TemporaryDirectory directory;
    disk::PosixFileSystem real;
    CrashFileSystem simulated(SimulatedDisk(DurableImage::empty(), 0));
    Twin one(real, directory.path()), two(simulated, directory.path());
    for (std::size_t at = 0; at < 100; ++at) {
      const auto drawn = random();
      const std::string expected = one.call(drawn);
      const std::string answered = two.call(drawn);
      BOOST_TEST_INFO_SCOPE("history " << history << ", call " << at << " drawn as " << drawn);
      BOOST_TEST_REQUIRE(answered == expected);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace holdfast::test
