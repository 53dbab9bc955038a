// What the tests of the journal share: commits cut short by the death of their process, requests with ids,
// and the journal as it lies on the disk, read or damaged.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "daemon/commit/journal_record.hpp"
#include "tests/unit/commit_support.hpp"

namespace holdfast::test {

struct JournalFixture : StoreFixture {
  using Fits = std::function<bool(const Call&)>;
  struct Record {
    std::filesystem::path segment;
    std::uint64_t offset;
    std::uint64_t bytes;
    commit::RecordKind kind;
    std::string payload;
  };

  /// What a dying process leaves does not depend on the disk.
  JournalFixture() { files.elide_syncs(); }

  static Fits is(CallKind kind) {
    return [kind](const Call& call) { return call.kind == kind; };
  }
  /// The rename or unlink that makes a document of this leaf name what it becomes.
  static Fits publishes(const std::string& leaf) {
    return [leaf](const Call& call) {
      return (call.kind == CallKind::rename && call.target == leaf) ||
             (call.kind == CallKind::unlink && call.name == leaf);
    };
  }

  /// The process dies behind the first call that fits; that one is made still. Closes the store.
  void die_behind(const Fits& fits, const commit::Request& request) { die(fits, request, 1); }
  void die_behind(const Fits& fits, std::vector<commit::Operation> operations) {
    die(fits, request_of(std::move(operations)), 1);
  }
  /// The process dies at the first call that fits: nothing of it is done, or half of it if it is a write.
  void die_at(const Fits& fits, std::vector<commit::Operation> operations) {
    die(fits, request_of(std::move(operations)), 0);
  }

  /// Oldest first.
  [[nodiscard]] std::vector<std::filesystem::path> segments() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory / ".holdfast/journal"))
      found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }
  /// All that are whole, oldest first.
  [[nodiscard]] std::vector<Record> records() const {
    std::vector<Record> found;
    for (const auto& segment : segments()) {
      const auto bytes = read_file(segment);
      const auto header = disk::decode_header(bytes);
      BOOST_TEST_REQUIRE(header.has_value());
      std::uint64_t offset = disk::SegmentHeader::encoded_bytes;
      while (const auto record = disk::decode_record(bytes, offset, *header)) {
        const auto size = disk::record_bytes(record->payload.size());
        found.push_back({segment, offset, size, static_cast<commit::RecordKind>(record->kind),
                         std::string(record->payload)});
        offset += size;
      }
    }
    return found;
  }
  [[nodiscard]] std::size_t count(commit::RecordKind kind) const {
    const auto all = records();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [kind](const Record& record) { return record.kind == kind; }));
  }
  [[nodiscard]] std::uint64_t journal_bytes() const {
    std::uint64_t sum = 0;
    for (const auto& segment : segments())
      sum += std::filesystem::file_size(segment);
    return sum;
  }
  static void flip_byte(const std::filesystem::path& file, std::uint64_t offset) {
    auto bytes = read_file(file);
    bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ 0x10);
    write_file(file, bytes);
  }
  /// Commits until there are so many segments.
  void fill_segments(std::size_t how_many) {
    for (int i = 0; segments().size() < how_many; ++i) {
      BOOST_TEST_REQUIRE(i < 1000);
      apply({put("fill.json", "\"" + std::string(1500, static_cast<char>('a' + i % 26)) + "\"")});
    }
  }

 private:
  void die(const Fits& fits, const commit::Request& request, std::size_t calls_later) {
    bool met = false;
    files.on_call([&, calls_later](const Call& call) {
      if (!std::exchange(met, met || fits(call)) && met) files.die_at(calls_later);
    });
    (void)store->apply(request);
    BOOST_TEST_REQUIRE(files.is_dead(), "no such call came");
    store.reset();
    files.on_call({});
    files.heal();
  }
};

[[nodiscard]] inline commit::Request with_id(std::string id, std::vector<commit::Operation> operations,
                                             std::uint32_t uid = 1000) {
  auto request = request_of(std::move(operations));
  request.request_id = std::move(id);
  request.uid = uid;
  return request;
}

[[nodiscard]] inline commit::Request resolve_of(std::string id, std::uint32_t uid = 1000) {
  auto request = with_id(std::move(id), {}, uid);
  request.resolve = true;
  return request;
}

}  // namespace holdfast::test
